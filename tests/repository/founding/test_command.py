"""`generator new-portal`: creates a whole repository or nothing, and the messages if it cannot be created."""

import os
import re
import shlex
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.cli import main
from generator.founding.copying import COPIED, NOT_COPIED, copied_paths
from generator.founding.departments import departments
from generator.founding.documents import START
from generator.loading import load_portal
from generator.problems import ProblemsFound
from tests.support.folders import ROOT

TODAY = ("--today", "2026-01-10")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal of Đồng Nai with the units before July 2025."""
    folder = tmp_path_factory.mktemp("new") / "dong-nai"
    assert main(["new-portal", str(folder), "--province", "đồng nai", "--with-past", "--root", str(ROOT)]) == 0
    return folder


def texts(folder: Path, *places: str) -> Iterator[tuple[str, str]]:
    """Yields path and text of every text file in these places of a repository."""
    for place in places:
        files = [folder / place] if (folder / place).is_file() else sorted((folder / place).rglob("*"))
        for file in files:
            if file.suffix in (".atom", ".csv", ".json", ".md", ".txt", ".yml"):
                yield file.relative_to(folder).as_posix(), file.read_text(encoding="utf-8")


def test_a_new_portal_has_no_problems_and_its_pages_are_in_the_ledger(
    portal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The check reports no fault and no warning. There are the country and 402 units of the province."""
    assert main(["check", "--root", str(portal), *TODAY]) == 0
    assert capsys.readouterr().out == "Dữ liệu hợp lệ: 403 đơn vị, 0 mức phải đạt, 0 kết quả.\n"
    ledger = (portal / "data" / "addresses.txt").read_text(encoding="utf-8").splitlines()
    assert {"/don-vi/dong-nai/", "/don-vi/huyen-long-thanh/", "/van-ban/nghi-quyet-1662-nq-ubtvqh15/"} <= set(ledger)
    assert {"/don-vi/viet-nam/", "/huong-dan/"} <= set(ledger)


def test_the_country_is_listed_before_the_province(portal: Path) -> None:
    """The guide names the country, so that its figures can be entered at once."""
    found, _ = load_portal(portal)
    first, second = list(found.units.values())[:2]
    assert found.country == first
    assert (first.id, first.name, first.kind, first.level) == ("viet-nam", "Việt Nam", "country", "country")
    assert second.id == "dong-nai"
    assert f"đơn vị `{first.id}`" in (portal / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_settings_name_the_province_of_today_first(portal: Path) -> None:
    settings = load_portal(portal)[0].settings
    assert settings.title == "Cổng Minh Bạch Đồng Nai"
    assert settings.province_ids == ("dong-nai", "binh-phuoc", "dong-nai-den-2025")


def test_no_published_text_names_another_province(tmp_path: Path) -> None:
    """Neither the texts written by hand nor the generated ones name the first portal's provinces."""
    first = load_portal(ROOT)[0]
    provinces = [first.units[id_] for id_ in first.settings.province_ids]
    name = "Lai Châu" if provinces[0].name.endswith("Cà Mau") else "Cà Mau"
    folder = tmp_path / "other"
    assert main(["new-portal", str(folder), "--province", name, "--root", str(ROOT)]) == 0
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert f"cấp sở · tỉnh {name}" in readme
    assert "Số liệu minh họa" in readme
    assert main(["build", "--root", str(folder), *TODAY]) == 0
    bare = [unit.name.removeprefix("Tỉnh ").removeprefix("Thành phố ") for unit in provinces]
    ids = "|".join(re.escape(unit.id) for unit in provinces)
    # A commune elsewhere may have the name of a former province, so such a name counts only with its kind before it.
    named = re.compile(rf"(?:tỉnh|thành phố) (?:{'|'.join(bare)})|(?<![\w-])(?:{ids})(?![\w-])", re.IGNORECASE)
    for path, text in texts(folder, "CONTRIBUTING.md", "ARCHITECTURE.md", "mkdocs.yml", "content", ".github", "data"):
        assert bare[0] not in text, path
        assert not named.search(text), path
    # Whoever follows the README gives a document the number of its example.
    numbers = {source.number for source in first.sources.values()} - {"", *re.findall(r"--number (\S+)", readme)}
    for path, text in texts(folder, "README.md", ".github"):
        assert not [number for number in numbers if number in text], path
    for path, text in texts(folder, "build/docs"):
        assert not named.search(text), path


def test_the_guide_has_examples_of_its_own_units(portal: Path) -> None:
    """Every id of the province in the guide exists."""
    guide = (portal / "CONTRIBUTING.md").read_text(encoding="utf-8")
    ids = set(re.findall(r"\bdong-nai(?:\.[a-z0-9-]+)+", guide)) - {"dong-nai.yml"}
    assert len(ids) >= 4
    assert ids <= set(load_portal(portal)[0].units)
    assert "Tệp mang mã tỉnh (`dong-nai.yml`) luôn được đọc" in guide


def test_the_guide_distinguishes_communes_of_one_name_by_code(portal: Path) -> None:
    """Communes belong to no district, so their codes distinguish them. The code is that of the commune in the
    example."""
    guide = (portal / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.search(r"Trùng tên thì thêm mã số hành chính: `([a-z-]+)-(\d{5})`\.", guide)
    assert found is not None
    codes = {unit.slug: unit.code for unit in load_portal(portal)[0].units.values()}
    assert codes[found[1]] == found[2]


def test_the_gazetteer_is_credited_wherever_its_data_is_used(portal: Path) -> None:
    """The gazetteer is credited in the licence of the data with its notice, on the page about the portal, and in the
    documents."""
    licence = (portal / "LICENSE-DATA").read_text(encoding="utf-8")
    assert "Copyright (c) 2025 Tran Ngoc Minh Hieu" in licence
    assert "The above copyright notice and this permission notice shall be included" in licence
    about = (portal / "content" / "gioi-thieu" / "index.md").read_text(encoding="utf-8")
    assert "[vietnamadminunits 1.0.4](https://pypi.org/project/vietnamadminunits/1.0.4/)" in about
    assert load_portal(portal)[0].sources["vietnamadminunits-1.0.4"].issuer == "Tran Ngoc Minh Hieu"


def test_all_units_have_points_except_departments_and_the_country(portal: Path) -> None:
    """The gazetteer misplaces none of Đồng Nai's units. Each point has the gazetteer as its source."""
    found, _ = load_portal(portal)
    placed = {point.unit_id for point in found.points}
    assert placed == {unit.id for unit in found.units.values() if unit.level not in ("country", "department")}
    assert {point.source_id for point in found.points} == {"vietnamadminunits-1.0.4"}


def test_programs_stay_executable(portal: Path) -> None:
    assert os.access(portal / ".ci" / "run", os.X_OK)


def test_a_portal_can_be_made_from_a_new_portal(portal: Path, tmp_path: Path) -> None:
    """The third portal names its own province everywhere, and neither of the first two. It works without git."""
    third = tmp_path / "ca-mau"
    assert main(["new-portal", str(third), "--province", "Cà Mau", "--root", str(portal)]) == 0
    assert main(["check", "--root", str(third), *TODAY]) == 0
    places = ("CONTRIBUTING.md", "mkdocs.yml", "content", ".github", "data")
    for path, text in texts(third, *places):
        assert not re.search(r"Đồng Nai|dong-nai", text), path
    about = (third / "content" / "gioi-thieu" / "index.md").read_text(encoding="utf-8")
    assert about.count("Cổng này dành cho tỉnh Cà Mau.") == about.count("Tên, mã, tọa độ") == 1
    assert (third / "LICENSE-DATA").read_text(encoding="utf-8").count("MIT License") == 1


def test_the_list_of_departments_can_be_given(tmp_path: Path) -> None:
    listed = tmp_path / "so.txt"
    listed.write_text("Sở Nội vụ\nSở Ngoại vụ\n\nBan Quản lý Khu kinh tế tỉnh\n", encoding="utf-8")
    folder = tmp_path / "lai-chau"
    arguments = ["new-portal", str(folder), "--province", "Lai Châu", "--departments", str(listed), "--root", str(ROOT)]
    assert main(arguments) == 0
    units = load_portal(folder)[0].units
    found = {unit.id: unit.kind for unit in units.values() if unit.level == "department"}
    assert found == {
        "lai-chau.so-noi-vu": "department",
        "lai-chau.so-ngoai-vu": "department",
        "lai-chau.ban-quan-ly-khu-kinh-te-tinh": "board",
    }


NAMES = [
    ("Đồng Nay", 'không có tỉnh, thành phố này\n    gợi ý: có phải "Đồng Nai"? Có: An Giang, Bắc Ninh, '),
    ("Bình Phước", 'từ ngày 01/07/2025 thuộc tỉnh Đồng Nai\n    gợi ý: ghi "Đồng Nai"'),
    ("Thừa Thiên Huế", 'gợi ý: có phải "Huế"? Có: An Giang'),
    ("Sài Gòn", "không có tỉnh, thành phố này\n    gợi ý: Có: An Giang"),
    ("", "không có tỉnh, thành phố này\n    gợi ý: Có: An Giang"),
]


@pytest.mark.parametrize(("name", "message"), NAMES)
def test_an_unknown_province_is_refused(
    name: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new-portal", str(tmp_path / "x"), "--province", name, "--root", str(ROOT)]) == 1
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["TP. Hồ Chí Minh", "tp hcm", "Thành phố Hồ Chí Minh", "ho chi minh", "HCM"])
def test_a_province_is_found_by_the_names_people_use(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command fails only at the list of departments, so the province was found."""
    (tmp_path / "có-tệp").write_text("", encoding="utf-8")
    listed = tmp_path / "không-có"
    arguments = ["new-portal", str(tmp_path / "x"), "--province", name, "--departments", str(listed)]
    assert main([*arguments, "--root", str(ROOT)]) == 1
    assert "không đọc được tệp này" in capsys.readouterr().err


def test_a_folder_with_files_is_not_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thư.txt").write_text("của tôi", encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    for name, message in (("full", "thư mục đã có tệp"), ("file", "đã có một tệp"), ("a/b", "thư mục chứa nó chưa có")):
        assert main(["new-portal", str(tmp_path / name), "--province", "Cà Mau", "--root", str(ROOT)]) == 1
        assert message in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "full", "thư.txt"]


def test_a_folder_within_this_portal_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its pages and data would be taken for those of this portal. The check needs no other file of the portal."""
    (tmp_path / "content").mkdir()
    for place in (tmp_path / "content" / "dn", tmp_path / "content" / ".." / "dn", tmp_path):
        assert main(["new-portal", str(place), "--province", "Cà Mau", "--root", str(tmp_path)]) == 1
        assert "nằm trong thư mục của cổng này" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["content"]


def test_the_next_step_can_be_pasted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name of a folder may have spaces and signs with a meaning in the shell."""
    folder = tmp_path / "Lai Châu's"
    assert main(["new-portal", str(folder), "--province", "Lai Châu", "--root", str(ROOT)]) == 0
    (step,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("    cd ")]
    assert shlex.split(step) == ["cd", str(folder)]


@pytest.mark.parametrize("text", ["", "\n \n", "\N{BYTE ORDER MARK}"])
def test_a_list_of_no_departments_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "so.txt"
    listed.write_text(text, encoding="utf-8")
    arguments = ["new-portal", str(tmp_path / "x"), "--province", "Cà Mau", "--departments", str(listed)]
    assert main([*arguments, "--root", str(ROOT)]) == 1
    assert "so.txt: không có tên nào\n    gợi ý: ghi tên một tệp chữ" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_a_failure_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty target folder is still there and still empty."""

    def broken(root: Path) -> Iterator[str]:
        assert (root / "Makefile").exists()
        raise OSError("no space left")

    monkeypatch.setattr("generator.founding.command.format_data", broken)
    (tmp_path / "x").mkdir()
    with pytest.raises(OSError, match="no space"):
        main(["new-portal", str(tmp_path / "x"), "--province", "Cà Mau", "--root", str(ROOT)])
    assert [path.name for path in tmp_path.rglob("*")] == ["x"]


def test_invalid_departments_are_reported_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "so.txt"
    listed.write_text("Sở Y tế\nHuyện Củ Chi\nsở y tế\nSở  Y tế\n", encoding="utf-8")
    arguments = ["new-portal", str(tmp_path / "x"), "--province", "Cà Mau", "--departments", str(listed)]
    assert main([*arguments, "--root", str(ROOT)]) == 1
    message = capsys.readouterr().err
    assert 'so.txt:2: "Huyện Củ Chi" không phải tên sở, ban, ngành' in message
    assert 'so.txt:3: "sở y tế" không phải tên sở, ban, ngành' in message
    assert 'so.txt:4: "Sở Y tế" đã có ở dòng 1' in message


def test_departments_from_a_file_written_by_windows(tmp_path: Path) -> None:
    """The file has a byte order mark, which no editor shows, carriage returns, and letters in decomposed form (NFD)."""
    listed = tmp_path / "so.txt"
    text = unicodedata.normalize("NFD", "Sở  Nội vụ\r\nSở Văn hóa, Thể thao và Du lịch\r\n")
    listed.write_bytes(f"\ufeff{text}".encode())
    assert [item.name for item in departments(listed, city=False)] == ["Sở Nội vụ", "Sở Văn hóa, Thể thao và Du lịch"]


@pytest.mark.parametrize(("sign", "named"), [(";", "dấu “;”"), ("|", "dấu “|”"), ("\t", "dấu tab")])
def test_a_name_with_another_column_beside_it_is_refused(sign: str, named: str, tmp_path: Path) -> None:
    listed = tmp_path / "so.txt"
    listed.write_text(f"Sở Y tế\nBan Quản lý các Khu công nghiệp{sign}BQL KCN\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        departments(listed, city=False)
    (problem,) = found.value.problems
    assert (problem.line, problem.message) == (2, f"có {named}, không phải phần của tên")
    assert problem.hint == "mỗi dòng chỉ ghi tên; bỏ tên viết tắt, mã và cột khác"


def test_every_file_of_the_repository_is_copied_or_excluded_on_purpose() -> None:
    """A new file in the root needs a decision. A name in NOT_COPIED may be missing, because a new portal need not have
    it."""
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()}
    there = {path.name for path in ROOT.iterdir()} - ignored - {".git", ".venv", "node_modules", "build"}
    decided = {name.split("/")[0] for name in (*COPIED, *NOT_COPIED)}
    there = {name for name in there if not re.fullmatch(r".*\.(?:xlsx|xls|ods|docx)", name)}
    assert there - decided == set()
    assert decided - there <= set(NOT_COPIED)


def test_temporary_files_and_tests_of_this_portal_are_not_copied(tmp_path: Path) -> None:
    for name in (
        "tests/tay_ninh/test_a.py",
        "tests/repository/test_a.py",
        "tests/__pycache__/a.pyc",
        "tests/audit/node_modules/a/b.js",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "tests" / "test_b.py").write_text("", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "units.csv").write_text("", encoding="utf-8")
    assert list(copied_paths(tmp_path)) == ["tests/test_b.py"]


def test_tests_that_a_portal_gets_read_none_of_the_texts_that_it_may_rewrite() -> None:
    """Otherwise another README or one workflow less would stop the publication of the portal."""
    own = re.compile(r'ROOT / "(?:README|CONTRIBUTING|ARCHITECTURE|SECURITY|CHANGELOG|LICENSE|\.github|\.editorconfig)')
    tests = [path for path in copied_paths(ROOT) if path.startswith("tests/") and path.endswith(".py")]
    assert len(tests) > 100
    assert [path for path in tests if own.search((ROOT / path).read_text(encoding="utf-8"))] == []


def test_the_initial_indicators_are_valid_data(mini: Path) -> None:
    """The indicators of a new portal are in the form of `data/`."""
    shutil.copy(START / "indicators.yml", mini / "data" / "indicators.yml")
    portal, faults = load_portal(mini)
    assert [fault for fault in faults if fault.path == "data/indicators.yml"] == []
    assert len(portal.indicators) == 15
