"""Runs the commands of each workflow in order in a fresh clone. Commands that cannot run here are listed with the
reason."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from generator.cli import main
from generator.founding.copying import copied_paths
from tests.importing.workbooks import saved
from tests.repository.workflows import WORKFLOWS, Step, workflow
from tests.support.folders import MINI, ROOT
from tests.support.portals import replace_in

NOT_HERE = {
    ("deploy", "Chạy kiểm thử"): "runs these very tests",
    ("pull-request", "Dựng cổng và chạy kiểm thử"): "runs these very tests",
    ("weekly", "Tìm liên kết hỏng"): "asks other sites; tests/repository/test_ci.py tries it on a server of its own",
    ("weekly", "Tìm lỗ hổng của gói phụ thuộc"): "asks the registries of Python and npm",
}
VALUES = {
    "github.token": "none",
    "github.repository": "tinh/cong",
    "github.event.repository.default_branch": "main",
    "github.event.pull_request.number": "12",
    "github.event.workflow_run.id": "34",
    "github.event.workflow_run.head_sha": "0" * 40,
    "matrix.part": "1",
    "strategy.job-total": "1",
    "needs.day.outputs.epoch": subprocess.check_output([str(ROOT / ".ci" / "source-date"), "today"], text=True).strip(),
    "needs.look.outputs.awaited": "- Tháng 6/2024: …",
    "needs.look.outputs.links": "",
    "needs.look.outputs.audit": "",
    "needs.look.outputs.weight": "",
}
SITE_URL = "https://tinh.github.io/cong/"
GH = """#!/bin/sh
echo "$@" >> "$GH_LOG"
case "$*" in
    *artifacts*) echo '{"artifacts": []}' ;;
    "pr list"*) echo "${GH_PULLS:-[]}" ;;
    "issue list"*) echo '[]' ;;
esac
"""


def steps(name: str) -> list[Step]:
    """Returns the steps of a workflow's jobs that run commands, in order."""
    return [step for job in workflow(name)["jobs"].values() for step in job["steps"] if "run" in step]


def filled(text: str) -> str:
    """Returns the text with a value in place of each expression."""
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: SITE_URL if "SITE_URL" in found[1] else VALUES[found[1]], text)


def run(command: str, folder: Path, environment: dict[str, str]) -> str:
    """Runs the command as GitHub does and returns its output."""
    done = subprocess.run(
        ["bash", "-e", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def tracked() -> list[str]:
    """Returns every file of the project that is committed or would be. In an unpacked archive without git, returns
    the files that a new portal takes."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    listed = done.stdout.split("\0") if done.returncode == 0 else [*copied_paths(ROOT), "CHANGELOG.md", "LICENSE-DATA"]
    return [name for name in listed if name and (ROOT / name).is_file() and not (ROOT / name).is_symlink()]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone of a repository with two commits, of which the second changes a figure. It is this repository
    with the data of the mini portal."""
    folder = tmp_path_factory.mktemp("workflows")
    origin, copy = folder / "origin", folder / "clone"
    for name in (name for name in tracked() if not name.startswith("data/")):
        (origin / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, origin / name)
    shutil.copytree(MINI / "data", origin / "data")
    assert main(["format", "--root", str(origin)]) == 0
    git = "git -c user.name=x -c user.email=x@x"
    run(f"git init -q -b main && git add -A && {git} commit -q -m first", origin, environment(folder))
    figures = origin / "data" / "results" / "demo-2024.csv"
    replace_in(figures, ",62.50,", ",82.50,")
    run(f"{git} commit -q -a -m second && git checkout -q --detach", origin, environment(folder))
    run(f"git clone -q {origin} {copy}", folder, environment(folder))
    install(copy)
    return copy


def install(copy: Path) -> None:
    """Links the installed packages into the clone, newer than its lock files, so that make has nothing to install.

    The folders are the clone's own and contain links, so make writes and deletes only in the clone.
    """
    for name in (".venv", "node_modules"):
        (copy / name).mkdir()
        for entry in (ROOT / name).resolve().iterdir():
            if entry.name.startswith(".installed"):
                shutil.copy(entry, copy / name / entry.name)
            elif not entry.name.startswith(("site-", "pycache")):
                (copy / name / entry.name).symlink_to(entry)
    if sys.pycache_prefix:
        share_compiled(copy)
    for name in (".installed", ".installed-dev", ".installed-import"):
        (copy / ".venv" / name).touch()
    for pattern in ("*.lock", "package*.json", ".npmrc"):
        for file in copy.glob(pattern):
            os.utime(file, (0, 0))


def share_compiled(copy: Path) -> None:
    """Shares the compiled files of packages with the clone, because compiling them again takes longer than most
    commands."""
    installed = (ROOT / ".venv").resolve()  # Its programs contain this path.
    for there, here in ((copy / ".venv", sys.prefix), (installed, sys.prefix), (sys.base_prefix, sys.base_prefix)):
        compiled = Path(f"{copy}/.venv/pycache{there}/lib")
        compiled.parent.mkdir(parents=True)
        compiled.symlink_to(f"{sys.pycache_prefix}{here}/lib")


def environment(folder: Path) -> dict[str, str]:
    """Returns the variables that a GitHub runner sets, with a `gh` that records its arguments."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "gh").write_text(GH, encoding="utf-8")
    (tools / "gh").chmod(0o755)
    kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}  # noqa: TID251 - a shell's own
    return {
        **kept,
        "PATH": f"{tools}:{os.environ['PATH']}",  # noqa: TID251 - programs are found there
        "GH_LOG": str(folder / "gh.log"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_REF_NAME": "nhap/demo-2024/2024-06",
        "RUNNER_TEMP": str(folder),
        "SITE_URL": SITE_URL,
    }


def before(step: str, copy: Path) -> None:
    """Prepares the files that an action would leave before the step."""
    if step == "Mở bản sẽ đăng và đối chiếu danh sách mã băm":
        (copy / "pages").mkdir()
        with tarfile.open(copy / "pages" / "artifact.tar", "w") as archive:
            archive.add(copy / "build" / "site", ".")
    if step == "Mở các phần đã dựng":
        (copy / "build" / "parts" / "phan-1").mkdir(parents=True)
        (copy / "build" / "part.tar").rename(copy / "build" / "parts" / "phan-1" / "part.tar")
        shutil.rmtree(copy / "build" / "docs")
    if step == "Ghi số liệu vào nhánh và mở đề nghị sửa":
        shutil.copytree(copy / "build" / "upload", copy.parent / "upload")


def after(workflow_name: str, step: str, copy: Path) -> None:
    """Saves the files that a later step would overwrite, because steps for failures run here too."""
    if step == "Nêu những gì sẽ thay đổi":
        shutil.copy(copy / "build" / "review" / "review.md", copy.parent / "review.md")
    if step == "Lập danh sách mã băm":
        shutil.copytree(copy / "build" / "site", copy.parent / f"site-of-{workflow_name}")


@pytest.mark.parametrize("name", [path.stem for path in WORKFLOWS])
def test_commands_run_in_a_fresh_clone(name: str, clone: Path) -> None:
    for step in steps(name):
        if (name, step["name"]) not in NOT_HERE:
            before(step["name"], clone)
            own = {key: filled(value) for key, value in step.get("env", {}).items()}
            run(filled(step["run"]), clone, {**environment(clone.parent), **own})
            after(name, step["name"], clone)


def test_the_commands_leave_the_expected_files(clone: Path) -> None:
    """The review names the changed figure, the summary states what was checked, and the issue was requested."""
    review = (clone.parent / "review.md").read_text(encoding="utf-8")
    summary = (clone.parent / "summary.md").read_text(encoding="utf-8")
    calls = (clone.parent / "gh.log").read_text(encoding="utf-8")
    assert (clone / "build" / "review" / "number").read_text(encoding="utf-8") == "12\n"
    assert summary == "Dữ liệu hợp lệ, không có cảnh báo nào.\n"
    assert "| 62,50% | 82,50% | demo-2024, PL.I:1 |" in review
    assert "- **1** đánh giá đổi kết quả" in review
    assert "issue create --title Số liệu của tháng trước chưa có" in calls
    assert "issue create --title Liên kết" not in calls
    assert "pr create --head phien-ban --base main --title Chốt phiên bản dữ liệu 20" in calls
    body = (clone.parent / "upload" / "body.md").read_text(encoding="utf-8")
    assert "Máy **chưa nhập được** tệp gửi lên" in body
    assert "    Không thấy tệp số liệu nào trong thư mục nhap." in body


def test_every_published_file_is_in_the_attested_list(clone: Path) -> None:
    site = clone / "site"
    entries = [line.split("  ", 1) for line in (site / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    del files["SHA256SUMS"]
    assert {path: digest for digest, path in entries} == {
        path: hashlib.sha256(file.read_bytes()).hexdigest() for path, file in files.items()
    }
    attest = workflow("deploy")["jobs"]["attest"]["steps"][-1]
    assert attest["uses"].startswith("actions/attest-build-provenance@")
    assert str(attest["with"]["subject-path"]).split() == ["site/SHA256SUMS", "site/data/*.csv", "site/data/*.json"]


def test_a_changed_file_is_not_attested(clone: Path) -> None:
    (step,) = (step for step in workflow("deploy")["jobs"]["attest"]["steps"] if "run" in step)
    shutil.copytree(clone / "site", clone / "changed" / "site")
    (clone / "changed" / "site" / "data" / "results.csv").write_text("sửa tay", encoding="utf-8")
    (clone / "changed" / "pages").mkdir()
    run("tar -c -f pages/artifact.tar -C site . && rm -r site", clone / "changed", environment(clone.parent))
    done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=clone / "changed", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"data/results.csv: FAILED\n")


def test_a_release_is_proposed_with_all_files_it_wrote(clone: Path) -> None:
    """The ledger has the address of the release's page. Without it the check of the pull request would fail."""
    shown = run("git show --name-only --format= phien-ban", clone.parent / "origin", environment(clone.parent))
    recorded = set(shown.splitlines())
    assert {"CITATION.cff", "data/addresses.txt", "data/history/releases.csv"} <= recorded
    run("git clone -q -b phien-ban origin proposed", clone.parent, environment(clone.parent))
    assert main(["check", "--root", str(clone.parent / "proposed")]) == 0


def test_a_build_on_several_machines_gives_the_deployed_site(clone: Path) -> None:
    """The workflow for several machines, which can replace the build of deploy.yml, gives the same bytes."""
    trees = [
        {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (clone.parent / "site-of-deploy", clone.parent / "site-of-parts")
    ]
    assert len(trees[0]) > 50
    assert {path for path in trees[0].keys() | trees[1].keys() if trees[0].get(path) != trees[1].get(path)} == set()


REPORT = ["(Kèm theo Báo cáo số 7/BC-UBND ngày 1 tháng 8 năm 2024 của UBND tỉnh Thử)"]
HEAD = ["STT", "Đơn vị", "Thời gian chờ tháng 7/2024"]
BRANCH = "nhap/demo-7_2024-07"
COMMIT = "git -c user.name=x -c user.email=x@x commit -q -m upload"


def body_of(copy: Path, variables: dict[str, str], upload: Path | None = None) -> str:
    """Returns the text of the pull request about an upload that was read into this folder."""
    folder = upload or copy / "build" / "upload"
    github = {"BASE": "main", "GH_TOKEN": "none", "GH_REPO": "so/cong"}
    run(f".ci/propose-upload {BRANCH} {folder}", copy, {**variables, **github})
    return (folder / "body.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def proposed(clone: Path) -> Path:
    """A clone with a branch to which a workbook with figures of two units was uploaded, and for which the workflow
    opened a pull request. `kept` has the files that the jobs of the workflow share."""
    copy, variables = clone.parent / "uploaded", environment(clone.parent)
    run(f"git clone -q {clone.parent / 'origin'} {copy} && git -C {copy} checkout -q -b {BRANCH}", clone, variables)
    install(copy)
    (copy / "nhap").mkdir(exist_ok=True)
    saved({"Phụ lục": [REPORT, HEAD, [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]}, copy / "nhap" / "thang-7.xlsx")
    run(f"git add nhap && {COMMIT} && git push -q origin {BRANCH}", copy, variables)
    run(f".ci/read-upload {BRANCH}", copy, variables)
    shutil.copytree(copy / "build" / "upload", copy / "kept")
    run("git reset -q --hard && git clean -q -f -d data", copy, variables)
    body_of(copy, variables, copy / "kept")
    return copy


def test_an_uploaded_workbook_becomes_a_pull_request(clone: Path, proposed: Path) -> None:
    """The rows are on the branch, the workbook is deleted, and the pull request describes what was understood."""
    changed = run(f"git show --stat=200 --format= {BRANCH}", clone.parent / "origin", environment(clone.parent))
    rows = run(f"git show {BRANCH}:data/results/demo-7.csv", clone.parent / "origin", environment(clone.parent))
    body = (proposed / "kept" / "body.md").read_text(encoding="utf-8")
    assert "data/results/demo-7.csv" in changed
    assert "data/sources.yml" in changed
    assert "nhap/thang-7.xlsx" in changed
    assert "demo.so-a,,,waiting-time,2024-07,21,,,PL:1," in rows
    assert body.startswith("Máy đã đọc tệp gửi lên và nhập số liệu như dưới đây.")
    assert re.search(r"Phụ lục!C3\s+20 → 21 ", body)
    assert f"pr create --head {BRANCH} --base main" in (clone.parent / "gh.log").read_text()


@pytest.mark.parametrize(("foreign", "expected"), [("false", "pr edit 5"), ("true", "pr create")])
def test_a_pull_request_from_a_fork_is_not_taken_for_ours(
    foreign: str, expected: str, clone: Path, proposed: Path, tmp_path: Path
) -> None:
    """A stranger may name a branch of a fork like ours. Our text would recommend what that pull request changes."""
    for name, text in (("questions.txt", ""), ("understood.txt", "x"), ("status", "1"), ("unread", "")):
        (tmp_path / name).write_text(text)
    pulls = f'[{{"number": 5, "isCrossRepository": {foreign}}}]'
    variables = {**environment(clone.parent), "GH_PULLS": pulls, "GH_LOG": str(tmp_path / "gh.log")}
    body_of(proposed, variables, tmp_path)
    assert (tmp_path / "gh.log").read_text().splitlines()[-1].startswith(expected)


def test_a_workbook_sent_again_without_a_unit_needs_a_decision(clone: Path, proposed: Path) -> None:
    """The workbook is refused until a file beside it states what to do with that unit's figure. The pull request links
    to the page on which this file is written."""
    variables, upload = environment(clone.parent), proposed / "build" / "upload"
    saved({"Phụ lục": [REPORT, HEAD, [1, "Sở An Bình", 22]]}, proposed / "nhap" / "thang-7.xlsx")
    run(f"git add nhap && {COMMIT}", proposed, variables)
    assert "1 số của kỳ này (demo.so-b)" in run(f".ci/read-upload {BRANCH}", proposed, variables)
    assert (upload / "status").read_text() == "1\n"
    run("git reset -q && rm nhap/*.txt", proposed, variables)
    body = body_of(proposed, variables)
    assert f"[ghi câu trả lời](https://github.com/so/cong/new/{BRANCH}?filename=nhap/thang-7.tra-loi.txt)" in body
    assert f"[xóa tệp](https://github.com/so/cong/delete/{BRANCH}/nhap/thang-7.xlsx)" in body
    assert f"[tải lên lại](https://github.com/so/cong/upload/{BRANCH}/nhap)" in body
    assert "README" not in body
    (proposed / "nhap" / "thang-7.tra-loi.txt").write_text("MISSING=remove\n", encoding="utf-8")
    run(f"git add nhap && {COMMIT}", proposed, variables)
    run(f".ci/read-upload {BRANCH}", proposed, variables)
    patch = (upload / "rows.patch").read_text(encoding="utf-8")
    assert (upload / "status").read_text() == "0\n"
    assert "-demo.so-b,,,waiting-time,2024-07,36,,,PL:2," in patch
    assert "nhap/thang-7.tra-loi.txt" in patch


def test_a_scan_is_refused_with_the_reason(clone: Path, proposed: Path) -> None:
    variables, upload = environment(clone.parent), proposed / "build" / "upload"
    run("git reset -q --hard && rm -f nhap/*.xlsx nhap/*.txt", proposed, variables)
    (proposed / "nhap" / "Phụ lục.pdf").write_bytes(b"%PDF-1.4")
    run(f"git add -A nhap && {COMMIT}", proposed, variables)
    assert "Phụ lục.pdf: là bản quét hoặc tệp PDF" in run(f".ci/read-upload {BRANCH}", proposed, variables)
    assert (upload / "unread").read_text(encoding="utf-8") == "nhap/Phụ lục.pdf\0nhap/Phụ lục.tra-loi.txt\0"


def test_nothing_is_said_to_be_written_while_another_workbook_has_a_question(clone: Path, proposed: Path) -> None:
    """The questions come first, and the names of files have no effect on the text around them. The answers are then
    read from the file whose page the text links to."""
    variables, upload = environment(clone.parent), proposed / "build" / "upload"
    run("git reset -q --hard && git rm -q nhap/*.pdf && git clean -q -f nhap", proposed, variables)
    odd = "Bảng [2] (mới) `b` & 'c'"
    saved({"Phụ lục": [REPORT, HEAD, [1, "Sở An Bình", 23]]}, proposed / "nhap" / "a.xlsx")
    saved({"Phụ lục 2": [REPORT, [*HEAD, "Cột lạ"], [1, "Sở Đại Đồng", 37, 5]]}, proposed / "nhap" / f"{odd}.XLSX")
    (proposed / "nhap" / "a (1).tra-loi.txt").write_text("PERIOD=2024-06", encoding="utf-8")
    (proposed / "nhap" / f"{odd}.tra-loi.txt").write_text("", encoding="utf-8")
    (proposed / "nhap" / "a.tra-loi.txt").write_text("MISSING=keep\n", encoding="utf-8")
    run(f"git add -A nhap && {COMMIT}", proposed, variables)
    run(f".ci/read-upload {BRANCH}", proposed, variables)
    assert (upload / "status").read_text() == "1\n"
    run("git checkout -q -f && git clean -q -f", proposed, variables)
    body = body_of(proposed, variables)
    assert "Đã ghi" not in body
    assert body.index("gợi ý:") < body.index("Đọc được")
    assert "\n    Không dùng đến a (1).tra-loi.txt: không có tệp số liệu nào mang tên ấy.\n" in body
    (proposed / "nhap" / f"{odd}.tra-loi.txt").write_text("D2=skip\nMISSING=keep\n", encoding="utf-8")
    encoded = "B%E1%BA%A3ng%20%5B2%5D%20%28m%E1%BB%9Bi%29%20%60b%60%20%26%20%27c%27"
    place = f"https://github.com/so/cong/edit/{BRANCH}/nhap/{encoded}.tra-loi.txt"
    assert f"\n- `nhap/Bảng [2] (mới) b & 'c'.XLSX`: [ghi câu trả lời]({place}), [tải lên lại](" in body
    run(f"git add -A nhap && {COMMIT}", proposed, variables)
    run(f".ci/read-upload {BRANCH}", proposed, variables)
    assert (upload / "status").read_text() == "0\n"
    assert run("git ls-files nhap", proposed, variables) == "nhap/README.md\n"


def test_workbooks_of_one_name_have_answers_of_their_own(clone: Path, proposed: Path) -> None:
    """Both have a question at D2. One file would answer both with the same words."""
    variables, upload = environment(clone.parent), proposed / "build" / "upload"
    run("git reset -q --hard && git rm -q -r nhap && git clean -q -f -d nhap && mkdir -p nhap", proposed, variables)
    uploaded = proposed / "nhap"
    for ending, name in {".ods": "Sở Đại Đồng", ".xlsx": "Sở An Bình"}.items():
        table = [REPORT, [*HEAD, "Cột lạ"], [1, name, 24, 9]]
        saved({f"Phụ lục{ending}": table}, uploaded / f"a{ending}")
    (uploaded / "a.tra-loi.txt").write_text("D2=skip\nMISSING=keep\n", encoding="utf-8")
    run(f"git add -A nhap && {COMMIT}", proposed, variables)
    unused = "Không dùng đến a.tra-loi.txt: nhiều tệp số liệu mang tên ấy, mỗi tệp có tệp trả lời riêng."
    assert unused in run(f".ci/read-upload {BRANCH}", proposed, variables)
    assert (upload / "unread").read_text(encoding="utf-8").split("\0")[1::2] == [
        "nhap/a.ods.tra-loi.txt",
        "nhap/a.xlsx.tra-loi.txt",
    ]
    for ending, answer in {".ods": "services-total", ".xlsx": "skip"}.items():
        (uploaded / f"a{ending}.tra-loi.txt").write_text(f"D2={answer}\nMISSING=keep\n", encoding="utf-8")
    run(f"git add -A nhap && {COMMIT} && .ci/read-upload {BRANCH}", proposed, variables)
    patch = (upload / "rows.patch").read_text(encoding="utf-8")
    assert re.findall(r"\+(demo\.\S+),,,services-total,2024-07,9,", patch) == ["demo.so-b"]
    assert run("git ls-files nhap", proposed, variables) == ""


def test_the_middle_of_a_long_table_is_left_out(clone: Path, proposed: Path, tmp_path: Path) -> None:
    """GitHub accepts 65,536 characters. The lines at the end state what was not imported. Bytes that are not UTF-8 do
    not stop the script."""
    lines = [f"Xã thứ {number} của huyện, thanh toán trực tuyến, tháng 7/2024, 31,98%" for number in range(2000)]
    (tmp_path / "understood.txt").write_bytes("\n".join([*lines, "Không đưa vào số liệu: D5"]).encode() + b"\xe1\n")
    for name, text in (("questions.txt", "C3\n" * 40_000), ("status", "1"), ("unread", ""), ("rows.patch", "")):
        (tmp_path / name).write_text(text)
    body = body_of(proposed, environment(clone.parent), tmp_path)
    assert len(body) < 65_536
    assert body.count("\n    … (bớt đoạn giữa; ") == 2
    shown = body.partition("Máy hiểu tệp này như sau")[2].splitlines()
    assert shown[2] == f"    {lines[0]}"
    assert shown[-3:] == ["    Không đưa vào số liệu: D5", "", "</details>"]
    assert [line for line in shown[2:-3] if line[4:] not in lines and "bớt đoạn giữa" not in line] == []


def test_an_upload_that_is_left_in_a_pull_request_is_refused(clone: Path, tmp_path: Path) -> None:
    """Merged, it would be imported again with the next upload."""
    (step,) = (step for step in steps("pull-request") if step["name"] == "Xem còn tệp gửi lên nào chưa nhập")
    (tmp_path / "nhap").mkdir()
    (tmp_path / "nhap" / "README.md").touch()
    (tmp_path / "nhap" / "thang-7.xlsx").touch()
    printed = []
    for added in ("README.md", "thang-7.xlsx"):
        run(f"git init -q && git add nhap/{added}", tmp_path, environment(clone.parent))
        command = ["bash", "-e", "-c", step["run"]]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        printed.append((done.returncode, done.stdout.splitlines()[1:]))
    assert printed == [(0, []), (1, ["nhap/thang-7.xlsx"])]


def test_every_excluded_step_exists() -> None:
    known = {(path.stem, step["name"]) for path in WORKFLOWS for step in steps(path.stem)}
    assert set(NOT_HERE) <= known
