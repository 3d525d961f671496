"""Recognises the offices of communes and districts that receive applications: `Trung tâm Phục vụ hành chính công xã Tân
Bình`, `Bộ phận Một cửa UBND xã Tân Bình`."""

import re
import unicodedata
from dataclasses import dataclass

from generator import words
from generator.model import KINDS, Level

_CENTRE = r"(?:trung\s+tâm|TT)\s*(?:(?:phục\s+vụ|PV)\s*)?(?:hành\s+chính\s+công|HCC)"
_RECEIVING = r"(?:tiếp\s+nhận|TN)\s*(?:hồ\s+sơ\s*)?(?:và|&)?\s*(?:trả\s+kết\s+quả|TKQ)"
_SECTION = rf"BPMC|(?:bộ\s+phận|BP)\s*(?:(?:một|1)\s+cửa|{_RECEIVING})"
_COMMUNES, _DISTRICTS = (
    "|".join(words.NAME_WORDS[kind].replace(" ", r"\s+") for kind in KINDS[level])
    for level in (Level.COMMUNE, Level.DISTRICT)
)
_OFFICE = re.compile(
    rf"(?:(?P<centre>{_CENTRE})|{_SECTION})\s*[-–,:]?\s*(?:của\s+)?"
    rf"(?P<unit>(?:(?:ủy|uỷ)\s+ban\s+nhân\s+dân\s+|UBND\s+)?(?:(?P<commune>{_COMMUNES})|{_DISTRICTS}|TP|TX)[\s.].*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Office:
    """An office of a unit: its name without that of the unit, the name of the unit, and the level of the unit.

    Different spellings of an office have the same `name`.
    """

    name: str
    unit_name: str
    level: Level

    @property
    def decision_key(self) -> str:
        """The key of the user's decision on all offices of this name and level."""
        return f"{self.level} / {self.name}"


def office_of(text: str) -> Office | None:
    """Returns the office that a text names, with the unit that it belongs to. None if the text names no office."""
    found = _OFFICE.fullmatch(unicodedata.normalize("NFC", text.strip(" .:*-–")))
    if not found:
        return None
    name = "Trung tâm Phục vụ hành chính công" if found["centre"] else "Bộ phận Một cửa"
    return Office(name, found["unit"], Level.COMMUNE if found["commune"] else Level.DISTRICT)
