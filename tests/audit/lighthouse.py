"""Prints what pages cost and how Lighthouse judges them on a phone; ends with 1 where one falls short of its bar."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.browser.visits import FLAGS, KINDS, PHONE, PageKind, Visit, chromium, served, weight

LIGHTHOUSE = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"
BARS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TIMES = {"first-contentful-paint": "FCP", "largest-contentful-paint": "LCP", "total-blocking-time": "TBT"}
JUDGED = {
    "home", "province", "department", "commune", "indicator", "indicator of communes", "rankings", "document", "plan",
    "reconciliation", "comparison",
}  # fmt: skip


def main() -> int:
    program = os.environ["CHROMIUM"]  # noqa: TID251 - where a browser lies is no fact of the data
    with served() as origin:
        heavy = _weights(origin, program)
        poor = [fault for case in KINDS if case.kind in JUDGED for fault in _judged(case, origin, program)]
    print("\n".join(["", *heavy, *poor]))
    return 1 if heavy or poor else 0


def _weights(origin: str, program: str) -> list[str]:
    """Prints the bytes of each kind, compressed, before anybody scrolls; what is over its budget."""
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


def _judged(case: PageKind, origin: str, program: str) -> list[str]:
    """Prints Lighthouse's judgement of one page; the bars it misses, with the rules that it breaks."""
    flags = f"--headless {' '.join(flag for flag in FLAGS if ' ' not in flag)}"
    command = [LIGHTHOUSE, origin + case.address, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    environment = {**os.environ, "CHROME_PATH": program}  # noqa: TID251
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        return [f"{case.kind}: {done.stderr.strip()[-300:]}"]
    report = json.loads(done.stdout)
    scores = {name: round(100 * report["categories"][name]["score"]) for name in BARS}
    times = {
        short: report["audits"][name]["displayValue"].replace("\N{NO-BREAK SPACE}", " ")
        for name, short in TIMES.items()
    }
    print(f"{case.kind:25}", *(f"{name} {score}" for name, score in {**scores, **times}.items()), sep="  ", flush=True)
    return [
        f"{case.kind}: {name} {scores[name]}, not {bar}: {', '.join(_broken(report, name))}"
        for name, bar in BARS.items()
        if scores[name] < bar
    ]


def _broken(report: dict[str, Any], category: str) -> list[str]:
    rules = [rule["id"] for rule in report["categories"][category]["auditRefs"] if rule["weight"]]
    return [rule for rule in rules if (report["audits"][rule]["score"] or 0) < 1]


if __name__ == "__main__":
    sys.exit(main())
