"""`generator update-portal`: a portal gets a new version of the program and keeps what is its own."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from generator.cli import main
from generator.founding.copying import copied_paths
from generator.founding.manifest import PROGRAM, digest, manifest_text, read_manifest
from generator.founding.updating import planned_update
from generator.problems import ProblemsFound
from tests.support.folders import ROOT
from tests.support.sites import tree

MODULE, RUN, PAGE = "generator/words.py", ".ci/run", "content/gioi-thieu/index.md"
FILES_OF_PROGRAM = (
    ".ci/run", ".github/ISSUE_TEMPLATE/", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "content/", MODULE,
    "mkdocs.yml", "nhap/README.md", "theme/overrides/",
)  # fmt: skip

Updating = Callable[..., int]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository with a few files of the program only, because all of them would be copied for each test."""
    folder = tmp_path_factory.mktemp("program") / "repository"
    shutil.copytree(ROOT / "data", folder / "data")
    for path in ("LICENSE-DATA", *(path for path in copied_paths(ROOT) if path.startswith(FILES_OF_PROGRAM))):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / path)
    return folder


@pytest.fixture
def new_versions(program: Path) -> Path:
    """Where the new versions of files in conflict are."""
    return program / "build" / "update" / "lai-chau"


@pytest.fixture(scope="module")
def new_portal(program: Path) -> Path:
    """A portal of Lai Châu with the present program."""
    folder = program.with_name("lai-chau")
    assert main(["new-portal", str(folder), "--province", "Lai Châu", "--root", str(program)]) == 0
    return folder


@pytest.fixture
def update(program: Path) -> Updating:
    """Updates a portal and returns the exit code."""
    return lambda portal, *options: main(["update-portal", str(portal), "--root", str(program), *options])


@pytest.fixture
def portal(new_portal: Path, tmp_path: Path) -> Path:
    """A copy of that portal that a test may change."""
    return shutil.copytree(new_portal, tmp_path / "lai-chau")


def received(portal: Path, files: dict[str, str]) -> None:
    """Makes the portal one that received these files with an earlier version of the program."""
    recorded = read_manifest(portal)
    for path, text in files.items():
        (portal / path).parent.mkdir(parents=True, exist_ok=True)
        (portal / path).write_text(text, encoding="utf-8")
        recorded[path] = digest(text.encode())
    (portal / PROGRAM).write_text(manifest_text(recorded), encoding="utf-8")


def edit(portal: Path, path: str, text: str) -> None:
    (portal / path).write_text(text, encoding="utf-8")


def test_neither_temporary_files_nor_those_of_this_portal_belong_to_the_program(tmp_path: Path) -> None:
    temporary = (
        "generator/__pycache__/words.py", "generator/words.pyc", "tests/.DS_Store", "tests/.ruff_cache/x",
        "theme/node_modules/x.js",
    )  # fmt: skip
    for path in (MODULE, "LICENSE", "nhap/README.md", *temporary, "nhap/x.md", "tests/tay_ninh/x.py", "data/x.csv"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    assert sorted(copied_paths(tmp_path)) == ["LICENSE", MODULE, "nhap/README.md"]


PLANS = [
    # new, last received, present; what happens
    ("n", "o", "o", "written"),  # the program has a new version
    ("n", None, None, "written"),  # the program has a new file
    (None, "o", "o", "deleted"),  # the program no longer has the file
    ("o", "o", "p", "kept"),  # the portal has changed a file, the program has not
    ("o", "o", None, "kept"),  # the portal has deleted a file, the program has not changed it
    ("n", "o", "p", "conflicts"),  # both have changed it
    ("n", "o", None, "conflicts"),  # the portal has deleted it, the program has changed it
    ("n", None, "p", "conflicts"),  # both have a new file at the same place
    (None, "o", "p", "conflicts"),  # the portal has changed it, the program no longer has it
    ("n", "o", "n", None),  # the portal already has the new version
    (None, "o", None, None),  # both have deleted it
    ("o", "o", "o", None),  # nobody has changed it
]


def group_of_file(new: str | None, old: str | None, here: str | None, *keep: str) -> list[str]:
    """Returns the groups of an update in which the only file is, by its three digests."""
    delivered, recorded, present = [{"a": value} if value else {} for value in (new, old, here)]
    update = planned_update(delivered, recorded, present, keep)
    return [name for name, paths in asdict(update).items() if paths == ("a",)]


@pytest.mark.parametrize(("new", "old", "here", "group"), PLANS)
def test_what_happens_to_a_file(new: str | None, old: str | None, here: str | None, group: str | None) -> None:
    assert group_of_file(new, old, here) == ([group] if group else [])


@pytest.mark.parametrize(("new", "old", "here"), [plan[:3] for plan in PLANS if plan[3] == "conflicts"])
def test_a_file_that_both_have_changed_is_kept_on_request(new: str | None, old: str | None, here: str | None) -> None:
    assert group_of_file(new, old, here, "a") == ["kept"]


def test_an_update_gives_the_program_of_today(
    portal: Path, new_portal: Path, capsys: pytest.CaptureFixture[str], update: Updating
) -> None:
    """Three files have changed since the last version, one of them in a folder of the portal's own, and two are gone.
    Then the portal equals one created today, apart from its own data and texts."""
    changed = {MODULE: "old", RUN: "old", "nhap/README.md": "old"}
    received(portal, {**changed, "generator/gone/a.py": "old", "tests/gone.md": "old"})
    (portal / RUN).chmod(0o644)
    edit(portal, "data/portal.yml", (portal / "data" / "portal.yml").read_text(encoding="utf-8") + "# của tỉnh\n")
    edit(portal, "CHANGELOG.md", "của tỉnh")
    own = {path: tree(portal)[path] for path in ("data/portal.yml", "CHANGELOG.md")}
    assert update(portal) == 0
    assert tree(portal) == {**tree(new_portal), **own}
    assert os.access(portal / RUN, os.X_OK)
    assert not (portal / "generator" / "gone").exists()
    printed = capsys.readouterr().out
    assert "ghi 3 tệp, xóa 2.\n" in printed
    assert f"    cd {portal}\n    make format\n    make check\n    make test\n" in printed


def test_a_fault_in_the_figures_of_a_portal_does_not_stop_an_update(portal: Path, update: Updating) -> None:
    received(portal, {MODULE: "old"})
    edit(portal, "data/points.csv", "sai\n")
    assert update(portal) == 0
    assert (portal / MODULE).read_text(encoding="utf-8") != "old"


def test_the_texts_of_the_portal_keep_its_province(portal: Path, update: Updating) -> None:
    received(portal, {PAGE: "old", "CONTRIBUTING.md": "old", "mkdocs.yml": "old"})
    assert update(portal) == 0
    assert "Cổng này dành cho tỉnh Lai Châu." in (portal / PAGE).read_text(encoding="utf-8")
    assert 'site_name: "Cổng Minh Bạch Lai Châu"\n' in (portal / "mkdocs.yml").read_text(encoding="utf-8")
    assert "UBND tỉnh Lai Châu" in (portal / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_a_portal_that_is_up_to_date_is_not_changed(
    portal: Path, capsys: pytest.CaptureFixture[str], update: Updating
) -> None:
    before = tree(portal)
    edit(portal, PAGE, "của tỉnh")
    assert update(portal) == 0
    assert tree(portal) == {**before, PAGE: "của tỉnh".encode()}
    kept = f"Giữ bản của cổng ở những tệp mà cổng đã sửa hoặc xóa:\n    {PAGE}\n"
    assert capsys.readouterr().out == f"Đã cập nhật chương trình của cổng ở {portal}: ghi 0 tệp, xóa 0.\n{kept}"


def test_files_that_both_have_changed_stop_the_update(
    portal: Path, capsys: pytest.CaptureFixture[str], update: Updating, new_versions: Path
) -> None:
    """All of them are reported at once, and nothing is written to the portal."""
    received(portal, {MODULE: "old", RUN: "old", PAGE: "old", "generator/gone.py": "old"})
    edit(portal, MODULE, "của tỉnh")
    edit(portal, "generator/gone.py", "của tỉnh")
    (portal / PAGE).unlink()
    before = tree(portal)
    assert update(portal, "--keep", "Makefile") == 1
    assert tree(portal) == before
    assert capsys.readouterr().err == (
        '--keep: "Makefile" không phải tệp của chương trình mà cổng đã sửa\n'
        "    gợi ý: bỏ tên này; tên đúng là đường dẫn của một tệp tính từ thư mục của cổng\n"
        f"{portal}/{PAGE}: cổng đã xóa tệp này, còn chương trình đã có bản mới\n"
        f"    gợi ý: chép bản mới từ {new_versions}/{PAGE} vào cổng, "
        f"hoặc thêm {PAGE} vào KEEP='…' để vẫn không có tệp này\n"
        f"{portal}/generator/gone.py: cổng có bản riêng của tệp này, còn chương trình không dùng tệp này nữa\n"
        "    gợi ý: xóa tệp này, hoặc thêm generator/gone.py vào KEEP='…' để giữ lại\n"
        f"{portal}/{MODULE}: cổng có bản riêng của tệp này, còn chương trình đã có bản mới\n"
        f"    gợi ý: ghép bản riêng với bản mới ở {new_versions}/{MODULE} rồi thêm {MODULE} vào KEEP='…', "
        "hoặc chép bản mới đè lên\n"
        "4 lỗi trong 4 tệp. Chưa ghi gì.\n"
    )


def test_new_versions_can_be_copied_to_the_portal(
    portal: Path, new_portal: Path, update: Updating, new_versions: Path
) -> None:
    """They have the province's names. Copying them does not give the permission to be executed; the update does."""
    received(portal, {MODULE: "old", RUN: "old", PAGE: "old", "mkdocs.yml": "old"})
    for path in (MODULE, RUN, PAGE, "mkdocs.yml"):
        edit(portal, path, "của tỉnh")
    assert update(portal) == 1
    assert set(tree(new_versions)) == {MODULE, RUN, PAGE, "mkdocs.yml"}
    shutil.copytree(new_versions, portal, dirs_exist_ok=True)
    assert not os.access(portal / RUN, os.X_OK)
    assert update(portal) == 0
    assert tree(portal) == tree(new_portal)
    assert os.access(portal / RUN, os.X_OK)
    assert not new_versions.exists()


def test_a_version_that_the_portal_kept_stays_in_later_updates(
    portal: Path, capsys: pytest.CaptureFixture[str], update: Updating, program: Path
) -> None:
    """The decision need not be repeated while the program does not change the file again."""
    received(portal, {MODULE: "old", RUN: "old"})
    edit(portal, MODULE, "của tỉnh")
    assert update(portal, "--keep", f"./{MODULE}") == 0
    assert (portal / RUN).read_bytes() == (program / RUN).read_bytes()
    assert update(portal) == 0
    assert (portal / MODULE).read_text(encoding="utf-8") == "của tỉnh"
    assert capsys.readouterr().out.count(f"    {MODULE}\n") == 2


def test_an_interrupted_update_is_completed_by_the_next_one(
    portal: Path, new_portal: Path, monkeypatch: pytest.MonkeyPatch, update: Updating
) -> None:
    """The first run deletes a file and then cannot write."""
    received(portal, {MODULE: "old", "generator/gone.py": "old"})

    def full(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("generator.founding.updating.replace_files", full)
        with pytest.raises(OSError, match="no space"):
            update(portal)
    assert update(portal) == 0
    assert tree(portal) == tree(new_portal)


def test_a_file_can_become_a_folder_and_a_folder_a_file(portal: Path, new_portal: Path, update: Updating) -> None:
    shutil.rmtree(portal / "theme")
    (portal / "LICENSE").unlink()
    received(portal, {"theme": "old", "LICENSE/a/b": "old"})
    listed = read_manifest(portal)
    gone = {path for path in listed if path.startswith("theme/")} | {"LICENSE"}
    edit(portal, PROGRAM, manifest_text({path: listed[path] for path in listed.keys() - gone}))
    assert update(portal) == 0
    assert tree(portal) == tree(new_portal)


@pytest.mark.parametrize(("received_path", "own"), [("theme", "theme"), ("LICENSE/a", "LICENSE/own")])
def test_a_file_of_the_portal_in_the_way_stops_the_update(
    received_path: str, own: str, portal: Path, capsys: pytest.CaptureFixture[str], update: Updating
) -> None:
    """The program now has a folder `theme` and a file `LICENSE`, where the portal has its own file and folder."""
    name = received_path.partition("/")[0]
    shutil.rmtree(portal / name, ignore_errors=True)
    (portal / name).unlink(missing_ok=True)
    received(portal, {received_path: "old", own: "của tỉnh"})
    listed = read_manifest(portal)
    gone = {path for path in listed if path in {own, name} or path.startswith("theme/")}
    edit(portal, PROGRAM, manifest_text({path: listed[path] for path in listed.keys() - gone}))
    before = tree(portal)
    assert update(portal) == 1
    assert f"{portal}/{name}: trùng tên với một tệp hoặc thư mục của chương trình\n" in capsys.readouterr().err
    assert tree(portal) == before


@pytest.mark.parametrize("path", [MODULE, "generator/gone.py"])
def test_nothing_is_written_or_deleted_through_a_link(
    path: str, portal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], update: Updating
) -> None:
    """A file is to be written or deleted in a folder that is a link to another one."""
    received(portal, {path: "old"})
    outside = (portal / "generator").rename(tmp_path / "outside")
    (portal / "generator").symlink_to(outside)
    before = tree(outside)
    assert update(portal) == 1
    assert tree(outside) == before
    assert capsys.readouterr().err == (
        f"{portal}/generator: là liên kết, nên không ghi vào đó\n"
        "    gợi ý: thay liên kết bằng tệp hoặc thư mục thật\n"
        "1 lỗi trong 1 tệp. Chưa ghi gì.\n"
    )


def test_files_of_the_portal_are_not_deleted_even_if_the_list_names_them(
    portal: Path, new_portal: Path, update: Updating
) -> None:
    """Somebody made the list again from all files of the portal."""
    edit(portal, PROGRAM, manifest_text({path: digest(content) for path, content in tree(portal).items()}))
    assert update(portal) == 0
    assert tree(portal) == tree(new_portal)


def test_a_portal_without_communes_of_today_is_updated(portal: Path, update: Updating) -> None:
    units = (portal / "data" / "units.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    edit(portal, "data/units.csv", "".join(line for line in units if ",commune," not in line))
    assert update(portal) == 0
    assert '"Tỉnh Lai Châu / Tỉnh Lai Châu": "lai-chau"' in (portal / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_any_title_is_valid_in_the_configuration_of_the_site(portal: Path, update: Updating) -> None:
    settings = (portal / "data" / "portal.yml").read_text(encoding="utf-8")
    edit(portal, "data/portal.yml", settings.replace("Cổng Minh Bạch Lai Châu", r"Lai Châu: \\1 # mở"))
    assert update(portal) == 0
    configuration = (portal / "mkdocs.yml").read_text(encoding="utf-8")
    assert r'site_name: "Lai Châu: \\1 # mở"' in configuration


def test_faults_in_the_portal_that_its_names_depend_on(
    portal: Path, capsys: pytest.CaptureFixture[str], update: Updating
) -> None:
    settings = (portal / "data" / "portal.yml").read_text(encoding="utf-8")
    edit(portal, "data/portal.yml", settings.replace('"lai-chau"', '"lai"'))
    assert update(portal) == 1
    expected = f'{portal}/data/portal.yml:2: province_ids: "lai" không phải tỉnh nào trong danh sách đơn vị\n'
    assert expected in capsys.readouterr().err


def test_a_program_whose_texts_name_no_province(
    portal: Path, new_portal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The repository with the new version is another portal that has rewritten its README and its guide. Both are
    reported at once."""
    for name in ("README.md", "CONTRIBUTING.md"):
        edit(portal, name, "của tỉnh")
    assert main(["update-portal", str(new_portal), "--root", str(portal)]) == 1
    printed = capsys.readouterr().err
    for name in ("README.md", "CONTRIBUTING.md"):
        assert f"{portal}/{name}: không còn đoạn văn mang tên tỉnh" in printed


def test_the_list_is_readable_by_sha256sum(new_portal: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", PROGRAM], cwd=new_portal, check=True)
    assert {MODULE, RUN, PAGE, "Makefile"} <= set(read_manifest(new_portal))
    assert not [path for path in read_manifest(new_portal) if path.startswith(("data/", "LICENSE-DATA", "CHANGELOG"))]


def test_a_folder_that_cannot_be_updated(
    portal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], update: Updating, program: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert update(tmp_path / "empty") == 1
    assert "không phải thư mục của một cổng: không có data/portal.yml" in capsys.readouterr().err
    for folder in (program, program / "theme"):
        assert update(folder) == 1
        assert "là thư mục của chính cổng này hoặc nằm trong đó" in capsys.readouterr().err
    (portal / PROGRAM).unlink()
    before = tree(portal)
    assert update(portal) == 1
    assert f"{PROGRAM}: không có tệp này, nên không biết cổng đã tự sửa tệp nào" in capsys.readouterr().err
    assert tree(portal) == before


@pytest.mark.parametrize("path", ["../a", "/etc/a", "generator/../../a", "./a", "a//b", "a/"])
def test_a_list_cannot_name_files_outside_the_portal(path: str, tmp_path: Path) -> None:
    (tmp_path / PROGRAM).write_text(f"{digest(b'')}  Makefile\n{digest(b'')}  {path}\n", encoding="utf-8")
    with pytest.raises(ProblemsFound, match=rf'{PROGRAM}:2: ".+" là đường dẫn ra ngoài cổng'):
        read_manifest(tmp_path)


@pytest.mark.parametrize("line", ["Makefile", f"{digest(b'')} Makefile", f"{digest(b'')}  ", "<<<<<<< HEAD", "\udcff"])
def test_a_list_with_other_lines_is_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / PROGRAM).write_bytes(f"{line}\n".encode(errors="surrogateescape"))
    with pytest.raises(ProblemsFound, match=f"{PROGRAM}:1: .*không phải một mã SHA-256 và một đường dẫn"):
        read_manifest(tmp_path)
