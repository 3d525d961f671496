"""What is taken out of the built site before it is served, and what stays."""

import re
from pathlib import Path

from finish_site import finish
from tests.conftest import ROOT

SITE = ROOT / "build" / "site"


def write(site: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    return site


def test_only_what_a_page_leads_to_stays(tmp_path: Path) -> None:
    """A style names a picture, a script imports a script; the worker is named only by a script that nobody names."""
    site = write(
        tmp_path / "site",
        {
            "index.html": '<link href="assets/main.css"><script src="assets/js/portal.js"></script>',
            "assets/main.css": 'a{background:url("img/mark.svg")}\n/*# sourceMappingURL=main.css.map */',
            "assets/main.css.map": "{}",
            "assets/img/mark.svg": "<svg/>",
            "assets/img/old.png": "x",
            "assets/js/portal.js": 'import "./tables.js"\n//# sourceMappingURL=portal.js.map\n',
            "assets/js/tables.js": "export {}",
            "assets/js/portal.js.map": "{}",
            "assets/lunr/search.js": 'importScripts("worker.js")',
            "assets/lunr/worker.js": "",
            "data/units.csv": "id\n",
            "vendor/plotly.js": "1",
        },
    )
    saved = finish(site)
    assert sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()) == [
        "assets/img/mark.svg",
        "assets/js/portal.js",
        "assets/js/tables.js",
        "assets/main.css",
        "data/units.csv",
        "index.html",
        "vendor/plotly.js",
    ]
    assert (site / "assets/main.css").read_text(encoding="utf-8") == 'a{background:url("img/mark.svg")}\n'
    assert (site / "assets/js/portal.js").read_text(encoding="utf-8") == 'import "./tables.js"\n'
    assert saved > 0
    assert not (site / "assets/lunr").exists()


def test_the_built_site_carries_no_map_and_nothing_unused() -> None:
    """Of the engine's files only the two styles and the one script that pages use are left."""
    assert list(SITE.rglob("*.map")) == []
    scripts = [*SITE.rglob("*.js"), *SITE.rglob("*.css")]
    assert [path.name for path in scripts if re.search(rb"sourceMappingURL=\S+\.map", path.read_bytes())] == []
    folders = {path.parent.relative_to(SITE / "assets").as_posix() for path in (SITE / "assets").rglob("*.*")}
    assert folders == {".", "img", "javascripts", "js", "stylesheets"}
