"""Prints the weight of pages and their Lighthouse scores on a phone. Exits with 1 if a page is over its budget or below
a minimum score."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

from tests.browser.visits import FLAGS, KINDS, PHONE, PageKind, Visit, chromium, served, weight

LIGHTHOUSE = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"
MINIMUM_SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TIMES = {"first-contentful-paint": "FCP", "largest-contentful-paint": "LCP", "total-blocking-time": "TBT"}
AUDITED = {
    "home", "province", "department", "commune", "indicator", "indicator of communes", "rankings", "document", "plan",
    "reconciliation", "comparison",
}  # fmt: skip


class Rule(TypedDict):
    id: str
    weight: float


class Category(TypedDict):
    score: float
    auditRefs: list[Rule]


class Audit(TypedDict):
    """The outcome of a rule. The score is None if the rule does not apply."""

    score: float | None
    displayValue: str


class Report(TypedDict):
    """What this program reads of a report of Lighthouse. Scores are from 0 to 1."""

    categories: dict[str, Category]
    audits: dict[str, Audit]


def main() -> int:
    program = os.environ["CHROMIUM"]  # noqa: TID251 - the data does not depend on it
    with served() as origin:
        over_budget = _weights(origin, program)
        low_scores = [fault for case in KINDS if case.kind in AUDITED for fault in _audit(case, origin, program)]
    print("\n".join(["", *over_budget, *low_scores]))
    return 1 if over_budget or low_scores else 0


def _weights(origin: str, program: str) -> list[str]:
    """Prints the compressed bytes that each kind of page loads before the visitor does anything. Returns the kinds that
    are over their budget."""
    over = []
    print(f"{'kind of page':45} {'HTML':>8} {'of':>6} {'in all':>8} {'of':>7}")
    with chromium(program) as browser:
        for case in KINDS:
            visit = Visit.begin(browser, origin, PHONE)
            visit.open(case.address)
            visit.settle()
            html, moved = weight(case.path), visit.moved()
            print(f"{case.kind:45} {html:8,} {case.html:6,} {moved:8,} {case.moved:7,}", flush=True)
            if html > case.html or moved > case.moved:
                over.append(f"{case.kind}: over its budget")
            visit.page.context.close()
    return over


def _audit(case: PageKind, origin: str, program: str) -> list[str]:
    """Prints the Lighthouse scores of one page. Returns the scores below the minimum, with the rules that the page
    breaks."""
    flags = f"--headless {' '.join(flag for flag in FLAGS if ' ' not in flag)}"
    command = [str(LIGHTHOUSE), origin + case.address, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    environment = {**os.environ, "CHROME_PATH": program}  # noqa: TID251
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        return [f"{case.kind}: {done.stderr.strip()[-300:]}"]
    report: Report = json.loads(done.stdout)
    scores = {name: round(100 * report["categories"][name]["score"]) for name in MINIMUM_SCORES}
    times = {
        short: report["audits"][name]["displayValue"].replace("\N{NO-BREAK SPACE}", " ")
        for name, short in TIMES.items()
    }
    print(f"{case.kind:25}", *(f"{name} {score}" for name, score in {**scores, **times}.items()), sep="  ", flush=True)
    return [
        f"{case.kind}: {name} {scores[name]}, not {minimum}: {', '.join(_broken(report, name))}"
        for name, minimum in MINIMUM_SCORES.items()
        if scores[name] < minimum
    ]


def _broken(report: Report, category: str) -> list[str]:
    rules = [rule["id"] for rule in report["categories"][category]["auditRefs"] if rule["weight"]]
    return [rule for rule in rules if (report["audits"][rule]["score"] or 0) < 1]


if __name__ == "__main__":
    sys.exit(main())
