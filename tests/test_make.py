"""Tests the Makefile and checkouts on machines, in folders and with files that differ from those of most engineers."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.folders import MINI, ROOT

LOCKS = ("requirements.lock", "requirements-node.lock", "package.json", "package-lock.json", ".npmrc")


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The mini portal in a folder with an unusual name. Its set-up is done, except for node_modules."""
    copy = tmp_path / 'cổng "mới" & $HOME'
    shutil.copytree(MINI, copy)
    for name in ("Makefile", *LOCKS):
        shutil.copy(ROOT / name, copy / name)
    for name in (".venv/bin/python", "tools/python3"):
        program(copy / name, f'exec {shlex.quote(sys.executable)} "$@"')
    for name in ("find", "sort", "touch", "cmp", "mv", "rm"):
        (copy / "tools" / name).symlink_to(str(shutil.which(name)))
    (copy / ".venv/.installed").touch()
    return copy


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs make with few programs on `PATH` and in a locale without Vietnamese letters."""
    environment = {"PATH": str(folder / "tools"), "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0"}
    command = [str(shutil.which("make")), "SOURCE_DATE_EPOCH=1768003200", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_a_python_that_is_missing_or_too_old_is_reported(folder: Path) -> None:
    program(folder / "old", "echo False")
    old, none = make(folder, "PYTHON=./old", "check"), make(folder, "PYTHON=./none", "check")
    assert (old.returncode, none.returncode) == (2, 2)
    assert "./old is missing or older than Python 3.11" in old.stderr
    assert "./none is missing or older than Python 3.11" in none.stderr


def test_vietnamese_is_printed_in_any_locale(folder: Path) -> None:
    """A letter is printed in place of the report of the check, which would load all packages."""
    python = shlex.quote(sys.executable)
    letter = f"""case "$*" in *generator*) exec {python} -c 'print(chr(0x1EEF))' ;; esac"""
    program(folder / ".venv/bin/python", f'{letter}\nexec {python} "$@"')
    assert make(folder, "check").stdout.endswith("ữ\n")


def test_npm_of_the_set_up_is_found_in_a_folder_of_any_name(folder: Path) -> None:
    program(folder / ".venv/bin/npm", 'echo "npm $*"; : > .npm-ran; /bin/mkdir -p node_modules')
    done = make(folder, "setup")
    assert (done.returncode, (folder / ".npm-ran").exists()) == (0, True), done.stderr


def test_a_data_file_of_any_name_causes_a_new_build(folder: Path) -> None:
    """The build reports the file. Before, make itself failed on it."""
    name = "data/results/bản sao (1) 'cũ' ~$.csv"
    (folder / name).touch()
    done = make(folder, ".venv/site-inputs")
    assert (done.returncode, done.stderr) == (0, "")
    assert name in (folder / ".venv/site-inputs").read_text(encoding="utf-8")
    assert "generator build" in make(folder, "--dry-run", "site").stdout


def test_packages_are_installed_again_if_their_python_was_removed_or_replaced(folder: Path) -> None:
    assert "-m venv" not in make(folder, "--dry-run", "check").stdout
    program(folder / ".venv/bin/python", "exit 1")  # as after an upgrade to a Python that has other packages
    assert "-m venv" in make(folder, "--dry-run", "check").stdout
    (folder / ".venv/bin/python").unlink()
    (folder / ".venv/bin/python").symlink_to("/nowhere/python3")
    assert "-m venv" in make(folder, "--dry-run", "check").stdout


def test_a_checkout_on_windows_keeps_the_ends_of_lines(tmp_path: Path) -> None:
    """Git for Windows sets core.autocrlf, which would write CRLF into data and scripts. Uploads keep every byte."""
    files = {"data/units.csv": b"id\na\n", ".ci/run": b"#!/bin/sh\n", "nhap/thang-6.csv": b"a\r\nb\n"}
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    for command in ("init --quiet", "add .", "checkout-index --all --prefix=out/"):
        subprocess.run(["git", "-c", "core.autocrlf=true", *command.split()], cwd=tmp_path, check=True)
    assert {name: (tmp_path / "out" / name).read_bytes() for name in files} == files
