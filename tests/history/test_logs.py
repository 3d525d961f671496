"""Tests the versions that the logs of releases lead to, against versions that are sorted and compared as a whole."""

import hashlib

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.history import Version
from generator.history.changes import difference
from generator.history.logs import HistoryBroken, Logs
from generator.history.replacements import replacements
from generator.history.subjects import VERSION_COLUMNS
from generator.history.versions import EMPTY_VERSION, sorted_version

Figures = dict[tuple[str, str, str, str], str]
"""Packed values by unit, period, document and locator."""

FIGURE = st.tuples(
    st.sampled_from(["p", "p.a", "p,a", "p a", "Ấ"]),
    st.sampled_from(["2024", "2025"]),
    st.sampled_from(["d0", "d1", "d2"]),
    st.sampled_from(["PL1:1", 'PL1:"2"', "PL1"]),
)
FIGURES = st.dictionaries(FIGURE, st.sampled_from(["1", "2", "2|provisional", "|not_reported", ""]), max_size=12)
ISSUED = st.dictionaries(st.sampled_from(["d0", "d1", "d2"]), st.sampled_from(["2024-06-01", "2024-06-02"]))
MISSING = st.sets(st.tuples(st.sampled_from(["p", "p.a", "Ấ"]), st.sampled_from(["2024", "2025"])), max_size=3)


def version(figures: Figures, issued: dict[str, str], missing: set[tuple[str, str]]) -> Version:
    rows = [
        *(
            ("result", unit, "", "", "pay", period, document, locator, "", state)
            for (unit, period, document, locator), state in figures.items()
        ),
        *(("source", "", "", "", "", "", document, "", "", f"1/BC|Báo cáo|{day}") for document, day in issued.items()),
        *(("assessment", unit, "", "", "pay", period, "", "", "", "no_result") for unit, period in missing),
    ]
    return sorted_version(pd.DataFrame(rows, columns=list(VERSION_COLUMNS)))


VERSIONS = st.lists(st.builds(version, FIGURES, ISSUED, MISSING), min_size=1, max_size=4)


@given(VERSIONS, st.sampled_from([2, 100]))
@settings(max_examples=60)
def test_applying_the_logs_gives_all_versions_and_the_replaced_figures(versions: list[Version], chunk: int) -> None:
    """The digest is computed from `chunk` rows at a time."""
    steps = [EMPTY_VERSION, *versions]
    changes = [difference(old, new) for old, new in zip(steps[:-1], versions, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.history.logs.CHUNK", chunk)
        patch.setattr("generator.history.versions.CHUNK", chunk)
        logs = Logs(changes)
        published = logs.before
        for number, (old, new) in enumerate(zip(steps[:-1], versions, strict=True)):
            before, published = published, logs.applied(published, number)
            text = new.rows.to_csv(index=False, lineterminator="\n").encode()
            pd.testing.assert_frame_equal(logs.version(published).rows, new.rows)
            assert (logs.rows(published), logs.sha256(published)) == (len(new.rows), hashlib.sha256(text).hexdigest())
            around = logs.around_restated(before, published, number)
            assert replacements(*around, changes[number]) == replacements(old, new, changes[number])


ONE, TWO = ({("p.a", "2024", "d1", "PL1:1"): value} for value in "12")


@pytest.mark.parametrize(
    ("published", "old", "new"),
    [
        ({("p.a", "2024", "d1", "PL1:1"): "3"}, ONE, TWO),
        ({}, ONE, TWO),
        ({}, ONE, {}),
        (ONE, {}, ONE),
        (ONE, {}, TWO),
        ({("p.a", "2024", "d1", "PL1"): "1"}, ONE, {("p.a", "2024", "d1", 'PL1:"2"'): "1"}),
    ],
)
def test_a_log_that_does_not_fit_the_version_is_refused(published: Figures, old: Figures, new: Figures) -> None:
    """The log changes or withdraws another state or no row, adds a row that exists, or moves one that is elsewhere."""
    first = difference(EMPTY_VERSION, version(published, {}, set()))
    logs = Logs([first, difference(version(old, {}, set()), version(new, {}, set()))])
    with pytest.raises(HistoryBroken):
        logs.applied(logs.applied(logs.before, 0), 1)


@pytest.mark.parametrize("kind", ["new", "withdrawn"])
def test_a_log_that_states_a_change_twice_is_refused(kind: str) -> None:
    states = [{}, ONE] if kind == "new" else [ONE, {}]
    old, new = (version(figures, {}, set()) for figures in states)
    log = difference(old, new)
    logs = Logs([difference(EMPTY_VERSION, old), pd.concat([log, log])])
    with pytest.raises(HistoryBroken):
        logs.applied(logs.applied(logs.before, 0), 1)
