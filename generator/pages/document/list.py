"""`/van-ban/`: every document, newest first."""

from dataclasses import dataclass

from generator import formats
from generator.model import Source
from generator.pages.document.page import holdings
from generator.pages.facts import Facts
from generator.pages.links import HOME, SOURCES, source_link
from generator.pages.parts import Link, Page


@dataclass(frozen=True)
class DocumentLine:
    """A document in the list of documents."""

    link: Link
    title: str
    issued: str
    about: str
    holds: str


@dataclass(frozen=True, kw_only=True)
class DocumentsPage(Page):
    """`/van-ban/`: every document, newest first; those that carry no figures apart."""

    sources: tuple[DocumentLine, ...]
    references: tuple[DocumentLine, ...]


def documents_page(facts: Facts) -> Page:
    """The page of all documents."""
    newest = sorted(facts.portal.sources.values(), key=lambda source: (source.issued_on, source.id), reverse=True)
    lines = [(_line(source, facts), holdings(source, facts)) for source in newest]
    return DocumentsPage(
        address=SOURCES.address,
        title="Văn bản nguồn",
        description="Các văn bản là nguồn của mọi con số, chỉ tiêu và việc được giao trên cổng, mới nhất trước.",
        trail=(HOME,),
        sources=tuple(line for line, holds in lines if holds),
        references=tuple(line for line, holds in lines if not holds),
    )


def _line(source: Source, facts: Facts) -> DocumentLine:
    return DocumentLine(
        link=source_link(source),
        title=source.title,
        issued=f"{source.issuer}, ngày {formats.day(source.issued_on)}",
        about=source.about,
        holds=holdings(source, facts),
    )
