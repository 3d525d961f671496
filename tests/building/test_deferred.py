"""Tests that work distributed among processes gives the same results as in one process."""

import os

import pytest

from generator.deferred import MIN_SHARED_TASKS, run_in_processes


def test_results_come_in_order_from_several_processes() -> None:
    found = list(run_in_processes(lambda number: (number * number, os.getpid()), MIN_SHARED_TASKS * 3, processes=2))
    assert [square for square, _ in found] == [number * number for number in range(MIN_SHARED_TASKS * 3)]
    processes = {process for _, process in found}
    assert os.getpid() in processes
    assert len(processes) == 2


@pytest.mark.parametrize(("count", "processes"), [(MIN_SHARED_TASKS - 1, 2), (MIN_SHARED_TASKS * 3, 1)])
def test_little_work_is_done_in_this_process(count: int, processes: int) -> None:
    assert {os.getpid()} == set(run_in_processes(lambda _: os.getpid(), count, processes))


def test_an_exception_of_a_task_is_raised() -> None:
    def refuse(number: int) -> int:
        if number == MIN_SHARED_TASKS:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError, match=str(MIN_SHARED_TASKS)):
        list(run_in_processes(refuse, MIN_SHARED_TASKS * 2, processes=2))
