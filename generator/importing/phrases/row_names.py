"""Recognises what the name of a row states besides a unit: a total or a mean, a whole level, the whole province."""

import re
import unicodedata

from generator.importing.phrases.text_keys import begins_with, is_one_of, syllables, text_key
from generator.model import Level, Unit, UnitKind

_PREFIXES = ("ủy ban nhân dân", "ubnd", "uỷ ban nhân dân")
_COUNCIL = re.compile(
    r"^(?:hđnd|hội đồng nhân dân)\s*(?:và\b|[&,–-])?\s*(?=(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s)", re.IGNORECASE
)
"""`HĐND và UBND xã An Bình` is named by its council too."""
WHOLE_LEVELS = {
    Level.DEPARTMENT: (
        "các sở, ban, ngành",
        "các sở, ban, ngành tỉnh",
        "các sở, ban, ngành cấp tỉnh",
        "sở, ban, ngành",
        "sở, ban, ngành tỉnh",
        "sở, ngành",
        "các sở",
        "các sở, ngành",
        "khối sở, ban, ngành",
        "khối sở, ngành",
        "cấp tỉnh",
        "cấp sở",
        "các cơ quan chuyên môn thuộc UBND tỉnh",
    ),
    Level.DISTRICT: (
        "các huyện, thị xã, thành phố",
        "huyện, thị xã, thành phố",
        "các huyện, thành phố",
        "các huyện",
        "huyện",
        "cấp huyện",
        "khối huyện",
        "khối huyện, thị xã, thành phố",
    ),
    Level.COMMUNE: (
        "các xã, phường, thị trấn",
        "xã, phường, thị trấn",
        "các xã, phường, đặc khu",
        "xã, phường, đặc khu",
        "các xã, phường",
        "xã, phường",
        "các xã",
        "xã",
        "cấp xã",
        "khối xã, phường, thị trấn",
        "khối xã",
    ),
}
_TOTAL_WORDS = ("tổng", "tổng cộng", "tổng số", "cộng", "tổng chung", "toàn cấp")
_MEAN_WORDS = ("bình quân", "trung bình", "tỷ lệ bình quân", "tỷ lệ trung bình", "bình quân chung", "trung bình chung")


def aggregate_of(text: str) -> str:
    """Returns `total` or `mean` for the name of a summary row. Empty for any other name."""
    if begins_with(text, _TOTAL_WORDS):
        return "total"
    return "mean" if begins_with(text, _MEAN_WORDS) else ""


def means_whole_province(text: str, within: Unit) -> bool:
    """Whether the name of a row means the whole province: `Toàn tỉnh`, `Tổng toàn tỉnh`.

    `Toàn thành phố` counts only if the province is a city, because elsewhere a city may be a district.
    """
    kinds = ("tỉnh", "thành phố") if within.kind is UnitKind.CITY_PROVINCE else ("tỉnh",)
    alone = {text_key(f"{start}{kind}") for kind in kinds for start in ("chung cả ", "cả ")}
    return text_key(text) in alone or any(text_key(f"toàn {kind}") in text_key(text) for kind in kinds)


def whole_level_of(text: str) -> Level | None:
    """Returns the level that a text names as a whole, as in `UBND các huyện, thị xã, thành phố`; else None."""
    name = bare_name(text)
    return next((level for level, names in WHOLE_LEVELS.items() if is_one_of(name, names)), None)


def level_in(text: str) -> Level | None:
    """Returns the only level that a title or heading mentions. None if it mentions none or several.

    Examples: `3/ Cấp xã`, `Kết quả của các xã, phường, thị trấn`.
    """
    spelled = f" {text_key(text)} "
    found = {
        level
        for level, names in WHOLE_LEVELS.items()
        if any(f" {text_key(name)} " in spelled for name in names if len(text_key(name).split()) > 1)
    }
    return found.pop() if len(found) == 1 else None


def bare_name(text: str) -> str:
    """Returns a name without a leading `UBND` and without the mark of a footnote at its end."""
    name = _COUNCIL.sub("", unicodedata.normalize("NFC", text.strip(" .:*-–")))
    for prefix in _PREFIXES:
        if text_key(name).startswith(f"{text_key(prefix)} "):
            taken = len(syllables(prefix)) if syllables(name)[0] != "ubnd" else 1
            name = " ".join(name.split()[taken:])
    return name
