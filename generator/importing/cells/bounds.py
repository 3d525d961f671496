"""Reads the words around a figure as a comparison: `không dưới 80%` is a minimum, `không trên 90%` a maximum."""

from generator.importing.phrases.text_keys import text_key
from generator.model import Comparison

_PHRASES = {
    Comparison.AT_LEAST: (
        "tối thiểu",
        "ít nhất",
        "trên",
        "từ",
        "đạt",
        "không dưới",
        "không ít hơn",
        "không nhỏ hơn",
        "không thấp hơn",
    ),
    Comparison.AT_MOST: (
        "tối đa",
        "nhiều nhất",
        "dưới",
        "không trên",
        "không quá",
        "không vượt",
        "không vượt quá",
        "không cao hơn",
        "không nhiều hơn",
        "không lớn hơn",
    ),
}
_WORDS_AFTER = {"trở lên": Comparison.AT_LEAST, "trở xuống": Comparison.AT_MOST}
_REVERSIBLE = "từ"
"""The only phrase that the words after the figure can reverse: `từ 80% trở lên`, `từ 5% trở xuống`."""
_LEADING_WORDS = frozenset(text_key("phấn đấu phải cần đạt mức từ").split())
"""Words that may precede a phrase without changing its meaning: `phấn đấu đạt tối thiểu`."""
_NEGATIONS = frozenset(text_key(word) for word in ("không", "chưa", "chẳng"))

_COMPARISON_BY_KEY = {text_key(phrase): comparison for comparison, phrases in _PHRASES.items() for phrase in phrases}
_LONGEST_FIRST = sorted(_COMPARISON_BY_KEY, key=lambda phrase: len(phrase.split()), reverse=True)


def bound_of(before: str, after: str = "") -> Comparison | None:
    """Returns the comparison that the words before and after a figure express.

    None if they are not a known phrase, or contradict each other.
    """
    after_bound = _WORDS_AFTER.get(" ".join(after.lower().split()))
    spelled = text_key(before)
    if not spelled:
        return after_bound
    phrase = next((known for known in _LONGEST_FIRST if f" {spelled}".endswith(f" {known}")), "")
    if not phrase or not _LEADING_WORDS.issuperset(spelled.removesuffix(phrase).split()):
        return None
    if after_bound and phrase == text_key(_REVERSIBLE):
        return after_bound
    return _COMPARISON_BY_KEY[phrase] if after_bound in (None, _COMPARISON_BY_KEY[phrase]) else None


def is_negated(text: str) -> bool:
    """Whether a text contains a negation. A figure after `không đạt` is not a target."""
    return not _NEGATIONS.isdisjoint(text_key(text).split())
