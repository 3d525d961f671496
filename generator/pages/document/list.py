"""Page `/van-ban/`: all documents, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.grouping import grouped
from generator.history import WithdrawnDocument
from generator.model import Source
from generator.pages.document.withdrawn import since, withdrawn_link
from generator.pages.documents import DocumentLine, document_line, newest_first
from generator.pages.facts import Facts
from generator.pages.links import HOME, SOURCES
from generator.pages.parts import Link, Page

_MANY = 12
"""Maximum number of documents in one list. If there are more (a year of reports), they are listed by year."""
_MOST_SHOWN = 2 * _MANY
"""Maximum number of documents in lists by year that are not folded. Only whole years are shown, and of a newest year
with more documents the newest ones."""


@dataclass(frozen=True)
class DocumentYear:
    """The documents issued in one year, newest first: those that are shown, and those that are folded."""

    id: str
    title: str
    documents: tuple[DocumentLine, ...]
    folded: tuple[DocumentLine, ...]


@dataclass(frozen=True, kw_only=True)
class DocumentsPage(Page):
    """All documents, newest first. Documents without figures are apart, in `references`. If there are many documents,
    `years` has them by year and `sources` is empty; `section_links` links to each year. `references` are folded with
    `folds_references`. `withdrawn` are the documents that the portal published before, each with the release since
    which it does not."""

    sources: tuple[DocumentLine, ...]
    years: tuple[DocumentYear, ...]
    references: tuple[DocumentLine, ...]
    folds_references: bool
    withdrawn: tuple[tuple[Link, str], ...]
    section_links: tuple[Link, ...]


def documents_page(facts: Facts, withdrawn: Sequence[WithdrawnDocument] = ()) -> Page:
    """Returns the page of all documents."""
    lines = {source: document_line(source, facts) for source in newest_first(facts.portal.sources.values())}
    holding = {source: line for source, line in lines.items() if line.contents}
    years = tuple(_years(holding)) if len(holding) > _MANY else ()
    references = tuple(line for line in lines.values() if not line.contents)
    return DocumentsPage(
        address=SOURCES.address,
        title="Văn bản nguồn của số liệu",
        description="Các kế hoạch, quyết định, công văn là nguồn của mọi số liệu, mức phải đạt và nhiệm vụ trên cổng; "
        "mỗi văn bản có một trang ghi lại từng dòng đã lấy.",
        trail=(HOME,),
        sources=() if years else tuple(holding.values()),
        years=years,
        references=references,
        folds_references=len(references) > _MANY,
        withdrawn=tuple((withdrawn_link(item), since(item)) for item in withdrawn),
        section_links=tuple(_section_links(years, references)) if years else (),
    )


def _years(lines: Mapping[Source, DocumentLine]) -> Iterator[DocumentYear]:
    room = _MOST_SHOWN
    for year, sources in grouped(lines, lambda source: source.issued_on.year).items():
        documents = tuple(lines[source] for source in sources)
        newest = room == _MOST_SHOWN
        shown = len(documents) if len(documents) <= room else (_MANY if newest else 0)
        room = max(0, room - len(documents))
        yield DocumentYear(f"nam-{year}", f"Năm {year}", documents[:shown], documents[shown:])


def _section_links(years: Sequence[DocumentYear], references: Sequence[DocumentLine]) -> Iterator[Link]:
    yield from (Link(year.title, f"#{year.id}") for year in years)
    if references:
        yield Link("Văn bản dẫn chiếu", "#dan-chieu")
