"""`theme/scripts/figures.js` repeats rules of the generator. Both must give the same results."""

from collections.abc import Sequence
from itertools import compress, product

import pytest

from generator import formats, words
from generator.model import Comparison, Level, Measure, Period, Reading, ResultStatus, Unit, UnitKind
from generator.pages.curves import after_gaps
from tests.browser.visits import Visit
from tests.browser.windows import Visiting

CALL = """async ([name, all]) => {
  const functions = await import("/assets/js/figures.js");
  return all.map((given) => functions[name](...given));
}"""


@pytest.fixture
def visit(visiting: Visiting) -> Visit:
    made = visiting()
    made.open("/")
    return made


def results(visit: Visit, name: str, given: Sequence[Sequence[object]]) -> list[object]:
    """Returns the results of a function of figures.js for each list of arguments."""
    found: list[object] = visit.page.evaluate(CALL, [name, given])
    return found


def test_figures(visit: Visit) -> None:
    given = list(product(["0", "58.70", "-3", "1234567.8"], Measure))
    assert results(visit, "stated", given) == [formats.stated(*one) for one in given]


def test_periods(visit: Visit) -> None:
    given = ["2024", "2024-Q3", "2024-05"]
    in_words = [formats.period(Period.parse(one)) for one in given]
    assert results(visit, "periodInWords", [[one] for one in given]) == in_words


def test_computed_figures(visit: Visit) -> None:
    """They are rounded half up, to different numbers of decimals."""
    given = list(product([0, 58_704_500, 2_500_000, -2_500_000, 1_234_567_949_999, 4], Measure, [0, 1, 2]))
    texts = [[formats.plain_decimal(amount, 6), {"measure": measure, "decimals": n}] for amount, measure, n in given]
    assert results(visit, "computed", texts) == [formats.figure(*one) for one in given]


def test_targets(visit: Visit) -> None:
    given = list(product(["100", "47.5"], Comparison, Measure))
    assert results(visit, "targetText", given) == [formats.target_text(*one) for one in given]


def test_caveats(visit: Visit) -> None:
    given = list(product(ResultStatus, Reading))
    rows = [[{"status": status, "reading": reading}] for status, reading in given]
    assert results(visit, "caveatsOf", rows) == [words.caveats(*one) for one in given]


@pytest.mark.parametrize(
    "stated",
    [
        [],
        ["2024-05"],
        ["2024-01", "2024-02", "2024-03", "2024-04"],
        ["2023-12", "2024-01", "2024-03", "2024-04", "2024-05"],
        ["2023-Q1", "2023-Q2", "2024-Q1", "2024-Q2"],
        ["2019", "2020", "2023", "2024"],
        ["2024-02", "2024-06"],
    ],
)
def test_gaps(stated: list[str], visit: Visit) -> None:
    periods = tuple(map(Period.parse, stated))
    (found,) = results(visit, "afterGaps", [[stated]])
    assert found == [str(period) for period in compress(periods, after_gaps(periods))]


def test_locators(visit: Visit) -> None:
    """An appendix without a name has rows and sections."""
    in_tables, in_appendix = ["PL2.3:64", "PL.I:total", "PL.I:mean", "PL1:common"], ["PL:III.5", "PL:5", "PL:total"]
    given = [*in_tables, *in_appendix, "text:II.2.đ", "text:3"]
    assert results(visit, "place", [[one] for one in given]) == [formats.locator(one) for one in given]


def test_names_within_sentences(visit: Visit) -> None:
    named = [
        Unit("a", "a", name, name, kind, level, "")
        for name, kind, level in [
            ("Việt Nam", UnitKind.COUNTRY, Level.COUNTRY),
            ("Tỉnh Tây Ninh", UnitKind.PROVINCE, Level.PROVINCE),
            ("Sở Y tế", UnitKind.DEPARTMENT, Level.DEPARTMENT),
            ("Phường 1", UnitKind.WARD, Level.COMMUNE),
            ("Đặc khu Côn Đảo", UnitKind.SPECIAL_ZONE, Level.COMMUNE),
        ]
    ]
    given = [[{"level": unit.level, "name": unit.name}] for unit in named]
    assert results(visit, "nameInText", given) == [words.name_in_text(unit) for unit in named]
