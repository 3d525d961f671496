"""The documents of a new portal: the laws that created its units, the gazetteer as the source of their list, the index
of 2022.

Their entries are in `start/sources.yml`. `start/resolutions.csv` contains, by the code of each province, the resolution
of the Standing Committee of 16 June 2025 on its communes.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from generator import words
from generator.formats import slug
from generator.founding.gazetteer import PACKAGE, SHA256, VERSION, Gazetteer, GazetteerUnit
from generator.founding.naming import unit_name_of
from generator.founding.units import Resolution
from generator.model import Level

START = Path(__file__).parent / "start"

GAZETTEER = f"{PACKAGE}-{VERSION}"
"""The id of the gazetteer in `data/sources.yml`."""

_PAST_SUFFIX = "_past"
"""Suffix of the key of a text that replaces the text without the suffix in a portal with the units before July 2025."""


def resolution_of(province: GazetteerUnit) -> Resolution:
    """Returns the document that states what became of the communes of a province."""
    with (START / "resolutions.csv").open(encoding="utf-8", newline="") as file:
        numbers = {row["code"]: row["number"] for row in csv.DictReader(file)}
    number = numbers[province.code]
    return Resolution(f"{number.replace('/', '-')}-2025", number)


def documents(source: Gazetteer, province: GazetteerUnit, *, merged: bool, past: bool) -> Iterator[Mapping[str, str]]:
    """Yields the entry of each document by key, the oldest document first. Documents on mergers and on former units are
    included only if `merged` or `past` is True."""
    resolution = resolution_of(province)
    values = {
        "arranged": _merger_phrase(source, province) if merged else "",
        "province": words.inline(unit_name_of(Level.PROVINCE, province.name).name),
        "resolution": resolution.number,
        "resolution_id": resolution.id,
        "resolution_slug": slug(resolution.number),
        "gazetteer": PACKAGE,
        "gazetteer_slug": slug(GAZETTEER),
        "version": VERSION,
        "sha256": SHA256,
    }
    included = {"all": True, "merged": merged, "past": past}
    for entry in yaml.safe_load((START / "sources.yml").read_text(encoding="utf-8")):
        if included[entry["for"]]:
            texts = {key: text.format_map(values) for key, text in entry.items() if key != "for"}
            fields = {key: text for key, text in texts.items() if not key.endswith(_PAST_SUFFIX)}
            yield {key: texts.get(f"{key}{_PAST_SUFFIX}", text) if past else text for key, text in fields.items()}


def _merger_phrase(source: Gazetteer, province: GazetteerUnit) -> str:
    """Returns a phrase on the merger: `tỉnh Đồng Nai hình thành từ tỉnh Bình Phước và tỉnh Đồng Nai`."""
    names = [
        unit_name_of(Level.PROVINCE, source.former_provinces[key].name).name for key in source.origins[province.key]
    ]
    *first, last = map(words.inline, names)
    return f"{words.inline(province.name)} hình thành từ {', '.join(first)} và {last}"
