"""The document of the figures: what its entry in `data/sources.yml` says, told by options or by the table's title.

Nothing of the file's text is copied into the entry but what has a form of its own: number, day, kind, issuer.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator import formats, words
from generator.canonical import quoted
from generator.importing.names import Names, UnitOrLevel
from generator.importing.wording import key
from generator.model import Portal, Source

_ASKED = {
    "number": ("--number", "số/ký hiệu ghi trên văn bản"),
    "kind": ("--document-kind", "loại văn bản, ví dụ Công văn"),
    "issuer": ("--issuer", "cơ quan ban hành, ví dụ Ủy ban nhân dân tỉnh"),
    "issued_on": ("--issued-on", "năm-tháng-ngày ban hành, ví dụ 2024-06-30"),
}
"""What an entry must state and a person may have to give: the option, and what stands in the place of what it says. No
such text is true of any document: given as it is, it counts as not given. Name and summary are worded from the figures.
"""
SOURCES = "data/sources.yml"
_KINDS = ("Công văn", "Kế hoạch", "Quyết định", "Báo cáo", "Thông báo", "Nghị quyết", "Tờ trình", "Chỉ thị")
_NUMBER = r"(?P<number>\d{1,5}\s*/[A-ZĐ0-9&-]+(?:/[A-ZĐ0-9&-]+)*)"
_ATTACHED = re.compile(
    rf"kèm theo\s+(?P<kind>{'|'.join(_KINDS)})\s+số\s*:?\s*{_NUMBER}\s*,?\s*ngày\s*(?P<day>\d{{1,2}})\s*"
    r"(?:/|-|\.|tháng)\s*(?P<month>\d{1,2})\s*(?:/|-|\.|năm)\s*(?P<year>20\d\d)(?:\s+của\s+(?P<issuer>[^)]{2,80}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stated:
    """What is known of a document, by the keys of its entry; what is not known is not there."""

    values: Mapping[str, str]

    @property
    def missing(self) -> list[str]:
        """The options that would state what is not known."""
        return [f'{option} "{text}"' for name, (option, text) in _ASKED.items() if not self.values.get(name)]


def attached_to(texts: Iterable[str]) -> dict[str, str]:
    """What a line such as `(Kèm theo Công văn số 1612/UBND-KSTT ngày 31 tháng 5 năm 2024 của UBND tỉnh)` says."""
    found = _ATTACHED.search(" ".join(texts))
    if not found:
        return {}
    kind = next(name for name in _KINDS if name.lower() == found["kind"].lower())
    said = {"number": re.sub(r"\s", "", found["number"]).upper(), "kind": kind}
    if found["issuer"]:
        said["issuer"] = found["issuer"].strip(" .;")
    try:
        said["issued_on"] = date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
    except ValueError:
        return said
    return said


def is_another(said: Mapping[str, str], id_: str, source: Source | None) -> bool:
    """Whether the line of a title belongs to another document than the one that is imported: its number is not that of
    the entry or, where there is none yet, does not occur in the id."""
    number = said.get("number", "")
    if not number:
        return False
    if source:
        return _bare(number) != _bare(source.number)
    return number.partition("/")[0].lstrip("0") not in {part.lstrip("0") for part in re.split(r"[.-]", id_)}


def number_fault(values: Mapping[str, str], id_: str, portal: Portal) -> tuple[str, str] | None:
    """Why a document's number, as given or read, cannot be right, and the remedy: it is that of another document."""
    number, source = values.get("number", ""), portal.sources.get(id_)
    if is_another(values, id_, source):
        if source:
            message = f"khác số, ký hiệu của văn bản {id_} đã khai ({source.number})"
            return message, f"xem lại SOURCE và --number; nếu khai sai thì sửa trong {SOURCES}"
        hint = "mã văn bản ghép từ số, ký hiệu và năm: số 1834/UBND-KSTT năm 2024 là SOURCE=1834-UBND-KSTT-2024"
        return f"không phải số, ký hiệu của văn bản có mã {id_}", hint
    for other in portal.sources.values() if number and not source else ():
        same = _bare(other.number) == _bare(number) and values.get("issued_on", "")[:4] == str(other.issued_on.year)
        if same and key(other.issuer) == key(values.get("issuer", "")):
            message = f"là số, ký hiệu của văn bản {other.id} đã có trong cổng, cùng cơ quan và năm ban hành"
            return message, f"xem lại --number, hoặc nhập vào văn bản ấy: SOURCE={other.id}"
    return None


def _bare(number: str) -> str:
    return re.sub(r"[^a-z0-9]", "", formats.fold(number))


def issuer_named(text: str, names: Names) -> str:
    """The issuer's full name when it is the committee of a unit of the portal, else an empty text."""
    found = names.find(text)
    if not isinstance(found, UnitOrLevel) or found.level or found.unit_id not in names.portal.units:
        whole = key(text) == key("UBND tỉnh")
        return f"Ủy ban nhân dân {words.name_in_text(names.within)}" if whole else ""
    return f"Ủy ban nhân dân {words.name_in_text(names.portal.units[found.unit_id])}"


def stated(given: Mapping[str, str], said: Mapping[str, str], names: Names, subject: str) -> Stated:
    """What the options give, else what the title says; the name and the summary are worded from the figures."""
    values = {name: text for name, text in given.items() if text and text != _ASKED.get(name, ("", ""))[1]}
    for name in ("number", "kind", "issued_on"):
        if name in said:
            values.setdefault(name, said[name])
    if said.get("issuer") and (issuer := issuer_named(said["issuer"], names)):
        values.setdefault("issuer", issuer)
    if values.get("kind") and subject:
        values = {**_worded(values["kind"], subject), **values}
    return Stated(values)


def _worded(kind: str, subject: str) -> dict[str, str]:
    """The name and the summary of a document of which nothing is known but what its figures are."""
    return {"title": f"{kind} kèm {subject}", "about": f"Kèm {subject}."}


def slug_of(kind: str, id_: str, portal: Portal) -> str:
    """The address of the document's page: `cong-van-1612-ubnd-kstt-2024`, with a number where another has it."""
    slug = formats.slug(f"{kind} {id_}")[:90].strip("-")
    used = {item.slug for item in portal.sources.values()}
    return next(name for name in (slug, *(f"{slug}-{at}" for at in range(2, len(used) + 3))) if name not in used)


def reworded(text: str, source: Source, before: str, now: str) -> str:
    """The text of `data/sources.yml` with the name and the summary of a document worded from what its figures are now,
    where they still are what importing made of the figures before; what a person has worded stays."""
    lines = text.split("\n")
    start, end = _entry(lines, source)
    new = _worded(source.kind, now)
    for name, old in _worded(source.kind, before).items():
        written = f"  {name}: {quoted(old)}"
        if before and now and written in lines[start:end]:
            lines[lines.index(written, start, end)] = f"  {name}: {quoted(new[name])}"
    return "\n".join(lines)


def _entry(lines: Sequence[str], source: Source) -> tuple[int, int]:
    """The first line of a document's entry and the one behind its last."""
    start = source.line - 1
    return start, next((at for at in range(start + 1, len(lines)) if lines[at].startswith("- ")), len(lines))


def with_digest(text: str, source: Source, sha256: str) -> str:
    """The text of `data/sources.yml` with the digest of the file in the entry of a document."""
    lines = text.split("\n")
    start, end = _entry(lines, source)
    written = f"  sha256: {quoted(sha256)}"
    for at in range(start, end):
        if re.match(r"(?:- | {2})sha256\s*:", lines[at]):
            lines[at] = written if lines[at].startswith("  ") else f"- {written.strip()}"
            return "\n".join(lines)
    lines.insert(start + 1, written)
    return "\n".join(lines)
