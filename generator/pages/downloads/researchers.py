"""Page `/en/` for researchers abroad, in English: what the portal is, its method, columns, codes and indicators."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.history import History
from generator.model import Indicator
from generator.pages.changes import release_address
from generator.pages.facts import Assessed, Facts
from generator.pages.linked import span
from generator.pages.links import DATA, HOME, RESEARCHERS, absolute_url
from generator.pages.parts import Cell, Link, Page, Table
from generator.tables import (
    INDICATORS,
    LICENCE_ADDRESS,
    TABLES,
    CellType,
    Column,
    DataTable,
    code_in_english,
    column_in_english,
    table_in_english,
)

_KINDS = {
    CellType.TEXT: "text",
    CellType.NUMBER: "number",
    CellType.COUNT: "whole number",
    CellType.DAY: "date",
    CellType.TRUTH: "true or false",
    CellType.LIST: "list, separated by semicolons",
}
_MEASURE = INDICATORS.column("measure")
_MEASURES = {choice.code: code_in_english(_MEASURE, choice) for choice in _MEASURE.choices}


@dataclass(frozen=True)
class Explained:
    """A table: its name in files, its content, its key, its columns."""

    name: str
    meaning: str
    key: str
    columns: Table


@dataclass(frozen=True, kw_only=True)
class ResearchersPage(Page):
    """The page in English. `coverage` has pairs of a label and a number. `version` links to the newest release."""

    coverage: tuple[tuple[str, str], ...]
    tables: tuple[Explained, ...]
    indicators: Table
    citation: str
    bibtex: str
    version: Link | None
    licence: str


def researchers_page(facts: Facts, history: History) -> ResearchersPage:
    """Returns the page. The English texts on columns and codes are in `tables.english`."""
    newest = history.newest_release
    year = (newest.on or facts.today).year if newest else facts.today.year
    address = absolute_url(release_address(newest) if newest else DATA.address)
    title = "Targets and results of administrative reform and online public services in Vietnam"
    version = f", version {newest.id}" if newest else ""
    return ResearchersPage(
        address=RESEARCHERS.address,
        title="Cổng Minh Bạch for researchers",
        description="Open data on what each administrative unit of a Vietnamese province was asked to reach, and "
        "reached: method, dictionary of columns, codes and indicators, how to cite.",
        trail=(HOME,),
        language="en",
        hide_toc=True,
        coverage=tuple(_coverage(facts)),
        tables=tuple(_explained(table) for table in TABLES),
        indicators=_indicators(facts),
        citation=f"{facts.portal.settings.title} ({year}). {title}{version}. CC BY 4.0. {address}",
        bibtex=_bibtex(facts.portal.settings.title, title, year, newest.id if newest else "", address),
        version=Link(newest.id, release_address(newest)) if newest else None,
        licence=LICENCE_ADDRESS.replace("deed.vi", "deed.en"),
    )


def _bibtex(author: str, title: str, year: int, version: str, address: str) -> str:
    fields = {"author": f"{{{author}}}", "title": title, "year": str(year), "version": version, "url": address}
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{cong-minh-bach,\n{lines}\n}}"


def _coverage(facts: Facts) -> Sequence[tuple[str, str]]:
    first, last = span(facts.assessed)
    portal = facts.portal
    return (
        ("Administrative units", f"{len(portal.units):,}"),
        ("Indicators", f"{len(portal.indicators):,}"),
        ("Documents", f"{len(portal.sources):,}"),
        ("Targets", f"{len(portal.targets):,}"),
        ("Stated results", f"{len(portal.results):,}"),
        ("Tasks", f"{len(portal.tasks):,}"),
        ("Periods with figures", f"{first} to {last}" if first else "none yet"),
    )


def _explained(table: DataTable) -> Explained:
    return Explained(
        name=table.name,
        meaning=table_in_english(table),
        key=", ".join(table.key),
        columns=Table(
            f"Columns of {table.name}",
            ("Column", "Type", "Meaning"),
            tuple(_row(table, column) for column in table.columns),
        ),
    )


def _row(table: DataTable, column: Column) -> tuple[Cell, ...]:
    kind = _KINDS[column.kind] if column.required else f"{_KINDS[column.kind]}, may be empty"
    codes = "; ".join(f"{choice.code}: {code_in_english(column, choice)}" for choice in column.choices)
    meaning = column_in_english(table, column)
    return Cell(column.name), Cell(kind), Cell(f"{meaning} Codes: {codes}." if codes else meaning)


def _indicators(facts: Facts) -> Table:
    rows = tuple(
        _indicator(indicator, facts.by_indicator.get(indicator.id, ()))
        for indicator in facts.portal.indicators.values()
    )
    return Table("Indicators", ("Indicator", "Identifier", "Measure", "Figures"), rows)


def _indicator(indicator: Indicator, rows: Sequence[Assessed]) -> tuple[Cell, ...]:
    first, last = span(rows)
    return (
        Cell(indicator.name_en, address=indicator.address),
        Cell(indicator.id),
        Cell(f"{_MEASURES[indicator.measure]}, {indicator.direction} is better"),
        Cell(f"{first} to {last}" if first != last else first or "none yet"),
    )
