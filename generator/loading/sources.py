"""Loads `data/sources.yml`: the documents."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from generator import data_files, formats
from generator.grouping import grouped
from generator.loading.entities import FILE_CODE, by_id, slug_of, web_address, yaml_records
from generator.loading.fields import Fields, choice_hint
from generator.model import Source
from generator.problems import Problem
from generator.tables import SOURCES

LANGUAGES = ("vi", "en")
_DISTINCTIONS: tuple[Callable[[Source], str], ...] = (
    lambda source: str(source.issued_on.year),
    lambda source: formats.day(source.issued_on),
    lambda source: source.issuer,
    lambda source: source.id,
)
"""Texts that can distinguish documents of the same kind and number, the shortest first."""


def load_sources(root: Path, faults: list[Problem]) -> dict[str, Source]:
    """Returns the documents of `data/sources.yml` by id. A portal has at least one."""
    found = yaml_records(root, data_files.SOURCES, SOURCES.entered, "chưa có văn bản nào", faults)
    return _distinguished(by_id(found, _source))


def _distinguished(sources: dict[str, Source]) -> dict[str, Source]:
    """Returns the documents; those of the same kind and number get a `distinction`. Numbers start again each year and
    in each office."""
    namesakes = grouped(sources.values(), lambda source: (source.kind, source.number))
    distinguished = dict(sources)
    for same_number in namesakes.values():
        distinction = next(
            distinction
            for distinction in _DISTINCTIONS
            if len({distinction(source) for source in same_number}) == len(same_number)
        )
        if len(same_number) > 1:
            distinguished |= {source.id: replace(source, distinction=distinction(source)) for source in same_number}
    return distinguished


def _source(fields: Fields) -> Source:
    id_hint = "chỉ dùng chữ không dấu, chữ số, dấu gạch nối, ví dụ 1612-UBND-KSTT-2024"
    return Source(
        id=fields.own_id(FILE_CODE, id_hint),
        slug=slug_of(fields),
        number=fields.text("number"),
        title=fields.text("title"),
        kind=fields.text("kind"),
        issuer=fields.text("issuer"),
        issued_on=fields.day("issued_on"),
        about=fields.text("about"),
        url=web_address(fields, "url"),
        sha256=_sha256(fields),
        language=_language(fields),
        note=fields.optional("note"),
        signer=fields.optional("signer"),
        replaces=fields.texts("replaces"),
        amends=fields.texts("amends"),
        line=fields.line,
    )


def _language(fields: Fields) -> str:
    language = fields.optional("language") or LANGUAGES[0]
    if language not in LANGUAGES:
        fields.fault(
            "language",
            "không phải mã ngôn ngữ cho phép",
            f"{choice_hint(language, LANGUAGES)}; tiếng Việt thì bỏ dòng này",
        )
        return LANGUAGES[0]
    return language


def _sha256(fields: Fields) -> str:
    digest = fields.optional("sha256")
    if digest and not re.fullmatch(r"[0-9a-f]{64}(?: [0-9a-f]{64})*", digest):
        hint = "mỗi mã gồm 64 chữ số và chữ a đến f, nhiều tệp thì cách nhau bằng dấu cách; không có thì bỏ dòng này"
        fields.fault("sha256", "không phải mã SHA-256", hint)
    return digest
