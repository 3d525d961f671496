"""Every kind of page is valid HTML."""

import json
import subprocess
from pathlib import Path

from tests.browser.visits import KINDS, SITE, file_of
from tests.support.folders import ROOT

CHECKER = ROOT / "node_modules" / ".bin" / "html-validate"
RULES = {"root": True, "extends": ["html-validate:standard"]}
# Elements that Material writes: the checkboxes of the drawer and of the search, and the folds of the menu.
MATERIALS = ("#__drawer", "#__search", "#__nav_")


def test_html_is_valid(tmp_path: Path) -> None:
    """No page has a fault in our HTML. Each page must have a fault of Material's, which proves that the checker has
    read it."""
    rules, report = tmp_path / "rules.json", tmp_path / "report.json"
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    files = [str(file_of(kind.path).relative_to(SITE)) for kind in KINDS]
    command = [str(CHECKER), "--config", str(rules), "--formatter", f"json={report}", *files]
    done = subprocess.run(command, cwd=SITE, check=False, capture_output=True, text=True)
    pages = json.loads(report.read_text(encoding="utf-8"))
    found = [(page["filePath"], fault) for page in pages for fault in page["messages"]]
    ours = [(path, fault) for path, fault in found if not (fault["selector"] or "").startswith(MATERIALS)]
    assert len({path for path, _ in found}) == len(files), done.stderr
    assert not ours, "\n".join(f"{path}:{fault['line']}: {fault['message']}" for path, fault in ours)
