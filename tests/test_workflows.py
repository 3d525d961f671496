"""Runs the commands of each workflow in order in a fresh clone. Commands that cannot run here are listed with the
reason."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from generator.founding.copying import copied_paths
from tests.conftest import ROOT
from tests.importing.workbooks import saved

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
NOT_HERE = {
    ("deploy", "Dựng cổng và chạy kiểm thử"): "runs these very tests",
    ("pull-request", "Dựng cổng và chạy kiểm thử"): "runs these very tests",
    ("weekly", "Tìm liên kết hỏng"): "asks other sites; tests/test_ci.py tries it on a server of its own",
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
case "$*" in *artifacts*) echo '{"artifacts": []}' ;; esac
"""


def steps(path: Path) -> list[dict[str, object]]:
    """Returns the steps of a workflow's jobs that run commands, in order."""
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    return [step for job in jobs for step in job["steps"] if "run" in step]


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
    listed = done.stdout.split("\0") if done.returncode == 0 else [*copied_paths(ROOT), "CHANGELOG.md"]
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
    shutil.copytree(ROOT / "tests" / "mini" / "data", origin / "data")
    assert main(["format", "--root", str(origin)]) == 0
    git = "git -c user.name=x -c user.email=x@x"
    run(f"git init -q -b main && git add -A && {git} commit -q -m first", origin, environment(folder))
    figures = origin / "data" / "results" / "demo-2024.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace(",62.50,", ",82.50,"), encoding="utf-8")
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
    if step == "Lấy các tệp dữ liệu":
        (copy / "pages").mkdir()
        shutil.copytree(copy / "build" / "site", copy.parent / "deployed")
        with tarfile.open(copy / "pages" / "artifact.tar", "w") as archive:
            archive.add(copy / "build" / "site", ".")
    if step == "Mở các phần đã dựng":
        (copy / "build" / "parts" / "phan-1").mkdir(parents=True)
        (copy / "build" / "part.tar").rename(copy / "build" / "parts" / "phan-1" / "part.tar")
        shutil.rmtree(copy / "build" / "docs")
    if step == "Ghi số liệu vào nhánh và mở đề nghị sửa":
        shutil.copytree(copy / "build" / "upload", copy.parent / "upload")


def after(step: str, copy: Path) -> None:
    """Saves the files that a later step would overwrite, because steps for failures run here too."""
    if step == "Nêu những gì sẽ thay đổi":
        shutil.copy(copy / "build" / "review" / "review.md", copy.parent / "review.md")
    if step == "Gộp và dựng trang với địa chỉ công khai":
        shutil.copytree(copy / "build" / "site", copy.parent / "in-parts")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_commands_run_in_a_fresh_clone(path: Path, clone: Path) -> None:
    for step in steps(path):
        name = str(step["name"])
        if (path.stem, name) not in NOT_HERE:
            before(name, clone)
            own = {key: filled(value) for key, value in dict(step.get("env", {})).items()}
            run(filled(str(step["run"])), clone, {**environment(clone.parent), **own})
            after(name, clone)


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
    assert "Máy **chưa nhập được** tệp gửi lên" in (clone.parent / "upload" / "body.md").read_text(encoding="utf-8")
    assert (clone / "site" / "data" / "results.csv").is_file()


def test_a_release_is_proposed_with_all_files_it_wrote(clone: Path) -> None:
    """The ledger has the address of the release's page. Without it the check of the pull request would fail."""
    shown = run("git show --name-only --format= phien-ban", clone.parent / "origin", environment(clone.parent))
    recorded = set(shown.splitlines())
    assert {"CITATION.cff", "data/addresses.txt", "data/history/releases.csv"} <= recorded
    run("git clone -q -b phien-ban origin proposed", clone.parent, environment(clone.parent))
    assert main(["check", "--root", str(clone.parent / "proposed")]) == 0


def test_a_build_on_several_machines_gives_the_deployed_site(clone: Path) -> None:
    """The job for several machines, which replaces the build of deploy.yml, gives the same bytes."""
    trees = [
        {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (clone.parent / "deployed", clone.parent / "in-parts")
    ]
    assert len(trees[0]) > 50
    assert {path for path in trees[0].keys() | trees[1].keys() if trees[0].get(path) != trees[1].get(path)} == set()


def test_an_uploaded_workbook_becomes_a_pull_request(clone: Path) -> None:
    """The rows are on the branch, the workbook is deleted, and the pull request describes what was understood."""
    branch, copy = "nhap/demo-7/2024-07", clone.parent / "uploaded"
    run(
        f"git clone -q {clone.parent / 'origin'} {copy} && git -C {copy} checkout -q -b {branch}",
        clone,
        environment(clone.parent),
    )
    install(copy)
    (copy / "nhap").mkdir(exist_ok=True)
    report = ["(Kèm theo Báo cáo số 7/BC-UBND ngày 1 tháng 8 năm 2024 của UBND tỉnh Thử)"]
    head = ["STT", "Đơn vị", "Thời gian chờ tháng 7/2024"]
    table = [report, head, [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    saved({"Phụ lục": table}, copy / "nhap" / "thang-7.xlsx")
    git = "git -c user.name=x -c user.email=x@x"
    run(f"git add nhap && {git} commit -q -m upload && git push -q origin {branch}", copy, environment(clone.parent))
    run(f".ci/read-upload {branch}", copy, environment(clone.parent))
    shutil.copytree(copy / "build" / "upload", copy / "kept")
    run("git reset -q --hard && git clean -q -f -d data", copy, environment(clone.parent))
    run(f".ci/propose-upload {branch} kept", copy, {**environment(clone.parent), "BASE": "main", "GH_TOKEN": "none"})
    changed = run(f"git show --stat=200 --format= {branch}", clone.parent / "origin", environment(clone.parent))
    rows = run(f"git show {branch}:data/results/demo-7.csv", clone.parent / "origin", environment(clone.parent))
    body = (copy / "kept" / "body.md").read_text(encoding="utf-8")
    assert "data/results/demo-7.csv" in changed
    assert "data/sources.yml" in changed
    assert "nhap/thang-7.xlsx" in changed
    assert "demo.so-a,,,waiting-time,2024-07,21,,,PL:1," in rows
    assert body.startswith("Máy đã đọc tệp gửi lên và nhập số liệu như dưới đây.")
    assert re.search(r"Phụ lục!C3\s+20 → 21 ", body)
    assert "pr create --head nhap/demo-7/2024-07 --base main" in (clone.parent / "gh.log").read_text()
    # The workbook is sent again without one unit. It is refused until a file beside it states what to do with that
    # unit's figure.
    saved({"Phụ lục": [report, head, [1, "Sở An Bình", 22]]}, copy / "nhap" / "thang-7.xlsx")
    run(f"git add nhap && {git} commit -q -m upload", copy, environment(clone.parent))
    assert "1 số của kỳ này (demo.so-b)" in run(f".ci/read-upload {branch}", copy, environment(clone.parent))
    assert (copy / "build" / "upload" / "status").read_text() == "1\n"
    (copy / "nhap" / "bo-so-cu.txt").write_text("bỏ\n", encoding="utf-8")
    run(f"git reset -q && git add nhap && {git} commit -q -m upload", copy, environment(clone.parent))
    run(f".ci/read-upload {branch}", copy, environment(clone.parent))
    patch = (copy / "build" / "upload" / "rows.patch").read_text(encoding="utf-8")
    assert (copy / "build" / "upload" / "status").read_text() == "0\n"
    assert "-demo.so-b,,,waiting-time,2024-07,36,,,PL:2," in patch
    assert "nhap/bo-so-cu.txt" in patch


def test_every_excluded_step_exists() -> None:
    known = {(path.stem, str(step["name"])) for path in WORKFLOWS for step in steps(path)}
    assert set(NOT_HERE) <= known


def test_actions_are_pinned_and_tokens_have_minimal_rights() -> None:
    """Every action has a full commit id, no workflow has permissions as a whole, and no checkout keeps a token."""
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {}, path.name
        for used in re.findall(r"uses: (\S+)", text):
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", used), used
        for job in workflow["jobs"].values():
            for step in job["steps"]:
                if "actions/checkout" in step.get("uses", ""):
                    assert step["with"]["persist-credentials"] is False, path.name


def test_the_workflow_that_may_write_runs_no_code_of_a_pull_request() -> None:
    """The workflow that comments runs only one script of the main branch."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "comment.yml").read_text(encoding="utf-8"))
    checkout, step = workflow["jobs"]["comment"]["steps"]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert step["run"] == ".ci/comment"
