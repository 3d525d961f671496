"""Merges the parts that several machines built into the tree that one machine would have built, or reports why they do
not fit together."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.artifacts import Artifact, Written, delete_stale, write_artifact
from generator.build_lock import build_lock
from generator.problems import Problem, raise_if_any
from generator.shards.records import FILE, Record, digest_of, load_record

_DOCS = "docs"
_MAKE_HINT = "ghi thư mục build của lần chạy `generator build --shard k/n`, trong đó có docs và shard.json"
_SAME_HINT = "dựng lại mọi phần từ cùng một bản của kho mã, cùng ngày (SOURCE_DATE_EPOCH) và cùng địa chỉ (SITE_URL)"
_COPY_HINT = "chép lại cả thư mục từ máy đã dựng, hoặc dựng lại phần ấy"


class Part(NamedTuple):
    """A folder with `docs` and the record of its files."""

    folder: Path
    record: Record

    @property
    def place(self) -> str:
        """The path at which faults of this part are reported."""
        return str(self.folder / FILE)

    def file(self, path: str) -> Path:
        return self.folder / _DOCS / path


def merge_parts(root: Path, folders: Sequence[Path]) -> Written:
    """Writes the tree of all parts into `build/docs` of the portal at `root`.

    Raises ProblemsFound with all faults at once, before anything is written: a part that is missing, given twice, built
    from other data, damaged, or that contains a file of another part.
    """
    docs = root / "build" / _DOCS
    parts, unread = _read(folders, docs)
    problems = [*unread, *_of_other_builds(parts), *_numbering(parts, len(unread))]
    problems += [problem for part in parts for problem in _damaged(part)]
    problems += _doubled(parts)
    if not problems:
        problems += _incomplete(parts)
    raise_if_any(problems)
    files = {path: part.file(path) for part in parts for path in part.record.files}
    with build_lock(root):
        changed = tuple(path for path, file in files.items() if write_artifact(docs, Artifact(path, file.read_bytes())))
        (docs.parent / FILE).unlink(missing_ok=True)
        return Written(changed, len(files) - len(changed), delete_stale(docs, files.keys()))


def _read(folders: Iterable[Path], docs: Path) -> tuple[list[Part], list[Problem]]:
    """Returns the parts that can be read, and the faults of the others."""
    parts: list[Part] = []
    problems: list[Problem] = []
    for folder in folders:
        place = str(folder / FILE)
        if (folder / _DOCS).resolve() == docs.resolve():
            hint = "chuyển docs và shard.json của phần ấy sang một thư mục khác rồi ghi thư mục đó"
            problems.append(Problem(str(folder), 0, "", "", "là nơi sẽ ghi kết quả", hint))
            continue
        try:
            parts.append(Part(folder, load_record(folder)))
        except OSError:
            problems.append(Problem(place, 0, "", "", "không có tệp ghi phần nào đã dựng", _MAKE_HINT))
        except ValueError:
            problems.append(Problem(place, 0, "", "", "không phải tệp ghi phần đã dựng, hoặc đã hỏng", _COPY_HINT))
    return parts, problems


def _of_other_builds(parts: Sequence[Part]) -> Iterator[Problem]:
    """Yields parts that were built from other inputs than the first one, or with another number of parts."""
    for part in parts[1:]:
        first = parts[0]
        if part.record.shard.count != first.record.shard.count:
            message = f"là phần {part.record.shard}, còn {first.folder} là phần {first.record.shard}"
            yield Problem(part.place, 0, "", "", message, "dựng lại mọi phần với cùng một số n trong k/n")
        elif (part.record.inputs, part.record.whole) != (first.record.inputs, first.record.whole):
            message = f"dựng từ dữ liệu, chương trình, ngày hoặc địa chỉ trang khác với {first.folder}"
            yield Problem(part.place, 0, "", "", message, _SAME_HINT)


def _numbering(parts: Sequence[Part], unread: int) -> Iterator[Problem]:
    """Yields parts that are given twice, and parts that are missing. Missing parts are reported only if there are more
    of them than unreadable folders (`unread`). Parts with another count are skipped, because they are already
    reported."""
    count = parts[0].record.shard.count if parts else 0
    first: dict[int, Part] = {}
    for part in parts:
        if part.record.shard.count != count:
            continue
        other = first.setdefault(part.record.shard.number, part)
        if other is not part:
            message = f"phần {part.record.shard} đã có ở {other.folder}"
            yield Problem(part.place, 0, "", "", message, "chỉ ghi mỗi phần một lần")
    missing = [f"{number}/{count}" for number in range(1, count + 1) if number not in first]
    if len(missing) > unread:
        hint = f"chạy `generator build --shard {missing[0]}` rồi ghi thêm thư mục ấy"
        yield Problem("merge", 0, "", "", f"thiếu phần {', '.join(missing)}", hint)


def _damaged(part: Part) -> Iterator[Problem]:
    """Yields files that are missing, or whose bytes differ from the record of the machine that built them."""
    lost, other = [], []
    for path, digest in part.record.files.items():
        file = part.file(path)
        if file.is_symlink() or not file.is_file():
            lost.append(path)
        elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            other.append(path)
    for paths, message in ((lost, "thiếu tệp này"), (other, "tệp này khác với lúc dựng")):
        if paths:
            yield Problem(str(part.file(paths[0])), 0, "", "", f"{message}{_and_others(len(paths) - 1)}", _COPY_HINT)


def _doubled(parts: Sequence[Part]) -> Iterator[Problem]:
    """Yields files that are in two parts with different numbers."""
    owners: dict[str, Part] = {}
    shared: Counter[tuple[int, int]] = Counter()
    examples: dict[tuple[int, int], tuple[str, Part, Part]] = {}
    for part in parts:
        for path in part.record.files:
            owner = owners.setdefault(path.casefold(), part)
            pair = (owner.record.shard.number, part.record.shard.number)
            if pair[0] != pair[1]:
                shared[pair] += 1
                examples.setdefault(pair, (path, owner, part))
    for pair, (path, owner, part) in examples.items():
        message = f"có cả ở {owner.folder}{_and_others(shared[pair] - 1)}"
        yield Problem(str(part.file(path)), 0, "", "", message, _SAME_HINT)


def _incomplete(parts: Sequence[Part]) -> Iterator[Problem]:
    """Yields a fault if the parts together do not have exactly the files of the whole tree."""
    if parts and digest_of(path for part in parts for path in part.record.files) != parts[0].record.whole:
        yield Problem("merge", 0, "", "", "các phần gộp lại không đủ, hoặc thừa tệp, so với cả cổng", _SAME_HINT)


def _and_others(count: int) -> str:
    return f" (và {count} tệp khác)" if count else ""
