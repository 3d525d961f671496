"""Recognises the kinds of units that a summary row names.

A level can have several kinds, such as wards and communes. A row that sums up only one kind is not the level's total.
"""

import re

from generator import words
from generator.importing.phrases.text_keys import text_key
from generator.model import KINDS, Level, UnitKind

LEVEL_OF = {kind: level for level in Level if level.area_of_province for kind in KINDS[level]}
"""The level of each kind of district and commune."""
_KIND_BY_KEY = {text_key(words.NAME_WORDS[kind]): kind for kind in LEVEL_OF}
_KIND_WORD = "|".join(_KIND_BY_KEY)
_KINDS = rf"(?P<kinds>(?:{_KIND_WORD})(?: (?:{_KIND_WORD}))*)"


def _alternatives(*texts: str) -> str:
    return f"(?:{'|'.join(map(text_key, texts))})"


_KINDS_AS_GROUPS = re.compile(rf"(?:^|\s){_alternatives('các', 'khối', 'số')} {_KINDS}(?=\s|$)")
_SUMMARY_WORDS = _alternatives("tổng cộng", "tổng số", "tổng", "cộng", "bình quân", "trung bình")
_SUMMARY_OF_KINDS = re.compile(rf"{_SUMMARY_WORDS}(?: {text_key('chung')})?(?: {text_key('của')})? {_KINDS}")
_WHOLE_LEVEL = tuple(
    text_key(text) for text in ("cấp xã", "cấp huyện", "toàn cấp", "toàn tỉnh", "cả tỉnh", "toàn thành phố")
)


def kinds_named(text: str) -> frozenset[UnitKind]:
    """Returns the kinds of units that a row names as groups: wards for `Cộng các phường`, none for `Cộng phường 1`."""
    spelled = text_key(text)
    found = _SUMMARY_OF_KINDS.fullmatch(spelled) or _KINDS_AS_GROUPS.search(spelled)
    return frozenset(_KIND_BY_KEY[word] for word in re.findall(_KIND_WORD, found["kinds"])) if found else frozenset()


def names_whole_level(text: str) -> bool:
    """Whether a row states that it is about a whole level: `Tổng cấp xã`, `Cộng các xã, phường`."""
    spelled = f" {text_key(text)} "
    return len(kinds_named(text)) > 1 or any(f" {whole} " in spelled for whole in _WHOLE_LEVEL)
