"""`python -m generator update-portal`: brings the program of another portal to the version of this one.

The portal's data, its own texts and what it has changed in the program stay.
"""

import os
import shlex
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from generator.artifacts import replace_files
from generator.checks.references import settings
from generator.data_files import SETTINGS, UNITS
from generator.founding.copying import belongs_to_portal, copied_paths
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

    Raises ProblemsFound, before anything in the portal is written, if the folder has no portal that was created from
    such a program, if the portal and the program have changed the same file, or if something is in the way of a file.
    """
    raise_if_any(_target_problems(root, request.target))
    program = _program_for(root, request.target)
    delivered = {path: digest(content) for path, content in program.items()}
    update = _update(root, request, delivered)
    new_versions = _new_versions(root, request.target)
    shutil.rmtree(new_versions, ignore_errors=True)
    replace_files(new_versions, {path: program[path] for path in update.conflicts if path in program})
    raise_if_any([*_conflicts(root, request, update, program), *_obstacles(request.target, update)])
    _carry_out(root, request.target, update, program)
    replace_files(request.target, {PROGRAM: manifest_text(delivered).encode()})
    return _report(request, update)


def _target_problems(root: Path, target: Path) -> Iterator[Problem]:
    if target.resolve().is_relative_to(root.resolve()):
        hint = "chạy lệnh ở kho mã có chương trình mới, và ghi thư mục của cổng cần cập nhật ở ngoài kho mã ấy"
        yield Problem(str(target), 0, "", "", "là thư mục của chính cổng này hoặc nằm trong đó", hint)
    elif not (target / SETTINGS).is_file():
        hint = "ghi thư mục gốc của cổng cần cập nhật, ví dụ ../dong-nai"
        yield Problem(str(target), 0, "", "", f"không phải thư mục của một cổng: không có {SETTINGS}", hint)


def _program_for(root: Path, target: Path) -> dict[str, bytes]:
    """Returns the files of the program at `root` by path, with the names of the portal at `target` in its texts.

    Raises ProblemsFound if the settings or units of the portal have faults.
    """
    portal, faults = load_portal(target)
    faults = [*(fault for fault in faults if fault.path in (SETTINGS, UNITS)), *settings(portal)]
    raise_if_any(replace(fault, path=str(target / fault.path)) for fault in faults)
    identity = identity_of(portal)
    names = names_of(identity_of(load_portal(root)[0]), identity.title, portal.provinces, portal.units.values())
    files = {path: (root / path).read_bytes() for path in copied_paths(root)}
    return {**files, **{path: text.encode() for path, text in texts_with_names(root, names).items()}}


def _update(root: Path, request: UpdateRequest, delivered: Mapping[str, str]) -> Update:
    """Returns what the update does. A file whose permission to be executed has changed is also written."""
    target = request.target
    listed = read_manifest(target)
    recorded = {path: listed[path] for path in listed if path in delivered or not belongs_to_portal(path)}
    paths = {*delivered, *recorded}
    present = {path: digest((target / path).read_bytes()) for path in paths if (target / path).is_file()}
    keep = {PurePosixPath(path).as_posix() for path in request.keep}
    update = planned_update(delivered, recorded, present, keep)
    same = (path for path in delivered if delivered[path] == present.get(path))
    other_mode = (path for path in same if os.access(root / path, os.X_OK) != os.access(target / path, os.X_OK))
    return replace(update, written=(*update.written, *other_mode))


def _new_versions(root: Path, target: Path) -> Path:
    """Returns the folder that gets the new versions of the files in conflict, with the names of the portal in them: the
    files at `root` have those of another province."""
    return root.resolve() / "build" / "update" / target.resolve().name


def _conflicts(root: Path, request: UpdateRequest, update: Update, program: Collection[str]) -> Iterator[Problem]:
    """Yields the files that need a decision, and the decisions that no file needs."""
    for path in update.conflicts:
        place, new = request.target / path, _new_versions(root, request.target) / path
        keep = f"thêm {path} vào KEEP='…'"
        if path not in program:
            message = "cổng có bản riêng của tệp này, còn chương trình không dùng tệp này nữa"
            hint = f"xóa tệp này, hoặc {keep} để giữ lại"
        elif not place.exists():
            message = "cổng đã xóa tệp này, còn chương trình đã có bản mới"
            hint = f"chép bản mới từ {new} vào cổng, hoặc {keep} để vẫn không có tệp này"
        else:
            message = "cổng có bản riêng của tệp này, còn chương trình đã có bản mới"
            hint = f"ghép bản riêng với bản mới ở {new} rồi {keep}, hoặc chép bản mới đè lên"
        yield Problem(str(place), 0, "", "", message, hint)
    for path in request.keep:
        if PurePosixPath(path).as_posix() not in update.kept:
            hint = "bỏ tên này; tên đúng là đường dẫn của một tệp tính từ thư mục của cổng"
            yield Problem("--keep", 0, "", path, "không phải tệp của chương trình mà cổng đã sửa", hint)


def _obstacles(target: Path, update: Update) -> Iterator[Problem]:
    """Yields what is in the way of a file: a link, because the update must not write outside the portal, and a file or
    folder of the portal that has the name of a new folder or file."""
    gone = {place for path in update.deleted for place in _places(path)}
    folders = {place for path in update.written for place in _places(path)[1:]}
    for place in {*update.written, *folders, *gone}:
        if (target / place).is_symlink():
            hint = "thay liên kết bằng tệp hoặc thư mục thật"
            yield Problem(str(target / place), 0, "", "", "là liên kết, nên không ghi vào đó", hint)
    in_the_way = [place for place in folders - gone if (target / place).is_file()]
    in_the_way += [path for path in update.written if _has_others(target / path, target, gone)]
    for place in in_the_way:
        hint = "đổi tên, hoặc chuyển đi nơi khác"
        yield Problem(str(target / place), 0, "", "", "trùng tên với một tệp hoặc thư mục của chương trình", hint)


def _has_others(folder: Path, target: Path, gone: Collection[str]) -> bool:
    """Whether the folder has anything but files that are deleted; always false for a file."""
    return any(inner.relative_to(target).as_posix() not in gone for inner in folder.rglob("*"))


def _places(path: str) -> tuple[str, ...]:
    """Returns the path of a file and those of the folders that it is in."""
    return (path, *(place.as_posix() for place in PurePosixPath(path).parents[:-1]))


def _carry_out(root: Path, target: Path, update: Update, program: Mapping[str, bytes]) -> None:
    """Deletes and writes the files. If it is interrupted, the same command completes it: a file that is already as the
    new version needs nothing more."""
    for path in update.deleted:
        (target / path).unlink()
        for folder in _places(path)[1:]:
            if any((target / folder).iterdir()):
                break
            (target / folder).rmdir()
    replace_files(target, {path: program[path] for path in update.written})
    for path in update.written:
        shutil.copymode(root / path, target / path)


def _report(request: UpdateRequest, update: Update) -> str:
    counts = f"ghi {len(update.written)} tệp, xóa {len(update.deleted)}"
    lines = [f"Đã cập nhật chương trình của cổng ở {request.target}: {counts}."]
    if update.kept:
        lines += ["Giữ bản của cổng ở những tệp mà cổng đã sửa hoặc xóa:", *(f"    {path}" for path in update.kept)]
    if update.written or update.deleted:
        steps = (f"cd {shlex.quote(str(request.target))}", "make format", "make check", "make test")
        lines += ["Bước tiếp theo, trước khi lưu thay đổi vào git:", *(f"    {step}" for step in steps)]
    return "\n".join(lines)
