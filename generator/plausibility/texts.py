"""Rules about texts that were pasted into the wrong field, and offices that are listed twice."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from generator.data_files import BODIES, INDICATORS, SOURCES, UNITS
from generator.model import Portal
from generator.plausibility.evidence import Evidence
from generator.plausibility.suspected import SuspectedFault
from generator.problems import Problem

MAX_NAME = 150
"""Maximum length of a name in characters. Longer names are usually whole paragraphs pasted by mistake."""
MAX_SHORT_NAME = 60
MAX_TITLE = 300
MAX_SENTENCES = 2000
"""Maximum length of definitions and notes."""
_MAX_TYPOS = 2
"""Maximum number of letters in which a misspelt name differs from the right one."""
_MIN_LENGTH_FOR_TYPOS = 8
"""Minimum length of a name for which a difference of two letters counts as a typing error."""


def repeated_offices(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields offices that occur twice in one task: twice in one list, or as both lead and partner. A whole level may be
    both, because each of its units leads its own work and joins that of the others."""
    for task in evidence.portal.tasks:
        partners = [id_ for id_ in task.partner_ids if ":" not in id_ or id_ not in task.lead_ids]
        named = Counter([*task.lead_ids, *partners])
        for id_ in (id_ for id_, times in named.items() if times > 1):
            field = "partner_ids" if id_ in task.partner_ids else "lead_ids"
            message = "có tên hai lần trong một nhiệm vụ"
            hint = "giữ một lần; đã chủ trì thì không ghi ở phối hợp"
            problem = Problem(task.path, task.line, field, id_, message, hint)
            yield SuspectedFault("repeated-office", (task.id, id_), problem, task.progress_note)


def lone_groups(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields groups of a single indicator whose name differs by one or two letters from another group's name: probably
    a typing error."""
    items = evidence.portal.indicators.values()
    sizes = Counter(item.group for item in items)
    for item in items:
        if sizes[item.group] > 1:
            continue
        similar = next((name for name in sizes if name != item.group and _similar(item.group, name)), "")
        if similar:
            message = f"(chỉ tiêu {item.id}) là nhóm chỉ có một chỉ tiêu, tên gần giống nhóm “{similar}”"
            hint = "cùng một nhóm thì chép đúng tên nhóm ấy"
            problem = Problem(INDICATORS, item.line, "group", item.group, message, hint)
            yield SuspectedFault("lone-group", (item.id, item.group, similar), problem)


def _similar(one: str, other: str) -> bool:
    """Whether two names contain the same numbers and differ in at most two letters. Short names are never similar,
    because they differ in few letters by nature."""
    if min(len(one), len(other)) < _MIN_LENGTH_FOR_TYPOS or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return max(len(one), len(other)) - sum(block.size for block in blocks) <= _MAX_TYPOS


def long_texts(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields names and titles as long as a paragraph, and texts as long as a page."""
    for path, line, field, id_, text, longest in _texts(evidence.portal):
        if len(text) > longest:
            message = f"(mã {id_}) dài {len(text)} ký tự, thường không quá {longest}"
            hint = "xem có dán nhầm cả đoạn văn"
            yield SuspectedFault("long-text", (path, id_, field, text), Problem(path, line, field, text, message, hint))


def capitals(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields names in capitals, as in headings of documents; other names are not written like this."""
    for unit in evidence.portal.units.values():
        if unit.name.isupper() and " " in unit.name:
            message = f"(đơn vị {unit.id}) viết toàn chữ hoa"
            hint = "viết như trong câu, ví dụ Sở Nội vụ"
            problem = Problem(UNITS, unit.line, "name", unit.name, message, hint)
            yield SuspectedFault("capitals", (unit.id, unit.name), problem, unit.note)


def _texts(portal: Portal) -> Iterator[tuple[str, int, str, str, str, int]]:
    """Yields path, line, field, id, text and the maximum length of such a text."""
    for unit in portal.units.values():
        yield UNITS, unit.line, "name", unit.id, unit.name, MAX_NAME
        yield UNITS, unit.line, "short_name", unit.id, unit.short_name, MAX_SHORT_NAME
        yield UNITS, unit.line, "note", unit.id, unit.note, MAX_SENTENCES
    for body in portal.bodies.values():
        yield BODIES, body.line, "name", body.id, body.name, MAX_NAME
        yield BODIES, body.line, "short_name", body.id, body.short_name, MAX_SHORT_NAME
    for indicator in portal.indicators.values():
        yield INDICATORS, indicator.line, "name", indicator.id, indicator.name, MAX_TITLE
        yield INDICATORS, indicator.line, "short_name", indicator.id, indicator.short_name, MAX_SHORT_NAME
        yield INDICATORS, indicator.line, "definition", indicator.id, indicator.definition, MAX_SENTENCES
    for source in portal.sources.values():
        yield SOURCES, source.line, "title", source.id, source.title, MAX_TITLE
        yield SOURCES, source.line, "issuer", source.id, source.issuer, MAX_NAME
        yield SOURCES, source.line, "about", source.id, source.about, MAX_SENTENCES
        yield SOURCES, source.line, "note", source.id, source.note, MAX_SENTENCES
    for task in portal.tasks:
        yield task.path, task.line, "title", task.id, task.title, MAX_TITLE
        yield task.path, task.line, "product", task.id, task.product, MAX_TITLE
