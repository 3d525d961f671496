"""Tests parts of a build that several machines make: together they equal one build, and parts that do not fit are
refused."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.artifacts import is_safe
from generator.build import build
from generator.cli import main
from generator.model import Level, Unit, UnitKind
from generator.shards import FILE, Shard, tasks_of
from generator.shards.records import Record, load_record, save_record
from tests.support.folders import MINI
from tests.support.portals import replace_in
from tests.support.sites import tree

TODAY = date(2024, 8, 1)
PARTS = 3
DAY = ("--today", "2024-08-01")
SITE = "https://tinh.example/"


@pytest.fixture(autouse=True, scope="module")
def address() -> Iterator[None]:
    """Sets the address of the site, whatever the environment contains."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", SITE)
        yield


def portal(folder: Path) -> Path:
    """Copies the mini portal, as each machine checks it out."""
    return shutil.copytree(MINI, folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders `1`, `2` and `3` with what three machines left in their `build` folders."""
    folder = tmp_path_factory.mktemp("shards")
    for number in range(1, PARTS + 1):
        root = portal(folder / f"machine-{number}")
        assert main(["build", "--root", str(root), "--shard", f"{number}/{PARTS}", *DAY]) == 0
        shutil.copytree(root / "build", folder / "parts" / str(number))
    return folder / "parts"


@pytest.fixture
def parts(made: Path, tmp_path: Path) -> Path:
    """A copy of `made` that a test may damage."""
    return shutil.copytree(made, tmp_path / "parts")


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The mini portal, built by one machine."""
    root = portal(tmp_path / "whole")
    build(root, TODAY, site=SITE)
    return root


def merge(root: Path, *folders: Path) -> int:
    return main(["merge", "--root", str(root), *map(str, folders)])


def test_three_merged_parts_equal_one_build(parts: Path, whole: Path, tmp_path: Path) -> None:
    """Paths and bytes are identical, and what was in the folder before is deleted."""
    root = portal(tmp_path / "merged")
    (root / "build/docs/cu").mkdir(parents=True)
    (root / "build/docs/cu/index.md").write_text("Cũ", encoding="utf-8")
    assert merge(root, parts / "2", parts / "3", parts / "1") == 0
    assert tree(root / "build/docs") == tree(whole / "build/docs")


def test_parts_have_no_common_files_and_similar_sizes(parts: Path) -> None:
    """The page of a unit, its files and its embeds are in the same part."""
    files = [set(json.loads((parts / str(n) / FILE).read_text())["files"]) for n in range(1, PARTS + 1)]
    assert sum(map(len, files)) == len(set.union(*files))
    assert max(map(len, files)) < 2 * min(map(len, files))
    for own in files:
        assert ("don-vi/so-a/index.md" in own) == ("data/don-vi/so-a.json" in own)
        assert ("don-vi/so-a/index.md" in own) == ("nhung/so-a/thoi-gian-cho/index.html" in own)


def test_a_whole_build_after_a_part_is_complete(whole: Path, tmp_path: Path) -> None:
    """The cache of the part is used, and its record is deleted."""
    root = portal(tmp_path / "one")
    build(root, TODAY, site=SITE, shard=Shard(2, PARTS))
    build(root, TODAY, site=SITE)
    assert tree(root / "build/docs") == tree(whole / "build/docs")
    assert not (root / "build" / FILE).exists()


def test_a_part_built_after_a_whole_build_equals_that_part(parts: Path, tmp_path: Path) -> None:
    root = portal(tmp_path / "two")
    build(root, TODAY, site=SITE)
    build(root, TODAY, site=SITE, shard=Shard(2, PARTS))
    assert (root / "build" / FILE).read_bytes() == (parts / "2" / FILE).read_bytes()
    assert set(tree(root / "build/docs")) == set(json.loads((parts / "2" / FILE).read_text())["files"])


def test_the_record_of_a_part_depends_on_its_inputs(parts: Path, tmp_path: Path) -> None:
    """Another figure, another day and another address of the site each give another digest."""
    root = portal(tmp_path / "other")
    found = [record(parts / "1")["inputs"]]
    build(root, date(2024, 8, 2), site=SITE, shard=Shard(3, PARTS))
    found.append(record(root / "build")["inputs"])
    build(root, TODAY, site="https://huyen.example/", shard=Shard(3, PARTS))
    found.append(record(root / "build")["inputs"])
    figures = root / "data" / "results" / "demo-2024.csv"
    replace_in(figures, ",62.50,", ",82.50,")
    build(root, TODAY, site=SITE, shard=Shard(3, PARTS))
    found.append(record(root / "build")["inputs"])
    assert len(set(found)) == 4


def unit(id_: str, parent_id: str = "") -> Unit:
    level = Level.COMMUNE if parent_id else Level.PROVINCE
    return Unit(id_, id_.replace(".", "-"), id_, id_, UnitKind.COMMUNE, level, parent_id)


def test_provinces_are_kept_together_as_far_as_shares_are_equal() -> None:
    """Two provinces of four units each are listed alternately. Each machine gets one province, and half of the files
    without a unit."""
    ids = [("p", ""), ("q", ""), ("p.a", "p"), ("q.a", "q"), ("p.b", "p"), ("q.b", "q"), ("p.c", "p"), ("q.c", "q")]
    units = {id_: unit(id_, parent) for id_, parent in ids}
    names: list[tuple[str, ...]] = [(f"don-vi/{one.slug}/index.md",) for one in units.values()]
    names += [("index.md",), ("data/units.csv", "data/excel/units.csv")]
    assert [[names[number][0] for number in tasks_of(names, units, Shard(k, 2))] for k in (1, 2)] == [
        [*(f"don-vi/{slug}/index.md" for slug in ("p", "p-a", "p-b", "p-c")), "index.md"],
        [*(f"don-vi/{slug}/index.md" for slug in ("q", "q-a", "q-b", "q-c")), "data/units.csv"],
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
def test_every_task_belongs_to_exactly_one_part(count: int) -> None:
    """The tasks of a part are in order. If there are more parts than tasks, some parts are empty."""
    units = {id_: unit(id_, parent) for id_, parent in [("p", ""), ("p.a", "p"), ("p.b", "p")]}
    names = [(f"{kind}/{one.slug}/index.md",) for one in units.values() for kind in ("don-vi", "nhung", "van-ban")]
    parts = [tasks_of(names, units, Shard(k, count)) for k in range(1, count + 1)]
    assert parts == [sorted(part) for part in parts]
    assert sorted(number for part in parts for number in part) == list(range(len(names)))


WRONG = {
    "0/3": "không phải là phần thứ mấy của mấy phần",
    "4/3": "không có phần này, chỉ có 3 phần",
    "abc": "không phải là phần thứ mấy của mấy phần",
    "": "không phải là phần thứ mấy của mấy phần",
    "1/3 ": "không phải là phần thứ mấy của mấy phần",
}


@pytest.mark.parametrize("text", WRONG)
def test_an_invalid_part_number_is_a_fault(text: str, mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--root", str(mini), "--shard", text, *DAY]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("--shard: ")
    assert WRONG[text] in printed
    assert "gợi ý: ghi k/n với k từ 1 đến n, ví dụ 1/3" in printed
    assert not (mini / "build").exists()


def record(part: Path) -> dict[str, object]:
    return dict(json.loads((part / FILE).read_text(encoding="utf-8")))


def files_of(part: Path) -> dict[str, str]:
    """Returns the SHA-256 of each file of a part, by its path."""
    files = record(part)["files"]
    assert isinstance(files, dict)
    return files


def change(part: Path, **values: object) -> None:
    (part / FILE).write_text(json.dumps(record(part) | values), encoding="utf-8")


def other_data(parts: Path) -> None:
    change(parts / "2", inputs="0" * 64)


def other_count(parts: Path) -> None:
    change(parts / "2", of=4)


def same_part_twice(parts: Path) -> None:
    shutil.rmtree(parts / "2")
    shutil.copytree(parts / "1", parts / "2")


def no_record(parts: Path) -> None:
    (parts / "2" / FILE).unlink()


def no_folder(parts: Path) -> None:
    shutil.rmtree(parts / "2")


def damaged_record(parts: Path) -> None:
    (parts / "2" / FILE).write_text('{"version": 1, "shard": 2', encoding="utf-8")


def lost_file(parts: Path) -> None:
    for path in sorted(files_of(parts / "1"))[:3]:
        (parts / "1" / "docs" / path).unlink()


def changed_file(parts: Path) -> None:
    (parts / "1" / "docs" / first_of(parts / "1")).write_text("Sửa tay", encoding="utf-8")


def linked_file(parts: Path) -> None:
    place = parts / "1" / "docs" / first_of(parts / "1")
    place.rename(parts / "kept")
    place.symlink_to(parts / "kept")


def same_path(parts: Path) -> None:
    files = files_of(parts / "1")
    both = {path: files[path] for path in sorted(files)[:2]}
    for path in both:
        (parts / "2" / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(parts / "1" / "docs" / path, parts / "2" / "docs" / path)
    change(parts / "2", files={**files_of(parts / "2"), **both})


def forgotten_file(parts: Path) -> None:
    files = files_of(parts / "1")
    del files[first_of(parts / "1")]
    change(parts / "1", files=files)


def unsafe_path(parts: Path) -> None:
    change(parts / "2", files={"../ngoai.md": "0" * 64})


def first_of(part: Path) -> str:
    return min(path for path in files_of(part) if is_safe(path))


FAULTS: dict[Callable[[Path], None], list[str]] = {
    other_data: ["2/shard.json: dựng từ dữ liệu, chương trình, ngày hoặc địa chỉ trang khác với ", "dựng lại mọi phần"],
    other_count: ["2/shard.json: là phần 2/4, còn ", " là phần 1/3", "merge: thiếu phần 2/3"],
    same_part_twice: ["2/shard.json: phần 1/3 đã có ở ", "merge: thiếu phần 2/3", "chạy `generator build --shard 2/3`"],
    no_record: ["2/shard.json: không có tệp ghi phần nào đã dựng", "docs và shard.json"],
    no_folder: ["2/shard.json: không có tệp ghi phần nào đã dựng"],
    damaged_record: ["2/shard.json: không phải tệp ghi phần đã dựng, hoặc đã hỏng"],
    unsafe_path: ["2/shard.json: không phải tệp ghi phần đã dựng, hoặc đã hỏng"],
    lost_file: ["1/docs/", "thiếu tệp này (và 2 tệp khác)", "chép lại cả thư mục"],
    linked_file: ["1/docs/", "thiếu tệp này"],
    changed_file: ["1/docs/", "tệp này khác với lúc dựng"],
    same_path: ["2/docs/", "có cả ở ", "1 (và 1 tệp khác)"],
    forgotten_file: ["merge: các phần gộp lại không đủ, hoặc thừa tệp, so với cả cổng"],
}


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda spoil: spoil.__name__)
def test_parts_that_do_not_fit_together_are_refused(
    spoil: Callable[[Path], None], parts: Path, mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message has the fault and the remedy. The tree of the last build is not changed."""
    (mini / "build" / "docs").mkdir(parents=True)
    (mini / "build" / "docs" / "index.md").write_text("Trước", encoding="utf-8")
    spoil(parts)
    assert merge(mini, *(parts / str(number) for number in range(1, PARTS + 1))) == 1
    printed = capsys.readouterr().err
    assert [text for text in FAULTS[spoil] if text not in printed] == []
    assert printed.count("gợi ý: ") == len([line for line in printed.splitlines() if not line.startswith(" ")]) - 1
    assert tree(mini / "build/docs") == {"index.md": "Trước".encode()}


@pytest.mark.parametrize(
    "values",
    [
        {"version": 2},
        {"shard": 0},
        {"shard": 4},
        {"shard": "2"},
        {"of": 3.0},
        {"inputs": "0" * 63},
        {"whole": 5},
        {"files": ["index.md"]},
        {"files": {"index.md": "g" * 64}},
        {"files": {"index.md": None}},
        {"files": {"/index.md": "0" * 64}},
    ],
    ids=str,
)
def test_a_record_with_a_value_of_another_form_is_refused(values: dict[str, object], tmp_path: Path) -> None:
    save_record(tmp_path, Record(Shard(2, 3), "0" * 64, "f" * 64, {"index.md": "a" * 64}))
    assert load_record(tmp_path).files == {"index.md": "a" * 64}
    change(tmp_path, **values)
    with pytest.raises(ValueError, match=r"^no "):
        load_record(tmp_path)


def test_all_faults_are_reported_in_one_run(parts: Path, mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The faults are a missing part, a damaged file and a folder that is no part."""
    changed_file(parts)
    assert merge(mini, parts / "1", parts / "none") == 1
    printed = capsys.readouterr().err
    assert "tệp này khác với lúc dựng" in printed
    assert "none/shard.json: không có tệp ghi phần nào đã dựng" in printed
    assert "merge: thiếu phần 2/3, 3/3" in printed
    assert printed.endswith("3 lỗi trong 3 tệp. Chưa ghi gì.\n")
    assert not (mini / "build").exists()


def test_the_output_folder_cannot_be_a_part(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mini / "build").mkdir()
    assert merge(mini, mini / "build") == 1
    assert "build: là nơi sẽ ghi kết quả" in capsys.readouterr().err
