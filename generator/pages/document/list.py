"""`/van-ban/`: every document, newest first."""

from dataclasses import dataclass

from generator.pages.documents import DocumentLine, document_line, newest_first
from generator.pages.facts import Facts
from generator.pages.links import HOME, SOURCES
from generator.pages.parts import Page


@dataclass(frozen=True, kw_only=True)
class DocumentsPage(Page):
    """`/van-ban/`: every document, newest first; those that carry no figures apart."""

    sources: tuple[DocumentLine, ...]
    references: tuple[DocumentLine, ...]


def documents_page(facts: Facts) -> Page:
    """The page of all documents."""
    lines = [document_line(source, facts) for source in newest_first(facts.portal.sources.values())]
    return DocumentsPage(
        address=SOURCES.address,
        title="Văn bản nguồn của số liệu",
        description="Các kế hoạch, quyết định, công văn là nguồn của mọi số liệu, mức phải đạt và nhiệm vụ trên cổng; "
        "mỗi văn bản có một trang ghi lại từng dòng đã lấy.",
        trail=(HOME,),
        sources=tuple(line for line in lines if line.holds),
        references=tuple(line for line in lines if not line.holds),
    )
