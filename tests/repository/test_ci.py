"""Tests the scripts in .ci that workflows run: comments on pull requests, dead outside links, issues, and the size
of the site."""

import http.server
import importlib.machinery
import importlib.util
import io
import json
import os
import runpy
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.folders import ROOT

OWN = {"number": 7, "title": "T", "author": {"is_bot": True, "login": "app/github-actions"}}
STRANGERS = {"number": 5, "title": "T", "author": {"is_bot": False, "login": "someone"}}
SHA = "a" * 40
PULL = {"state": "open", "base": {"repo": {"full_name": "tinh/cong"}}, "head": {"sha": SHA}}


def script(name: str) -> ModuleType:
    """Loads a script of .ci as a module."""
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(ROOT / ".ci" / name))
    sys.dont_write_bytecode, kept = True, sys.dont_write_bytecode
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    sys.dont_write_bytecode = kept
    return module


comment = script("comment")
outside = script("outside-links")
weight = script("weight")


def packed(**members: str | bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("_md", ".md"), content)
    return archive.getvalue()


def test_the_pull_request_number_and_the_text_are_read() -> None:
    assert comment.contents(packed(number="12\n", review_md="### Thay đổi")) == (12, "### Thay đổi")


@pytest.mark.parametrize(
    "members",
    [
        {"number": "12; rm -rf /", "review_md": "x"},
        {"number": "0", "review_md": "x"},
        {"number": "12"},
        {"number": "12", "review_md": "x" * 400_001},
        {"number": "12", "review_md": b"\xff\xfe"},
    ],
    ids=["no number", "zero", "no text", "too large", "no UTF-8"],
)
def test_an_artifact_that_is_no_review_is_refused(members: dict[str, str | bytes]) -> None:
    with pytest.raises(comment.Refused):
        comment.contents(packed(**members))


@pytest.mark.parametrize(
    "pull",
    [
        PULL | {"head": {"sha": "b" * 40}},
        PULL | {"state": "closed"},
        PULL | {"base": {"repo": {"full_name": "khac/cong"}}},
    ],
    ids=["another commit", "closed", "another repository"],
)
def test_the_number_of_another_pull_request_is_refused(pull: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise an untrusted check could write a comment into any pull request."""
    monkeypatch.setattr(comment, "gh", lambda *_, **__: json.dumps(pull).encode())
    with pytest.raises(comment.Refused):
        comment.prove("tinh/cong", 12, SHA)


def test_the_number_of_the_checked_pull_request_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comment, "gh", lambda *_, **__: json.dumps(PULL).encode())
    comment.prove("tinh/cong", 12, SHA)


def test_an_artifact_that_is_too_large_is_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = {"artifacts": [{"id": 1, "size_in_bytes": 400_001}]}
    monkeypatch.setattr(comment, "gh", lambda *_, **__: json.dumps(listed).encode())
    with pytest.raises(comment.Refused):
        comment.artifact("tinh/cong", "34")


def test_folds_and_tables_are_kept_in_a_comment() -> None:
    fold = "<details open><summary>Cảnh báo (2)</summary>\n\n| Chỗ |\n|---|\n| a &lt;b |\n\n</details>"
    text = f"- **2** cảnh báo mới\n\n{fold}"
    assert comment.harmless(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>x</script>", "&lt;script>x&lt;/script>"),
        ('<img src="https://b.vn/x">', '&lt;img src="https:\u200b//b.vn/x">'),
        ('<details ontoggle="x">', '&lt;details ontoggle="x">'),
        ("[a](/b) ![c](d)", "&#91;a&#93;(/b) !&#91;c&#93;(d)"),
        ("\\[a\\]", "&#91;a&#93;"),
        ("@ubnd #12 GH-3 www.b.vn", "@\u200bubnd #\u200b12 GH\u200b-3 www\u200b.b.vn"),
        ("#123; @123; a&#39;b", "#\u200b123; @\u200b123; a&#39;b"),
        ("&#64;ubnd &commat;ubnd https&#58;//b.vn", "&amp;#\u200b64;ubnd &amp;commat;ubnd https&amp;#\u200b58;//b.vn"),
        ("a\x00\u202eb", "ab"),
    ],
)
def test_other_html_links_and_mentions_have_no_effect_in_a_comment(text: str, shown: str) -> None:
    assert comment.harmless(text) == shown


def test_a_comment_names_the_commit_and_has_a_limited_length() -> None:
    assert comment.comment_of("### Thay đổi", SHA).startswith("<!-- nhan-xet-tu-dong -->\n### Thay đổi\n")
    assert "aaaaaaa;" in comment.comment_of("x", SHA)
    assert len(comment.comment_of("x" * 70_000, SHA)) < 65_536


@pytest.mark.parametrize(
    ("login", "expected"),
    [("github-actions[bot]", "PATCH repos/r/n/issues/comments/7"), ("someone", "POST repos/r/n/issues/12/comments")],
)
def test_only_a_comment_of_the_bot_itself_is_overwritten(
    login: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comment by another user is not overwritten, even if it begins with the same mark."""
    calls: list[str] = []
    comments = [[{"id": 7, "user": {"login": login}, "body": "<!-- nhan-xet-tu-dong -->\ncũ"}]]

    def gh(*arguments: str, text: str = "") -> bytes:
        calls.append(" ".join(arguments) + text)
        return json.dumps(comments).encode()

    monkeypatch.setattr(comment, "gh", gh)
    comment.post("r/n", 12, "mới")
    assert calls[-1] == f'--method {expected} --input -{{"body": "m\\u1edbi"}}'


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers each request with the status code in the path."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Writes no log."""


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def test_each_dead_link_is_reported_once_with_a_page(server: str, tmp_path: Path) -> None:
    """Status 403 may only refuse robots, so the link does not count as dead. The site's own links are not checked
    here."""
    links = [f"{server}/{status}" for status in (200, 403, 404, 404, 410)]
    page = "".join(f'<a class="x" href="{link}#a">x</a>' for link in links)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text(page + '<a href="https://own.vn/x/">x</a><a href="../">x</a>')
    found = outside.links(tmp_path, "https://own.vn/")
    assert list(outside.dead(found)) == [
        f"- <{server}/404> ở trang `a/index.html`: trả lời 404",
        f"- <{server}/410> ở trang `a/index.html`: trả lời 410",
    ]


def test_the_address_of_a_link_cannot_leave_its_place_in_the_list(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<a href="https://b.vn/đ&gt;![x](/y)?a=1&amp;b=%20">x</a>', encoding="utf-8")
    assert list(outside.links(tmp_path, "")) == ["https://b.vn/%C4%91%3E![x](/y)?a=1&b=%20"]


def test_a_link_to_an_unreachable_server_is_dead() -> None:
    assert outside.fault("http://127.0.0.1:9/").startswith("không kết nối được")


@pytest.mark.parametrize(
    ("listed", "body", "expected"),
    [
        ([], "- Tháng 6/2024", "issue create --title T --body-file -"),
        ([STRANGERS, OWN], "- Tháng 6/2024", "issue edit 7 --body-file -"),
        ([STRANGERS], "- Tháng 6/2024", "issue create --title T --body-file -"),
        ([OWN], "\n", "issue close 7 --comment Lần kiểm tra này không còn thấy nữa."),
        ([STRANGERS], "", ""),
    ],
)
def test_an_issue_is_opened_changed_and_closed(listed: list[object], body: str, expected: str, tmp_path: Path) -> None:
    """An issue of a stranger is left alone: they could change the text that the workflow writes into it."""
    tool = tmp_path / "gh"
    answer = json.dumps(listed)
    tool.write_text(f'#!/bin/sh\ncase "$*" in *list*) echo \'{answer}\' ;; *) echo "$@" > {tmp_path}/asked ;; esac\n')
    tool.chmod(0o755)
    (tmp_path / "asked").write_text("")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "BODY": body}  # noqa: TID251 - programs are found there
    subprocess.run([ROOT / ".ci" / "issue", "T"], env=environment, check=True)
    assert (tmp_path / "asked").read_text().strip() == expected


def outcome(command: str, place: Path) -> tuple[int, str]:
    """Returns the exit code of `.ci/output` with a shell command, and what it wrote as output of the step."""
    place.touch()
    environment = {"PATH": os.environ["PATH"], "GITHUB_OUTPUT": str(place)}  # noqa: TID251 - programs are found there
    done = subprocess.run([ROOT / ".ci" / "output", "sh", "-c", command], env=environment, check=False)
    return done.returncode, place.read_text()


def test_what_a_command_prints_becomes_the_body_of_an_issue(tmp_path: Path) -> None:
    """At most 200 lines, because an issue has a limited length."""
    assert outcome("echo '- a'; echo '- b'", tmp_path / "two") == (
        0,
        "body<<THE-LIST-ENDS-HERE\n- a\n- b\nTHE-LIST-ENDS-HERE\n",
    )
    status, written = outcome("seq 1000", tmp_path / "many")
    assert (status, written.splitlines()[1:-1]) == (0, [str(number) for number in range(1, 201)])


def test_a_command_that_fails_closes_no_issue(tmp_path: Path) -> None:
    """The step fails without an output. An empty one would mean that the command found nothing."""
    assert outcome("echo '- a'; exit 3", tmp_path / "none") == (3, "")


def test_the_source_date_is_a_midnight_in_utc() -> None:
    """The script prints midnight UTC of the current day in Vietnam, where the day begins at 17:00 UTC."""
    script = runpy.run_path(str(ROOT / ".ci" / "source-date"))
    midnight = {
        clock: script["today_in_vietnam"](datetime.fromisoformat(clock))
        for clock in ("2026-01-09T16:59:59+00:00", "2026-01-09T17:00:00+00:00")
    }
    assert midnight == {"2026-01-09T16:59:59+00:00": "1767916800", "2026-01-09T17:00:00+00:00": "1768003200"}
    printed = subprocess.run([ROOT / ".ci" / "source-date", "today"], capture_output=True, text=True, check=True).stdout
    assert int(printed) % 86_400 == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sources.yml", "- id: a\n  issued_on: 2026-01-09\n- id: b\n  issued_on: '2026-01-10'\n"),
        ("accepted.csv", 'warning_id,reason,accepted_by,accepted_on\nx,"đến 2027-01-01, đúng",a,2026-01-10\n'),
        ("corrections.csv", "finding_id,answer,answered_by,answered_on,source_id\nx,đúng,a,2026-01-10,\n"),
        ("history/releases.csv", "id,on,rows,sha256,addresses\n2026-01-10,2026-01-10,1,a,b\n"),
    ],
)
def test_the_source_date_outside_git_is_the_newest_date_of_the_data(name: str, text: str, tmp_path: Path) -> None:
    """An answer or a release must not be in the future of the site."""
    older = {"sources.yml": "- id: a\n  issued_on: 2026-01-08\n", name: text}
    for path, written in older.items():
        (tmp_path / "data" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / path).write_text(written, encoding="utf-8")
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "source-date", tmp_path / ".ci")
    assert subprocess.check_output([tmp_path / ".ci" / "source-date"], text=True).strip() == "1768003200"  # 2026-01-10


@pytest.mark.parametrize(
    "branch",
    [
        *("nhap/", "nhap/1612/UBND-KSTT", "nhap/1612-UBND-KSTT-2024/thang-6", "nhap/so-liệu", "nhap/1612-QĐ-UBND-2024"),
        *("nhap/1612-UBND-KSTT-2024/2024-13", "nhap/1612-UBND-KSTT-2024_6", "an-patch-1"),
    ],
)
def test_a_branch_without_a_valid_document_name_is_explained(branch: str, tmp_path: Path) -> None:
    """The pull request states the remedy, since staff without git do not see the output of the workflow."""
    script = tmp_path / ".ci" / "read-upload"
    script.parent.mkdir()
    shutil.copy(ROOT / ".ci" / "read-upload", script)
    subprocess.run([script, branch], check=True)
    written = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "build" / "upload").iterdir()}
    assert written.pop("questions.txt").startswith(f"Tên nhánh {branch} chưa đúng")
    assert written == {"status": "2\n", "rows.patch": "", "unread": "", "understood.txt": ""}


@pytest.mark.parametrize("period", ["", "_2024-06", "_2024", "/2024-Q2"])
def test_a_branch_may_name_the_period_after_the_document(period: str, tmp_path: Path) -> None:
    """After `_`, no branch is in the way of another one: git has no branch `a/b` beside a branch `a`."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run([tmp_path / ".ci" / "read-upload", f"nhap/1612-UBND-KSTT-2024{period}"], check=True)
    questions = (tmp_path / "build" / "upload" / "questions.txt").read_text(encoding="utf-8")
    assert questions == "Không thấy tệp số liệu nào trong thư mục nhap.\n"


def test_a_warning_is_given_when_the_site_reaches_four_fifths_of_the_hosts_limit(tmp_path: Path) -> None:
    for name, letters in (("index.html", 300), ("data/results.csv", 500)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * letters)
    assert weight.size(tmp_path) == 800
    assert weight.told(799, 1000) == ""
    warning = weight.told(800_000_000, 1_000_000_000)
    assert warning.startswith("Website nặng 800 MB; GitHub Pages chỉ nhận đến 1.000 MB.")


@pytest.mark.parametrize(("taken", "lines"), [("1000", 1), ("1002", 0)])
def test_the_size_of_the_site_is_printed_only_near_the_limit(taken: str, lines: int, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"x" * 801)
    command = [sys.executable, str(ROOT / ".ci" / "weight"), str(tmp_path), taken]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert len(output.splitlines()) == lines


def test_the_list_of_hashes_has_every_file_but_itself(tmp_path: Path) -> None:
    """The hashes are those that FIPS 180 states for `abc` and for no bytes. A second run gives the same list."""
    (tmp_path / "data").mkdir()
    (tmp_path / "index.html").write_bytes(b"abc")
    (tmp_path / "data" / "x.csv").write_bytes(b"")
    for _ in range(2):
        subprocess.run([sys.executable, str(ROOT / ".ci" / "checksums"), str(tmp_path)], check=True)
        assert (tmp_path / "SHA256SUMS").read_text() == (
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  data/x.csv\n"
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  index.html\n"
        )


VULNERABLE = {
    "python3": 'mkdir "$3/bin" && cp "${0%/*}/pip" "${0%/*}/pip-audit" "$3/bin"',
    "pip": "exit 0",
    "pip-audit": 'case "$*" in *requirements.lock) echo "| x | PYSEC-1 |"; exit 1 ;; esac',
    "npm": "exit 0",
}
"""Programs with which pip-audit can be installed and finds a vulnerability in requirements.lock."""

UNREACHABLE = {"python3": "exit 1", "npm": "echo; exit 1"}


@pytest.mark.parametrize(
    ("programs", "expected"),
    [
        (VULNERABLE, ["**requirements.lock**", "| x | PYSEC-1 |"]),
        (
            UNREACHABLE,
            [
                *("**requirements.lock**", "Không rà soát được."),
                *("**requirements-import.lock**", "Không rà soát được."),
                *("**package-lock.json**", "Không rà soát được."),
            ],
        ),
    ],
    ids=["vulnerable", "unreachable"],
)
def test_vulnerabilities_and_audits_that_did_not_run_are_reported(
    programs: dict[str, str], expected: list[str], tmp_path: Path
) -> None:
    for name, command in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}  # noqa: TID251 - programs are found there
    done = subprocess.run([ROOT / ".ci" / "audit"], env=environment, capture_output=True, text=True, check=True)
    assert [line for line in done.stdout.splitlines() if line] == expected
