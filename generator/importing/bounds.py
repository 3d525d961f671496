"""Words before a figure → what they require: `không dưới 80%` is a least value, `không trên 90%` a greatest one."""

from generator.importing.wording import key
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
_BEHIND = {"trở lên": Comparison.AT_LEAST, "trở xuống": Comparison.AT_MOST}
_TURNED_BY_BEHIND = "từ"
"""The one phrase that what stands behind the figure decides: `từ 80% trở lên`, `từ 5% trở xuống`."""
_LEADING = frozenset(key("phấn đấu phải cần đạt mức từ").split())
"""Words that may stand before a phrase and change nothing: `phấn đấu đạt tối thiểu`."""
_NEGATIONS = frozenset(key(word) for word in ("không", "chưa", "chẳng"))

_BY_KEY = {key(phrase): comparison for comparison, phrases in _PHRASES.items() for phrase in phrases}
_LONGEST_FIRST = sorted(_BY_KEY, key=lambda phrase: len(phrase.split()), reverse=True)


def bound_of(before: str, behind: str = "") -> Comparison | None:
    """What the words before and behind a figure require of it; None where they are no known phrase, or contradict
    each other."""
    after = _BEHIND.get(" ".join(behind.lower().split()))
    spelled = key(before)
    if not spelled:
        return after
    phrase = next((known for known in _LONGEST_FIRST if f" {spelled}".endswith(f" {known}")), "")
    if not phrase or not _LEADING.issuperset(spelled.removesuffix(phrase).split()):
        return None
    if after and phrase == key(_TURNED_BY_BEHIND):
        return after
    return _BY_KEY[phrase] if after in (None, _BY_KEY[phrase]) else None


def is_negated(text: str) -> bool:
    """Whether a text denies something: a figure after `không đạt` is not what has to be reached."""
    return not _NEGATIONS.isdisjoint(key(text).split())
