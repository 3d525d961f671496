"""Tests that the nearest known name is searched once for each unknown name, and only for a limited number of names."""

import difflib
from collections.abc import Sequence

import pytest

from generator.checks.hints import Nearest

GUESS, LIST = 'có phải "so-y-te"? Danh sách: data/units.csv', "danh sách: data/units.csv"


def test_each_unknown_name_is_compared_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    matches = difflib.get_close_matches

    def counted(word: str, known: Sequence[str], n: int, cutoff: float) -> list[str]:
        compared.append(word)
        return matches(word, known, n, cutoff)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    nearest = Nearest({"so-y-te", "so-noi-vu"}, "data/units.csv")
    assert [nearest.hint_for(name) for name in ("so-y-t", "khac", "so-y-t", "khac", "so-y-t")] == [
        GUESS, LIST, GUESS, LIST, GUESS
    ]  # fmt: skip
    assert compared == ["so-y-t", "khac"]


def test_only_the_first_unknown_names_get_a_guess() -> None:
    """Comparing 20,000 different names took a minute, and those of a country took hours."""
    nearest = Nearest({"so-y-te"}, "data/units.csv")
    hints = [nearest.hint_for(f"so-y-te{number}") for number in range(300)]
    assert hints == [GUESS] * 200 + [LIST] * 100
    assert nearest.hint_for("so-y-te0") == GUESS
