"""Formats documents as lines of a list: title, issuer, content."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator import formats, words
from generator.model import ResultStatus, Source
from generator.pages.facts import Facts
from generator.pages.links import source_link
from generator.pages.parts import Link
from generator.pages.tasks import orders


@dataclass(frozen=True)
class DocumentLine:
    """A document in a list: its issuer and date (`issued`), its subject (`about`), its number of rows (`contents`)."""

    link: Link
    title: str
    issued: str
    about: str
    contents: str

    @property
    def title_and_subject(self) -> str:
        """The title and the subject in one line."""
        return f"{self.title}. {self.about}" if self.about else f"{self.title}."


def about_beside_title(source: Source) -> str:
    """Returns the document's subject; empty if the title contains it, as in entries that `importing` wrote."""
    return "" if source.about.rstrip(".").casefold() in source.title.casefold() else source.about


def document_line(source: Source, facts: Facts) -> DocumentLine:
    """Returns the document as lists show it."""
    return DocumentLine(
        link=source_link(source),
        title=source.title,
        issued=f"{source.issuer}, ngày {formats.day(source.issued_on)}",
        about=about_beside_title(source),
        contents=contents_text(source, facts),
    )


def newest_first(sources: Iterable[Source]) -> list[Source]:
    """Returns the documents by day of issue, newest first."""
    return sorted(sources, key=lambda source: (source.issued_on, source.id), reverse=True)


def contents_text(source: Source, facts: Facts) -> str:
    """Returns how much a document contains: `286 kết quả, 305 mức phải đạt và 22 nhiệm vụ`; empty if nothing."""
    return words.listing(contents_of(source, facts))


def result_count(source: Source, facts: Facts) -> int:
    """Returns how many results a document states. Cells that it leaves empty count only if it has no others."""
    results = facts.results_of.get(source.id, ())
    return sum(result.status is not ResultStatus.NOT_REPORTED for result in results) or len(results)


def contents_of(source: Source, facts: Facts) -> list[str]:
    """Returns the numbers of results, targets and tasks in a document, without zeros: `286 kết quả`."""
    counts = (
        (result_count(source, facts), "kết quả"),
        (len(facts.targets_of.get(source.id, ())), "mức phải đạt"),
        (len(orders(source, facts)), "nhiệm vụ"),
    )
    return [f"{formats.count(count)} {name}" for count, name in counts if count]
