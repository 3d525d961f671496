"""Texts that were pasted where they do not belong, and offices that stand twice."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

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
_TYPOS = 2
_TELLING = 8
"""So many letters a name has at least for two of them to be a typing error."""


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


def lone_groups(evidence: Evidence) -> Iterator[Doubt]:
    """A group of one indicator whose name is a letter or two away from another group's: a typing error makes one."""
    items = evidence.portal.indicators.values()
    sizes = Counter(item.group for item in items)
    for item in items:
        if sizes[item.group] > 1:
            continue
        near = next((name for name in sizes if name != item.group and _nearly(item.group, name)), "")
        if near:
            message = f"(chỉ tiêu {item.id}) là nhóm chỉ có một chỉ tiêu, tên gần giống nhóm “{near}”"
            hint = "cùng một nhóm thì chép đúng tên nhóm ấy"
            problem = Problem("data/indicators.yml", item.line, "group", item.group, message, hint)
            yield Doubt("lone-group", (item.id, item.group, near), problem)


def _nearly(one: str, other: str) -> bool:
    """Whether two names, numbers aside, differ in a letter or two; short names may well be near one another."""
    if min(len(one), len(other)) < _TELLING or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return max(len(one), len(other)) - sum(block.size for block in blocks) <= _TYPOS


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
