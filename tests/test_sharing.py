"""Tests that work distributed among processes gives the same results as in one process."""

import os

import pytest

from generator.sharing import FEWEST, shared


def test_results_come_in_order_from_several_processes() -> None:
    found = list(shared(lambda number: (number * number, os.getpid()), FEWEST * 3, processes=2))
    assert [square for square, _ in found] == [number * number for number in range(FEWEST * 3)]
    processes = {process for _, process in found}
    assert os.getpid() in processes
    assert len(processes) == 2


@pytest.mark.parametrize(("count", "processes"), [(FEWEST - 1, 2), (FEWEST * 3, 1)])
def test_little_work_is_done_in_this_process(count: int, processes: int) -> None:
    assert {os.getpid()} == set(shared(lambda _: os.getpid(), count, processes))


def test_an_exception_of_a_task_is_raised() -> None:
    def refuse(number: int) -> int:
        if number == FEWEST:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError, match=str(FEWEST)):
        list(shared(refuse, FEWEST * 2, processes=2))
