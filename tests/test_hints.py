"""The nearest known name is looked for once for each different unknown one, and not for ever."""

import difflib
from collections.abc import Sequence

import pytest

from generator.checks.hints import Nearest

GUESS, LIST = 'có phải "so-y-te"? Danh sách: data/units.csv', "danh sách: data/units.csv"


def test_each_unknown_name_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    matches = difflib.get_close_matches

    def counted(word: str, known: Sequence[str], n: int, cutoff: float) -> list[str]:
        compared.append(word)
        return matches(word, known, n, cutoff)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    remedies = Nearest({"so-y-te", "so-noi-vu"}, "data/units.csv")
    assert [remedies.to(name) for name in ("so-y-t", "khac", "so-y-t", "khac", "so-y-t")] == [
        GUESS, LIST, GUESS, LIST, GUESS
    ]  # fmt: skip
    assert compared == ["so-y-t", "khac"]


def test_of_very_many_unknown_names_the_first_have_a_guess() -> None:
    """20,000 that differ took a minute, of a country hours."""
    remedies = Nearest({"so-y-te"}, "data/units.csv")
    told = [remedies.to(f"so-y-te{number}") for number in range(300)]
    assert told == [GUESS] * 200 + [LIST] * 100
    assert remedies.to("so-y-te0") == GUESS
