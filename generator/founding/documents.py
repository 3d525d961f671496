"""The documents that a new portal begins with: what made its units, where their list comes from, the index of 2022.

They stand in `start/sources.yml`; `start/resolutions.csv` holds the resolution of the Standing Committee of 16 June
2025 on the communes of each province, by the province's code.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from generator import words
from generator.formats import slug
from generator.founding.gazetteer import PACKAGE, SHA256, VERSION, Gazetteer, GazetteerUnit
from generator.founding.naming import named
from generator.founding.units import Laws
from generator.model import Level

START = Path(__file__).parent / "start"

GAZETTEER = f"{PACKAGE}-{VERSION}"
"""The id of the document that stands for the gazetteer."""

_PAST = "_past"
"""What ends the key of a text that stands instead of another one in a portal with the units before July 2025."""


def laws_of(province: GazetteerUnit) -> Laws:
    """The documents that say what became of the units that a province came of."""
    with (START / "resolutions.csv").open(encoding="utf-8", newline="") as file:
        numbers = {row["code"]: row["number"] for row in csv.DictReader(file)}
    number = numbers[province.code]
    return Laws("202-2025-QH15", "203-2025-QH15", f"{number.replace('/', '-')}-2025", number)


def documents(source: Gazetteer, province: GazetteerUnit, *, merged: bool, past: bool) -> Iterator[Mapping[str, str]]:
    """The entry of each document by key, the oldest first; that on districts only where the portal has some."""
    laws = laws_of(province)
    filled = {
        "arranged": _arranged(source, province) if merged else "",
        "province": words.inline(named(Level.PROVINCE, province.name).name),
        "resolution": laws.communes_number,
        "resolution_id": laws.communes,
        "resolution_slug": slug(laws.communes_number),
        "gazetteer": PACKAGE,
        "gazetteer_slug": slug(GAZETTEER),
        "version": VERSION,
        "sha256": SHA256,
    }
    wanted = {"all": True, "merged": merged, "past": past}
    for entry in yaml.safe_load((START / "sources.yml").read_text(encoding="utf-8")):
        if wanted[entry["for"]]:
            texts = {key: text.format_map(filled) for key, text in entry.items() if key != "for"}
            said = {key: text for key, text in texts.items() if not key.endswith(_PAST)}
            yield {key: texts.get(f"{key}{_PAST}", text) if past else text for key, text in said.items()}


def _arranged(source: Gazetteer, province: GazetteerUnit) -> str:
    """`tỉnh Đồng Nai hình thành từ tỉnh Bình Phước và tỉnh Đồng Nai`."""
    names = [named(Level.PROVINCE, source.former_provinces[key].name).name for key in source.origins[province.key]]
    *first, last = map(words.inline, names)
    return f"{words.inline(province.name)} hình thành từ {', '.join(first)} và {last}"
