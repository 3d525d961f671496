"""`python -m generator update-portal`: brings the program of another portal to the version of this one.

The portal's data, its own texts and what it has changed in the program stay.
"""

import shlex
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.artifacts import replace_files
from generator.data_files import SETTINGS, UNITS
from generator.founding.copying import copied_paths
from generator.founding.manifest import PROGRAM, digest, manifest_text, read_manifest
from generator.founding.texts import identity_of, names_of, texts_with_names
from generator.loading import load_portal
from generator.problems import Problem, raise_if_any


@dataclass(frozen=True)
class UpdateRequest:
    """The options of the command: the folder of the portal, and the files of the program of which the portal keeps its
    own version although the program has a new one."""

    target: Path
    keep: tuple[str, ...] = ()


@dataclass(frozen=True)
class Update:
    """What an update does with the files of a portal, by path.

    `written` are new or changed files, `deleted` those that the program no longer has. `kept` are files that the portal
    has changed and that stay as they are. `conflicts` are files that both the portal and the program have changed.
    """

    written: tuple[str, ...]
    deleted: tuple[str, ...]
    kept: tuple[str, ...]
    conflicts: tuple[str, ...]


def planned_update(
    delivered: Mapping[str, str], recorded: Mapping[str, str], present: Mapping[str, str], keep: Collection[str]
) -> Update:
    """Returns what an update does, from three sets of digests by path: those of the new version, those of the last
    version that the portal received, and those of the files that the portal has.

    A file that is as the last version was is replaced. Of a file that the portal has changed, the portal's version
    stays if the program has no other one since; otherwise `keep` decides.
    """
    groups: dict[str, list[str]] = {"written": [], "deleted": [], "kept": [], "conflicts": []}
    for path in sorted({*delivered, *recorded}):
        new, old, here = delivered.get(path), recorded.get(path), present.get(path)
        if here == new:
            continue
        if here == old:
            groups["deleted" if new is None else "written"].append(path)
        else:
            groups["kept" if new == old or path in keep else "conflicts"].append(path)
    return Update(**{name: tuple(paths) for name, paths in groups.items()})


def update_portal(root: Path, request: UpdateRequest) -> str:
    """Brings the program of a portal to the version at `root`. Returns a report of the files and of the next steps.

    Raises ProblemsFound, before anything is written, if the folder has no portal that was created from such a program,
    or if the portal and the program have changed the same file.
    """
    raise_if_any(_target_problems(root, request.target))
    recorded = read_manifest(request.target)
    program = _program_for(root, request.target)
    delivered = {path: digest(content) for path, content in program.items()}
    update = planned_update(delivered, recorded, _present(request.target, {*recorded, *program}), request.keep)
    raise_if_any(_conflicts(root, request, update, program))
    _carry_out(root, request.target, update, program)
    replace_files(request.target, {PROGRAM: manifest_text(delivered).encode()})
    return _report(request, update)


def _target_problems(root: Path, target: Path) -> Iterator[Problem]:
    if target.resolve() == root.resolve():
        yield Problem(str(target), 0, "", "", "là chính cổng này", "ghi thư mục của cổng cần cập nhật")
    elif not (target / SETTINGS).is_file():
        hint = "ghi thư mục gốc của cổng cần cập nhật, ví dụ ../dong-nai"
        yield Problem(str(target), 0, "", "", f"không phải thư mục của một cổng: không có {SETTINGS}", hint)


def _program_for(root: Path, target: Path) -> dict[str, bytes]:
    """Returns the files of the program at `root` by path, with the names of the portal at `target` in its texts.

    Raises ProblemsFound if the settings or units of the portal have faults.
    """
    portal, faults = load_portal(target)
    raise_if_any(fault for fault in faults if fault.path in (SETTINGS, UNITS))
    identity = identity_of(portal)
    provinces = [portal.units[id_] for id_ in portal.settings.province_ids]
    names = names_of(identity_of(load_portal(root)[0]), identity.title, provinces, portal.units.values())
    files = {path: (root / path).read_bytes() for path in copied_paths(root)}
    return {**files, **{path: text.encode() for path, text in texts_with_names(root, names).items()}}


def _present(target: Path, paths: Collection[str]) -> dict[str, str]:
    """Returns the digests of those of these files that the portal has."""
    return {path: digest((target / path).read_bytes()) for path in paths if (target / path).is_file()}


def _conflicts(root: Path, request: UpdateRequest, update: Update, program: Collection[str]) -> Iterator[Problem]:
    """Yields the files that need a decision, and the decisions that no file needs."""
    for path in update.conflicts:
        message = "cổng đã sửa tệp này, còn chương trình đã có bản mới"
        hint = (
            f"ghép phần đã sửa với bản mới ở {root.resolve() / path} rồi thêm KEEP={path}, hoặc chép bản mới đè lên"
            if path in program
            else f"xóa tệp này vì chương trình không còn dùng, hoặc thêm KEEP={path} để giữ lại"
        )
        yield Problem(str(request.target / path), 0, "", "", message, hint)
    for path in request.keep:
        if path not in update.kept:
            yield Problem("--keep", 0, "", path, "không phải tệp của chương trình mà cổng đã sửa", "bỏ tên tệp này")


def _carry_out(root: Path, target: Path, update: Update, program: Mapping[str, bytes]) -> None:
    """Deletes and writes the files. If it is interrupted, the same command completes it: a file that is already as the
    new version needs nothing more."""
    for path in update.deleted:
        (target / path).unlink()
        for folder in (target / path).relative_to(target).parents:
            if folder == Path() or any((target / folder).iterdir()):
                break
            (target / folder).rmdir()
    replace_files(target, {path: program[path] for path in update.written})
    for path in update.written:
        shutil.copymode(root / path, target / path)


def _report(request: UpdateRequest, update: Update) -> str:
    counts = f"ghi {len(update.written)} tệp, xóa {len(update.deleted)}"
    lines = [f"Đã cập nhật chương trình của cổng ở {request.target}: {counts}."]
    if update.kept:
        lines += ["Giữ bản của cổng ở những tệp mà cổng đã sửa:", *(f"    {path}" for path in update.kept)]
    if update.written or update.deleted:
        steps = (f"cd {shlex.quote(str(request.target))}", "make format", "make check", "make test")
        lines += ["Bước tiếp theo, trước khi lưu thay đổi vào git:", *(f"    {step}" for step in steps)]
    return "\n".join(lines)
