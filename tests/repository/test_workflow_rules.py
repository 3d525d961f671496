"""Tests what protects the publication: tests come first, tokens have minimal rights, and all code is pinned."""

import re

import pytest

from tests.repository.workflows import WORKFLOWS, Job, needed, workflow
from tests.support.folders import ROOT

SEVERAL_MACHINES: Job = {"uses": "./.github/workflows/parts.yml", "permissions": {"contents": "read"}}
"""What the README tells to write in place of the job `build` of deploy.yml."""


@pytest.mark.parametrize("build", [workflow("deploy")["jobs"]["build"], SEVERAL_MACHINES], ids=["one", "several"])
def test_nothing_is_attested_or_published_before_the_tests_and_the_build(build: Job) -> None:
    """A job with a condition could start although a job before it failed, so no job has one. The nightly run tests
    nothing, because its commit was tested when it was pushed."""
    jobs = {**workflow("deploy")["jobs"], "build": build}
    writing = {name for name, job in jobs.items() if set(job["permissions"].values()) != {"read"}}
    assert writing == {"attest", "deploy"}
    assert all({"test", "build"} <= needed(jobs, name) for name in writing)
    assert not [name for name, job in jobs.items() if "if" in job or "continue-on-error" in job]
    (step,) = (step for step in jobs["test"]["steps"] if "run" in step)
    assert (step["run"], step["if"]) == ("make test", "github.event_name != 'schedule'")
    assert "continue-on-error" not in step


def test_a_build_on_several_machines_can_replace_that_on_one() -> None:
    """Both end with the same steps: the list of hashes, then the artifact. No job of either can write."""
    one, several = workflow("deploy")["jobs"]["build"], workflow("parts")["jobs"]
    assert one["steps"][-2:] == several["site"]["steps"][-2:]
    assert [job["permissions"] for job in several.values()] == [{"contents": "read"}] * len(several)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`uses: {SEVERAL_MACHINES['uses']}`" in readme


def test_actions_are_pinned_and_tokens_have_minimal_rights() -> None:
    """Every action has a full commit id, no workflow has permissions as a whole, and no checkout keeps a token."""
    for path in WORKFLOWS:
        content = workflow(path.stem)
        assert content["permissions"] == {}, path.name
        steps = [step for job in content["jobs"].values() for step in job["steps"]]
        for step in (step for step in steps if "uses" in step):
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]), step["uses"]
            if step["uses"].startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False, path.name


def test_all_workflows_are_linted() -> None:
    """The Makefile names them, because a portal may add others."""
    (listed,) = re.findall(r"^WORKFLOWS := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed.split("|") == [path.stem for path in WORKFLOWS]


def test_packages_are_installed_only_with_their_hashes() -> None:
    """This applies to the Makefile, the workflows and their scripts. npm verifies the hashes of package-lock.json;
    `npm install` may only write that file."""
    files = [ROOT / "Makefile", *WORKFLOWS, *(ROOT / ".ci").iterdir()]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files).replace("\\\n", " ")
    commands = [line for line in text.splitlines() if re.search(r"pip\"? install|pipx|uvx|npx", line)]
    assert commands
    assert [command for command in commands if "--require-hashes" not in command] == []
    installs = [line for line in text.splitlines() if "npm install" in line]
    assert [line for line in installs if "--package-lock-only" not in line] == []


def test_the_workflow_that_may_write_runs_no_code_of_a_pull_request() -> None:
    """The workflow that comments runs only one script of the main branch."""
    checkout, step = workflow("comment")["jobs"]["comment"]["steps"]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert step["run"] == ".ci/comment"
