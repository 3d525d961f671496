"""Tests the grid of years and months: which periods it contains and where they lead."""

from dataclasses import dataclass

from generator.model import Period
from generator.pages.calendar import (
    Calendar,
    calendar,
    calendar_of_earlier_years,
    calendar_of_newest_years,
    calendar_of_year,
)
from generator.rendering import make_environment

NBSP = "\N{NO-BREAK SPACE}"
KNOWN = {Period.parse(text): f"/xep-hang/{text}/" for text in ("2023-12", "2024-05", "2024-Q2", "2024")}


@dataclass(frozen=True)
class Place:
    """The page that contains the grid."""

    address: str


def shown(grid: Calendar, address: str) -> str:
    template = make_environment().from_string(
        '{% from "components.html.j2" import calendar with context %}{{ calendar(grid) }}'
    )
    return template.render(grid=grid, page=Place(address))


def test_years_are_listed_newest_first_with_the_kinds_of_their_periods() -> None:
    grid = calendar("Các kỳ", KNOWN)
    assert [(year.name, [strip.kind for strip in year.strips]) for year in grid.years] == [
        (f"Năm{NBSP}2024", ["Tháng", "Quý", ""]),
        (f"Năm{NBSP}2023", ["Tháng"]),
    ]


def test_a_year_shows_twelve_months_and_links_those_with_figures() -> None:
    months = calendar("Các kỳ", KNOWN).years[0].strips[0].slots
    assert [slot.text for slot in months] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]
    assert [(slot.name, slot.address) for slot in months if slot.address] == [
        (f"tháng{NBSP}5/2024", "/xep-hang/2024-05/")
    ]


def test_quarters_and_the_whole_year_are_named_as_documents_name_them() -> None:
    _, quarters, whole = calendar("Các kỳ", KNOWN).years[0].strips
    assert [(slot.text, slot.name) for slot in quarters.slots if slot.address] == [("II", f"quý{NBSP}II/2024")]
    assert [(slot.text, slot.name) for slot in whole.slots] == [("Cả năm", f"Cả năm{NBSP}2024")]


def test_a_page_of_a_period_has_only_the_grid_of_its_own_year() -> None:
    """With other years in the grid, each new period would change all pages of the past."""
    grid = calendar_of_year("Các kỳ", KNOWN, Period.parse("2023-12"))
    assert [year.name for year in grid.years] == [f"Năm{NBSP}2023"]
    assert [slot.name for slot in grid.years[0].strips[0].slots if slot.current] == [f"tháng{NBSP}12/2023"]


def test_screen_readers_hear_the_full_names_of_periods_with_figures_only() -> None:
    text = shown(calendar_of_year("Các kỳ", KNOWN, Period.parse("2023-12")), "/xep-hang/2023-12/")
    assert f'<a href="./" aria-label="tháng{NBSP}12/2023" aria-current="page">12</a>' in text
    assert text.count("<li") == text.count('<li aria-hidden="true">') + 1 + text.count('class="cmb-calendar__kind"')
    assert '<nav class="cmb-calendar" aria-label="Các kỳ">' in text


def test_a_page_with_all_periods_shows_three_years_and_folds_those_before() -> None:
    addresses = {Period(year): f"/xep-hang/{year}/" for year in range(2023, 2029)}
    newest, earlier = calendar_of_newest_years("Các kỳ", addresses), calendar_of_earlier_years(addresses)
    assert [year.name for year in newest.years] == [f"Năm{NBSP}{year}" for year in (2028, 2027, 2026)]
    assert [year.name for year in earlier.years] == [f"Năm{NBSP}{year}" for year in (2025, 2024, 2023)]
