"""Texts that were pasted where they do not belong, and offices that stand twice."""

from collections import Counter
from collections.abc import Iterator

from generator.model import Portal
from generator.plausibility.doubts import Doubt
from generator.plausibility.evidence import Evidence
from generator.problems import Problem

NAME = 150
"""How many letters a name has at most: longer ones are whole paragraphs, pasted by mistake."""
SHORT_NAME = 60
TITLE = 300
SENTENCES = 2000
"""Definitions and notes."""


def repeated_offices(evidence: Evidence) -> Iterator[Doubt]:
    """An office that stands twice in one task: in one list twice, or leading and joining at once. A whole level may do
    both: each leads its own work and joins that of the others."""
    for task in evidence.portal.tasks:
        partners = [id_ for id_ in task.partner_ids if ":" not in id_ or id_ not in task.lead_ids]
        named = Counter([*task.lead_ids, *partners])
        for id_ in (id_ for id_, times in named.items() if times > 1):
            field = "partner_ids" if id_ in task.partner_ids else "lead_ids"
            message = "có tên hai lần trong một nhiệm vụ"
            hint = "giữ một lần; đã chủ trì thì không ghi ở phối hợp"
            problem = Problem(task.path, task.line, field, id_, message, hint)
            yield Doubt("repeated-office", (task.id, id_), problem, task.progress_note)


def long_texts(evidence: Evidence) -> Iterator[Doubt]:
    """A name or title that is as long as a paragraph, and a text that is as long as a page."""
    for path, line, field, id_, text, longest in _texts(evidence.portal):
        if len(text) > longest:
            message = f"(mã {id_}) dài {len(text)} ký tự, thường không quá {longest}"
            hint = "xem có dán nhầm cả đoạn văn"
            yield Doubt("long-text", (path, id_, field, text), Problem(path, line, field, text, message, hint))


def capitals(evidence: Evidence) -> Iterator[Doubt]:
    """A name all in capitals, as headings of documents are written: it stands among others that are not."""
    for unit in evidence.portal.units.values():
        if unit.name.isupper() and " " in unit.name:
            message = f"(đơn vị {unit.id}) viết toàn chữ hoa"
            hint = "viết như trong câu, ví dụ Sở Nội vụ"
            problem = Problem("data/units.csv", unit.line, "name", unit.name, message, hint)
            yield Doubt("capitals", (unit.id, unit.name), problem, unit.note)


def _texts(portal: Portal) -> Iterator[tuple[str, int, str, str, str, int]]:
    """Path, line, field, id, text and how long such a text is at most."""
    for unit in portal.units.values():
        yield "data/units.csv", unit.line, "name", unit.id, unit.name, NAME
        yield "data/units.csv", unit.line, "short_name", unit.id, unit.short_name, SHORT_NAME
        yield "data/units.csv", unit.line, "note", unit.id, unit.note, SENTENCES
    for body in portal.bodies.values():
        yield "data/bodies.csv", body.line, "name", body.id, body.name, NAME
        yield "data/bodies.csv", body.line, "short_name", body.id, body.short_name, SHORT_NAME
    for indicator in portal.indicators.values():
        yield "data/indicators.yml", indicator.line, "name", indicator.id, indicator.name, TITLE
        yield "data/indicators.yml", indicator.line, "short_name", indicator.id, indicator.short_name, SHORT_NAME
        yield "data/indicators.yml", indicator.line, "definition", indicator.id, indicator.definition, SENTENCES
    for source in portal.sources.values():
        yield "data/sources.yml", source.line, "title", source.id, source.title, TITLE
        yield "data/sources.yml", source.line, "issuer", source.id, source.issuer, NAME
        yield "data/sources.yml", source.line, "about", source.id, source.about, SENTENCES
        yield "data/sources.yml", source.line, "note", source.id, source.note, SENTENCES
    for task in portal.tasks:
        yield task.path, task.line, "title", task.id, task.title, TITLE
        yield task.path, task.line, "product", task.id, task.product, TITLE
