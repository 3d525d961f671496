"""Pages of documents that were withdrawn from the portal, at the addresses of their former pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator import formats
from generator.deferred import Deferred, deferred
from generator.history import WithdrawnDocument, archive_path, wording
from generator.pages.changes import PENDING, release_address, release_day
from generator.pages.links import HOME, SOURCES, UPDATES
from generator.pages.parts import Link, Page


@dataclass(frozen=True, kw_only=True)
class WithdrawnPage(Page):
    """The page of a withdrawn document: what it was, since when it is withdrawn (`since`), and where its figures are
    still found."""

    name: str
    since: str
    facts: tuple[tuple[str, str | Link], ...]
    links: tuple[Link, ...]


def withdrawn_pages(withdrawn: Sequence[WithdrawnDocument]) -> Deferred[WithdrawnPage]:
    """Returns a page for each withdrawn document."""
    return deferred(_page, withdrawn, lambda item: item.address)


def withdrawn_link(item: WithdrawnDocument) -> Link:
    """Returns the document's number with the link to its page."""
    return Link(wording.document_name(item.document.number), item.address)


def since(item: WithdrawnDocument) -> str:
    """Returns since when the document is withdrawn: `từ phiên bản dữ liệu ngày 01/08/2024`."""
    if item.withdrawn_by is None:
        return f"sau phiên bản dữ liệu {release_day(item.last)}"
    return f"từ phiên bản dữ liệu {release_day(item.withdrawn_by)}"


def _page(item: WithdrawnDocument) -> WithdrawnPage:
    name = wording.document_name(item.document.number)
    return WithdrawnPage(
        address=item.address,
        title=f"{name} (đã rút)",
        description=f"{name} và số liệu lấy từ đó đã được rút khỏi cổng {since(item)}.",
        trail=(HOME, SOURCES),
        hide_toc=True,
        name=name,
        since=since(item),
        facts=tuple((term, text) for term, text in _facts(item) if text),
        links=tuple(_links(item)),
    )


def _facts(item: WithdrawnDocument) -> Iterator[tuple[str, str | Link]]:
    document = item.document
    yield "Tên văn bản", document.title
    yield "Ngày ban hành", formats.day(date.fromisoformat(document.issued_on))
    yield "Nơi đăng", Link("Trang đăng hoặc giới thiệu văn bản", document.url) if document.url else ""


def _links(item: WithdrawnDocument) -> Iterator[Link]:
    changes = release_address(item.withdrawn_by) if item.withdrawn_by else f"{UPDATES.address}#{PENDING}"
    yield Link("Những số liệu đã rút và giá trị trước khi rút", changes)
    archive = f"/{archive_path(item.last.name)}"
    yield Link(f"Phiên bản dữ liệu {release_day(item.last)}, còn số liệu của văn bản này (ZIP)", archive)
    yield Link("Các văn bản hiện có trên cổng", SOURCES.address)
