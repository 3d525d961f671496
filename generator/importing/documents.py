"""Makes and updates the entry in `data/sources.yml` of the document that the figures come from.

The values come from the user's options or from the title of the table. Only the number, the day, the kind and the
issuer are taken from the file, because each has a form that can be checked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date

from generator import formats, words
from generator.canonical import quoted
from generator.data_files import SOURCES
from generator.importing.phrases.names import Names, UnitOrLevel
from generator.importing.phrases.row_names import bare_name
from generator.importing.phrases.text_keys import text_key
from generator.model import Portal, Source, UnitKind, corrected_by
from generator.problems import Problem

_REQUIRED = {
    "number": ("--number", "số/ký hiệu ghi trên văn bản"),
    "kind": ("--document-kind", "loại văn bản, ví dụ Công văn"),
    "issuer": ("--issuer", "cơ quan ban hành, ví dụ Ủy ban nhân dân tỉnh"),
    "issued_on": ("--issued-on", "năm-tháng-ngày ban hành, ví dụ 2024-06-30"),
}
"""The fields that an entry must have and that the user may have to give: each with its option and its placeholder.

A placeholder that the user copies unchanged counts as not given. The title and the summary are worded from the figures.
"""
_KINDS = ("Công văn", "Kế hoạch", "Quyết định", "Báo cáo", "Thông báo", "Nghị quyết", "Tờ trình", "Chỉ thị")
_NUMBER = r"(?P<number>\d{1,5}\s*/[A-ZĐ0-9&-]+(?:/[A-ZĐ0-9&-]+)*)"
_ATTACHED_LINE = re.compile(
    rf"kèm theo\s+(?P<kind>{'|'.join(_KINDS)})\s+số\s*:?\s*{_NUMBER}\s*,?\s*ngày\s*(?P<day>\d{{1,2}})\s*"
    r"(?:/|-|\.|tháng)\s*(?P<month>\d{1,2})\s*(?:/|-|\.|năm)\s*(?P<year>20\d\d)(?:\s+của\s+(?P<issuer>[^)]{2,80}))?",
    re.IGNORECASE,
)


def read_attachment_line(texts: Iterable[str]) -> dict[str, str]:
    """Returns the fields of the document that a line above a table refers to, by the keys of `data/sources.yml`.

    Example of such a line: `(Kèm theo Công văn số 1612/UBND-KSTT ngày 31 tháng 5 năm 2024 của UBND tỉnh)`.
    """
    joined = "\n".join(texts)
    found = _ATTACHED_LINE.search(joined)
    if not found:
        return {}
    kind = next(name for name in _KINDS if name.lower() == found["kind"].lower())
    fields = {"number": re.sub(r"\s", "", found["number"]).upper(), "kind": kind}
    if found["issuer"]:
        # Brackets may reach into the next cell. Without them, the issuer ends with its own cell.
        in_brackets = joined.startswith(")", found.end()) and "(" not in found["issuer"]
        issuer = found["issuer"] if in_brackets else found["issuer"].partition("\n")[0]
        fields["issuer"] = " ".join(issuer.split()).strip(" .;")
    with suppress(ValueError):
        fields["issued_on"] = date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
    return fields


def is_other_document(fields: Mapping[str, str], id_: str, source: Source | None) -> bool:
    """Whether the fields are of another document than the one that is imported.

    True if the number differs from that of the entry or, while there is no entry, does not occur in the id. False for
    fields without a number.
    """
    number = fields.get("number", "")
    if not number:
        return False
    if source:
        return _normalized(number) != _normalized(source.number)
    return number.partition("/")[0].lstrip("0") not in {part.lstrip("0") for part in re.split(r"[.-]", id_)}


def date_or_none(text: str) -> date | None:
    """Returns the date that a text like `2024-06-30` states; None if it states none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_other_day(fields: Mapping[str, str], source: Source) -> bool:
    """Whether the fields state another day of issue than the entry. In the year of a merger, two provinces issue
    documents with the same number."""
    return fields.get("issued_on", source.issued_on.isoformat()) != source.issued_on.isoformat()


def number_fault(values: Mapping[str, str], id_: str, portal: Portal) -> tuple[str, str] | None:
    """Returns a message and a hint if the document's number, as given or read, is wrong. None if it is not wrong.

    A number is wrong if it differs from that of the entry, does not fit the id, or is that of another document of the
    same issuer and year.
    """
    number, source = values.get("number", ""), portal.sources.get(id_)
    if is_other_document(values, id_, source):
        if source:
            message = f"khác số, ký hiệu của văn bản {id_} đã khai ({source.number})"
            return message, f"xem lại SOURCE và --number trong ARGS; nếu khai sai thì sửa trong {SOURCES}"
        hint = "mã văn bản ghép từ số, ký hiệu và năm: số 1834/UBND-KSTT năm 2024 là 1834-UBND-KSTT-2024"
        return f"không phải số, ký hiệu của văn bản có mã {id_}", hint
    for other in portal.sources.values() if number and not source else ():
        same = _normalized(other.number) == _normalized(number) and values.get("issued_on", "")[:4] == str(
            other.issued_on.year
        )
        if same and _is_issuer(other, values, portal):
            message = f"là số, ký hiệu của văn bản {other.id} đã có trong cổng, cùng cơ quan và năm ban hành"
            place = f"SOURCE={other.id} (nhánh nhap/{other.id})"
            return message, f"xem lại --number trong ARGS, hoặc nhập vào văn bản ấy: {place}"
    return None


def _is_issuer(other: Source, values: Mapping[str, str], portal: Portal) -> bool:
    """Whether the fields name the issuer of a document. The committees of two provinces of the same name, before and
    after a merger, are two issuers."""
    issuer = text_key(values.get("issuer", ""))
    namesakes = [unit for unit in portal.provinces if issuer.endswith(text_key(unit.name))]
    days = (other.issued_on, date_or_none(values["issued_on"]) or other.issued_on)
    ended = [{unit.id for unit in namesakes if unit.has_ended(day)} for day in days]
    return text_key(other.issuer) == issuer and ended[0] == ended[1]


def relation_problems(source: Source, related: Mapping[str, Sequence[str]], portal: Portal) -> Iterator[Problem]:
    """Yields a problem for each document that the options name as amended or replaced although the entry of the
    importing document, which exists already, does not name it."""
    corrected = {other.id for other in corrected_by(source, portal.sources.values())}
    for name, ids in related.items():
        for id_ in ids:
            if id_ not in corrected:
                option = "AMENDS" if name == "amends" else f"--{name} trong ARGS"
                hint = f"ghi {quoted(id_)} vào {name} của văn bản {source.id}, rồi bỏ {option} và nhập lại"
                yield Problem(SOURCES, source.line, name, id_, "văn bản đã khai mà không ghi văn bản này", hint)


def _normalized(number: str) -> str:
    return re.sub(r"[^a-z0-9]", "", formats.fold(number))


def issuer_named(text: str, names: Names) -> str:
    """Returns the full name of an issuer that is the committee of a unit of the portal. Empty for any other issuer."""
    issuer = text_key(bare_name(text))
    province = next((unit for unit in names.portal.provinces if text_key(unit.name) == issuer), None)
    if province:  # It may be another province than that of the figures, for example after a merger.
        return f"Ủy ban nhân dân {words.name_in_text(province)}"
    found = names.find(text)
    if not isinstance(found, UnitOrLevel) or found.level or found.unit_id not in names.portal.units:
        kind = "thành phố" if names.within.kind is UnitKind.CITY_PROVINCE else "tỉnh"
        unnamed = text_key(text) == text_key(f"UBND {kind}")
        return f"Ủy ban nhân dân {words.name_in_text(names.within)}" if unnamed else ""
    return f"Ủy ban nhân dân {words.name_in_text(names.portal.units[found.unit_id])}"


def new_document_fields(
    given: Mapping[str, str], from_title: Mapping[str, str], names: Names, subject: str
) -> dict[str, str]:
    """Returns the known fields of a new document, by their keys in `data/sources.yml`: from the options `given`, else
    from the title of the table (`from_title`).

    The title and the summary are worded from `subject`, the description of the figures.
    """
    values = {name: text for name, text in given.items() if text and text != _REQUIRED.get(name, ("", ""))[1]}
    for name in ("number", "kind", "issued_on"):
        if name in from_title:
            values.setdefault(name, from_title[name])
    if from_title.get("issuer") and (issuer := issuer_named(from_title["issuer"], names)):
        values.setdefault("issuer", issuer)
    if values.get("kind") and subject:
        values = {**_default_wording(values["kind"], subject), **values}
    return values


def missing_options(values: Mapping[str, str]) -> list[str]:
    """Returns the options that the user has to add for a new document with these fields, with their placeholders."""
    return [f'{option} "{text}"' for name, (option, text) in _REQUIRED.items() if not values.get(name)]


def _default_wording(kind: str, subject: str) -> dict[str, str]:
    """Returns a title and a summary of a document, worded from its kind and the description of its figures."""
    return {"title": f"{kind} kèm {subject}", "about": f"Kèm {subject}."}


def slug_of(kind: str, id_: str, portal: Portal) -> str:
    """Returns a slug for the document's page, such as `cong-van-1612-ubnd-kstt-2024`.

    A number is appended if another document has this slug.
    """
    slug = formats.slug(f"{kind} {id_}")[:90].strip("-")
    taken = {item.slug for item in portal.sources.values()}
    return next(
        name for name in (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3))) if name not in taken
    )


def with_updated_title(text: str, source: Source, before: str, now: str) -> str:
    """Returns the text of `data/sources.yml` with the title and the summary of a document worded anew.

    `before` and `now` describe the document's figures before and after the import. A title or summary that a person
    has changed is kept.
    """
    lines = text.split("\n")
    start, end = _entry_lines(lines, source)
    new = _default_wording(source.kind, now)
    for name, old in _default_wording(source.kind, before).items():
        written = f"  {name}: {quoted(old)}"
        if before and now and written in lines[start:end]:
            lines[lines.index(written, start, end)] = f"  {name}: {quoted(new[name])}"
    return "\n".join(lines)


def _entry_lines(lines: Sequence[str], source: Source) -> tuple[int, int]:
    """Returns the index of the first line of a document's entry and the index after its last line."""
    start = source.line - 1
    return start, next((at for at in range(start + 1, len(lines)) if lines[at].startswith("- ")), len(lines))


def with_digest(text: str, source: Source, sha256: str) -> str:
    """Returns the text of `data/sources.yml` with `sha256` as the digest in the entry of a document."""
    lines = text.split("\n")
    start, end = _entry_lines(lines, source)
    written = f"  sha256: {quoted(sha256)}"
    for at in range(start, end):
        if re.match(r"(?:- | {2})sha256\s*:", lines[at]):
            lines[at] = written if lines[at].startswith("  ") else f"- {written.strip()}"
            return "\n".join(lines)
    lines.insert(start + 1, written)
    return "\n".join(lines)
