"""Reads the workflows of GitHub Actions for the tests."""

from typing import TypedDict

import yaml

from tests.support.folders import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

Step = TypedDict(
    "Step",
    {
        "name": str,
        "run": str,
        "env": dict[str, str],
        "uses": str,
        "with": dict[str, object],
        "if": str,
        "continue-on-error": bool,
    },
    total=False,
)
Job = TypedDict(
    "Job",
    {
        "needs": str | list[str],
        "permissions": dict[str, str],
        "steps": list[Step],
        "uses": str,
        "if": str,
        "continue-on-error": bool,
    },
    total=False,
)


class Workflow(TypedDict):
    permissions: dict[str, str]
    jobs: dict[str, Job]


def workflow(name: str) -> Workflow:
    """Returns the workflow of the file with this name, given without `.yml`."""
    found: Workflow = yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))
    return found


def needed(jobs: dict[str, Job], name: str) -> set[str]:
    """Returns all jobs that must succeed before this job starts."""
    needs = jobs[name].get("needs", [])
    before = [needs] if isinstance(needs, str) else needs
    return {*before, *(further for job in before for further in needed(jobs, job))}
