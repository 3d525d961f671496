"""Kinds of units in one level, wards beside communes: a row that sums up one of them is not the level's total."""

import re

from generator import words
from generator.importing.wording import key
from generator.model import KINDS, Level, UnitKind

LEVEL_OF = {kind: level for level in (Level.DISTRICT, Level.COMMUNE) for kind in KINDS[level]}
"""The level of each kind of district and commune."""
_NAMED = {words.inline(words.NAME_WORDS[kind]): kind for kind in LEVEL_OF}
_EACH = "|".join(key(word) for word in _NAMED)
_BY_KEY = {key(word): kind for word, kind in _NAMED.items()}
_KINDS = rf"(?P<kinds>(?:{_EACH})(?: (?:{_EACH}))*)"


def _any(*texts: str) -> str:
    return f"(?:{'|'.join(map(key, texts))})"


_LISTED = re.compile(rf"(?:^|\s){_any('các', 'khối', 'số')} {_KINDS}(?=\s|$)")
_SUMMING = _any("tổng cộng", "tổng số", "tổng", "cộng", "bình quân", "trung bình")
_ALONE = re.compile(rf"{_SUMMING}(?: {key('chung')})?(?: {key('của')})? {_KINDS}")
_WHOLE = tuple(key(text) for text in ("cấp xã", "cấp huyện", "toàn cấp", "toàn tỉnh", "cả tỉnh", "toàn thành phố"))


def kinds_named(text: str) -> frozenset[UnitKind]:
    """The kinds that a row speaks of as groups: wards for `Cộng các phường`, none for `Cộng phường 1`."""
    spelled = key(text)
    found = _ALONE.fullmatch(spelled) or _LISTED.search(spelled)
    return frozenset(_BY_KEY[word] for word in re.findall(_EACH, found["kinds"])) if found else frozenset()


def names_whole_level(text: str) -> bool:
    """Whether a row says of itself that it is of a whole level: `Tổng cấp xã`, `Cộng các xã, phường`."""
    spelled = f" {key(text)} "
    return len(kinds_named(text)) > 1 or any(f" {whole} " in spelled for whole in _WHOLE)
