"""Rules for tasks: the units and bodies that lead them or take part, and the tasks above them."""

from collections.abc import Iterable, Iterator

from generator.checks.circles import circles
from generator.checks.hints import Nearest, nearest
from generator.data_files import BODIES, SOURCES, UNITS
from generator.model import Level, Portal, Task
from generator.problems import Problem


def task_references(portal: Portal) -> Iterator[Problem]:
    """Checks that the parents, leads, partners and documents of tasks exist, and that the ids of tasks are unique."""
    known = {task.id: task for task in reversed(portal.tasks)}
    actors = Nearest({**portal.units, **portal.bodies}, UNITS)
    for task in portal.tasks:
        if known[task.id] is not task:
            yield _task_problem(task, "id", task.id, "mã này đã dùng", "đặt mã khác")
        if task.parent_id and task.parent_id not in known:
            yield _task_problem(
                task, "parent_id", task.parent_id, "không có nhiệm vụ này", nearest(task.parent_id, known, task.path)
            )
        if portal.sources and task.source_id not in portal.sources:
            yield Problem(
                task.path, 0, "", "", f"không có văn bản {task.source_id}", f"tên tệp phải là mã văn bản; xem {SOURCES}"
            )
        for field, ids in (("lead_ids", task.lead_ids), ("partner_ids", task.partner_ids)):
            yield from _unknown_actors(task, field, ids, actors, portal)


def task_circles(portal: Portal) -> Iterator[Problem]:
    """Checks that the tasks of a plan form a tree: no task is below itself."""
    known = {task.id: task for task in reversed(portal.tasks)}
    for ring in circles({task.id: (known[task.id].parent_id,) for task in portal.tasks}):
        task = known[ring[0]]
        hint = "ghi mã của mục lớn hơn chứa nhiệm vụ, hoặc để trống"
        yield _task_problem(task, "parent_id", task.parent_id, f"quay vòng: {' → '.join(ring)}", hint)


def _unknown_actors(task: Task, field: str, ids: Iterable[str], actors: Nearest, portal: Portal) -> Iterator[Problem]:
    for id_ in ids if portal.units else ():
        unit_id, colon, level = id_.partition(":")
        if colon and unit_id in portal.units and level in list(map(str, Level)):
            continue
        if colon or id_ not in actors.known:
            hint = f"{actors.hint_for(id_)}, {BODIES}; cả một cấp: <mã tỉnh>:district"
            hint = "các mã ngăn nhau bằng dấu chấm phẩy" if "," in id_ else hint
            yield _task_problem(task, field, id_, "không có đơn vị hay cơ quan này", hint)


def _task_problem(task: Task, field: str, value: str, message: str, hint: str) -> Problem:
    return Problem(task.path, task.line, field, value, message, hint)
