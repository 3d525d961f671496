"""Tests words and sentences that pages and files share."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from itertools import chain

import pytest

from generator import formats, words
from generator.importing.phrases.row_names import WHOLE_LEVELS
from generator.loading import load_portal
from generator.model import (
    KINDS,
    PARENT_LEVELS,
    Level,
    UnitKind,
)
from generator.model.addresses import LEVEL_IDS
from generator.pages.unit.list import SECTION_IDS
from generator.reconcile import DiscrepancyKind
from generator.search import LEVEL_WEIGHTS
from generator.tables import TABLES, code_in_english
from tests.support.folders import PROVINCE


def test_a_description_has_the_sentences_that_fit_in_200_characters() -> None:
    """The first and the last sentence are always included. A sentence between them is included if it fits, and a
    long one is skipped."""
    long, short = "b" * 150, "c" * 20
    assert words.page_description("a" * 100, [long, short]) == f"{'a' * 100} {short}"
    assert words.page_description("a" * 100, [], "Hết.") == f"{'a' * 100} Hết."
    assert len(words.page_description("a" * 100, ["b" * 99])) == 200
    assert words.page_description("a" * 100, ["b" * 100]) == "a" * 100
    assert len(words.page_description("a" * 100, ["b" * 94], "Hết.")) == 200
    assert words.page_description("a" * 100, ["b" * 95], "Hết.") == f"{'a' * 100} Hết."


@pytest.mark.parametrize(("parts", "text"), [("", ""), ("a", "a"), ("ab", "a và b"), ("abc", "a, b và c")])
def test_a_sentence_lists_parts_with_one_conjunction(parts: str, text: str) -> None:
    assert words.listing(parts) == text


def test_a_citys_own_figure_is_not_called_a_provinces() -> None:
    units = load_portal(PROVINCE)[0].units
    assert [words.province_word(units[id_]) for id_ in ("tay-ninh", "can-tho-2025")] == ["tỉnh", "thành phố"]
    assert [words.whole_area(units[id_]) for id_ in ("tay-ninh", "can-tho-2025")] == ["toàn tỉnh", "toàn thành phố"]


def test_one_unit_is_not_called_by_all_kinds_of_its_level() -> None:
    """A list of kinds is used only for several units, because a single unit has one kind."""
    counts = [words.counted(count, level) for level in (Level.DISTRICT, Level.COMMUNE) for count in (1, 9)]
    assert counts == ["1 đơn vị cấp huyện", "9 huyện, thị xã, thành phố", "1 đơn vị cấp xã", "9 đơn vị cấp xã"]


TEXTS: Mapping[str, Collection[StrEnum]] = {
    "words.LEVELS": words.LEVELS,
    "words.LEVEL_UNITS": words.LEVEL_UNITS,
    "LEVEL_IDS": LEVEL_IDS,
    "LEVEL_WEIGHTS": LEVEL_WEIGHTS,
    "KINDS": KINDS,
    "PARENT_LEVELS": PARENT_LEVELS,
    "words.UNIT_KINDS": words.UNIT_KINDS,
    "words.LINEAGE_KINDS": words.LINEAGE_KINDS,
    "words.MEASURES": words.MEASURES,
    "formats.SUFFIXES": formats.SUFFIXES,
    "words.DIRECTIONS": words.DIRECTIONS,
    "words.LEVEL_AGGREGATES": words.LEVEL_AGGREGATES,
    "words.AGGREGATES": words.AGGREGATES,
    "words.COMPARISONS": words.COMPARISONS,
    "formats.COMPARISONS": formats.COMPARISONS,
    "words.TARGET_STATUSES": words.TARGET_STATUSES,
    "words.RESULT_STATUSES": words.RESULT_STATUSES,
    "words.READINGS": words.READINGS,
    "words.ASSESSMENTS": words.ASSESSMENTS,
    "words.ORIGINS": words.ORIGINS,
    "words.TASK_STATUSES": words.TASK_STATUSES,
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_code_has_words(name: str) -> None:
    """Pages would otherwise fail only once the data uses a new code. An empty code needs no words."""
    texts = TEXTS[name]
    codes = type(next(iter(texts)))
    assert set(texts) == {code for code in codes if code}


@pytest.mark.parametrize("texts", [SECTION_IDS, WHOLE_LEVELS], ids=["list of units", "names of rows"])
def test_every_level_below_the_province_is_listed_and_recognised(texts: Collection[Level]) -> None:
    """The list of units would otherwise leave out a level, and the import would not recognise its totals."""
    assert set(texts) == {level for level in Level if level.below_province}


def test_every_kind_of_finding_has_a_title() -> None:
    assert set(words.FINDING_KINDS) == set(DiscrepancyKind)


def test_every_kind_of_unit_belongs_to_one_level() -> None:
    assert sorted(chain.from_iterable(KINDS.values())) == sorted(UnitKind)


def test_every_code_of_a_column_has_words_in_english() -> None:
    """A column of the published tables lists all codes of its kind."""
    choices = [(column, choice) for table in TABLES for column in table.columns for choice in column.choices]
    assert all(code_in_english(column, choice) for column, choice in choices)
