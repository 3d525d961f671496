"""Copies of the mini portal with chosen words in every text that staff can edit: attacks in one copy, harmless words
in another."""

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

import yaml

from generator.cli import main
from tests.support.folders import MINI, ROOT
from tests.support.headers import BODY_HEADER, LINEAGE_HEADER
from tests.support.portals import append_to, replace_in
from tests.support.sites import HOOK, SETTINGS, add_hand_written_pages, site_with

Wording = Callable[[str], str]
"""Returns the text of a field, given a name that is unique to the field."""

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "</title></textarea></style>",
    "]]><![CDATA[",
    "{{ 7*7 }}",
    "{% raw %}",
    "{# x #}",
    "{#id}",
    "{: onclick=x }",
    "[x](javascript:alert(1))",
    "![x](//evil.example)",
    "[x]: //evil.example",
    "<javascript:alert(1)>",
    "https://evil.example/",
    "`x` ``y`` ~~~",
    "| a | b |",
    "\\| \\",
    "# heading",
    "*x* **y** __z__",
    "<!-- x",
    "-->",
    "&lt;b&gt; &amp; &#60;",
    '<a href="javascript:alert(1)">x</a>',
    "<b>x</b><br><sub>y</sub>",
    "\\u2028 \\u003cscript>",
    "$x$ $&amp; ${x} %{y} %(z)s %s",
    "[^1] [^1]: x ==m== ^^i^^ ++k++ ~~s~~ :smile: [[wiki]] [TOC] *[HTML]: x",
    '--8<-- "/etc/passwd" !!! note ??? x === "Tab"',
    "<svg><style>*{}</style><math><plaintext><noscript><xmp><!DOCTYPE x><?php ?>",
    "&#x6a;avascript:alert(1) &Tab; &colon; &nbsp; &amp;lt;",
    "x\" onmouseover=\"alert(1) x' style='background:url(//evil.example)' ;}*{color:red}",
    "..\\..\\con %2e%2e%2f ../../etc/passwd nul.csv. %00 %0d%0a",
    "\u1eb9\u0301\u0301 🇻🇳 👍🏽 \ufdfd \u3164 \u0e33\u0e33 İıſK ǆ ﬃ \ue000",
    "\\begin{x}\\end{x} @article{x, #{ruby} #set(x) TY - JOUR ER -",
    "W" * 160,
)
LEADS = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+1",
    "@x",
    "# tiêu đề",
    "- mục",
    "1. mục",
    "> dẫn",
    "    khối",
    "```",
    "---",
    "| ô",
    "[x]: /x",
    "<div>",
    "</div>",
    "<!--",
    "{: .x }",
    "{#x}",
    "!!python/object:x",
    "&neo",
    "*neo",
    "\uff1dcmd",
    '--8<-- "/etc/passwd"',
    "!!! note",
    '=== "x"',
    "[TOC]",
    "[^1]: x",
    "*[x]: y",
    "1) x",
    "~~~",
    "___",
    "<?xml version='1.0'?>",
    "\u3164=x",
)  # fmt: skip
"""Beginnings of texts that a spreadsheet, Markdown or YAML could interpret as a formula, a heading, a list or
another construct."""

ROW = '1"><img/src/onerror=alert(1)>{{7*7}}#x&lt;`|'
"""Hostile row number of a locator. It has no spaces."""

TEXTS = {
    "units.csv": ("name", "short_name", "aliases", "note"),
    "bodies.csv": ("name", "short_name", "note"),
    "lineage.csv": ("note",),
    "indicators.yml": ("name", "short_name", "name_en", "definition", "group", "measured_by_reason"),
    "sources.yml": ("number", "title", "kind", "issuer", "about", "note", "signer", "replaces", "amends"),
    "portal.yml": ("title", "contact"),
    "service-index.yml": ("name", "note"),
    "targets": ("note",),
    "results": ("note",),
    "tasks": ("title", "product", "progress_note"),
}
"""The free-text fields of each file or folder of files."""

MORE = {
    "units.csv": "demo.so-c,so-c,x,x,department,department,demo,,,2024-03-31,,x\n"
    "demo.so-d,so-d,x,x,department,department,demo,,2024-04-01,,,x\n"
    "demo.huyen,huyen,x,x,district,district,demo,002,2024-01-01,,x,x\n"
    "demo.xa,xa,x,x,commune,commune,demo.huyen,00003,2024-01-01,,x,x\n",
    "bodies.csv": f"{BODY_HEADER}demo.van-phong,x,x,demo,x\n",
    "lineage.csv": f"{LINEAGE_HEADER}demo.so-c,demo.so-d,2024-04-01,merged,demo-2024,x\n",
    "tasks/demo-2023.csv": "demo.x,demo-2023.I,x,x,demo.van-phong;demo.so-a,demo:commune,2024-Q1,not_started,x,"
    "text:I.3\n",
    "results/demo-2024.csv": "demo.huyen,,,full-online-services,2024-06,10,provisional,inferred,PL.I:3,x\n"
    "demo.so-b,,,services-total,2024-06,,not_reported,,PL.I:2,x\n"
    "demo.so-a,,,services-total,2024-06,9,,,PL.I:1,x\n"
    "demo.so-a,,,service-index,2024-06,70.5,,,PL.II:1,x\n"
    "demo.so-b,,,service-index,2024-06,60.5,,,PL.II:2,x\n",
    "results/demo-2023.csv": "demo,commune,total,services-total,2022-12,5,,,PL1:1,x\n",
    "service-index.yml": "- {id: chi-so, source_id: demo-2023, "
    "groups: [{name: x, points: '60'}, {name: y, points: '40'}]}\n",
    "indicators.yml": "\n- {id: service-index, slug: chi-so, measure: points, decimals: '2', direction: higher, "
    "formula: '', aggregate: '', sources: [demo-2023]}\n"
    "- {id: aim, slug: muc-tieu, measure: percent, decimals: '0', direction: higher, formula: '', aggregate: '', "
    "sources: [demo-2023], measured_by: full-online-services}\n",
    "targets/demo-2023.csv": "demo,,aim,2025,at_least,90,,text:II.2,x\n"
    "demo.so-a,,services-full,2024,at_least,4,,PL1:1,x\n",
}
"""Rows added to those of `tests/mini`, so that each kind of text is shown on some page."""


class Hostile:
    """Returns texts that contain every attack. Successive texts begin with different characters of `LEADS`."""

    def __init__(self) -> None:
        self._turns = count()

    def __call__(self, name: str) -> str:
        lead = LEADS[next(self._turns) % len(LEADS)]
        return f"{lead} {name} {' '.join(ATTACKS)}".strip()


def plain(name: str) -> str:
    """Returns a text without special characters."""
    return f"Lời {name} hết"


@dataclass
class Portal:
    """A copy of the mini portal with chosen texts. Its sites are built at first use."""

    root: Path
    wording: Wording
    row: str
    texts: dict[str, str] = field(default_factory=dict)

    @cached_property
    def site(self) -> Path:
        return site_with(self.root)

    @cached_property
    def site_without_hook(self) -> Path:
        assert HOOK in SETTINGS
        return site_with(self.root, "site-without-hook", SETTINGS.replace(HOOK, ""))

    def word(self, name: str) -> str:
        """Returns the text of a field and remembers it."""
        self.texts[name] = self.wording(name)
        return self.texts[name]


TODAY = ("--today", "2024-08-01")


def portal(folder: Path, wording: Wording, row: str) -> Portal:
    """Makes a copy of the mini portal with these texts and this row in its locators, then releases, changes and
    builds it."""
    shutil.copytree(MINI, folder)
    shutil.copy(ROOT / "package.json", folder)
    for name in ("node_modules", "theme", "engine"):
        (folder / name).symlink_to(ROOT / name)
    add_hand_written_pages(folder)
    made = Portal(folder, wording, row)
    _extend(folder)
    _reword(made)
    run("format", folder)
    run("release", folder, *TODAY)
    results = folder / "data/results/demo-2024.csv"
    replace_in(results, ",62.50,", ",72.50,")
    _answer(made)
    run("format", folder)
    run("build", folder, *TODAY)
    return made


def _extend(folder: Path) -> None:
    """Adds the extra rows, and a share that does not follow from its parts."""
    results = folder / "data/results/demo-2023.csv"
    replace_in(results, ",37.5,", ",38.5,")
    for path, more in MORE.items():
        append_to(folder / "data" / path, more)


def _answer(made: Portal) -> None:
    """Adds an answer to the finding, which has the id that its page shows."""
    finding = "share.demo-2023.pl1-1.demo.so-a.full-online-services.2022-12"
    rows = [("finding_id", "answer", "answered_by", "answered_on", "source_id")]
    rows.append((finding, made.word("answer"), made.word("answered_by"), "2024-07-15", "demo-2024"))
    with (made.root / "data/corrections.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _reword(made: Portal) -> None:
    for file in sorted((made.root / "data").rglob("*.*")):
        kind = file.name if file.parent.name == "data" else file.parent.name
        if file.suffix == ".csv" and kind in TEXTS:
            _reword_table(file, TEXTS[kind], made)
        elif file.suffix == ".yml":
            _reword_entries(file, TEXTS[kind], made)


def _reword_table(file: Path, fields: tuple[str, ...], made: Portal) -> None:
    with file.open(encoding="utf-8", newline="") as read:
        reader = csv.DictReader(read)
        rows, names = list(reader), list(reader.fieldnames or ())
    for number, record in enumerate(rows, 2):
        for column in fields:
            text = made.word(f"{file.parent.name}-{file.stem}-{column}-{number}")
            record[column] = text.replace(";", ",") if column == "aliases" else text
        if record.get("locator", "").endswith((":2", ".I.3")):
            record["locator"] += made.row
    with file.open("w", encoding="utf-8", newline="") as write:
        writer = csv.DictWriter(write, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _reword_entries(file: Path, fields: tuple[str, ...], made: Portal) -> None:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    for number, entry in enumerate(content if isinstance(content, list) else [content]):
        for place, group in enumerate(entry.get("groups", ())):
            group["name"] = made.word(f"{file.stem}-group-{number}-{place}")
        for key in fields:
            if key != "measured_by_reason" or "measured_by" in entry:
                text = made.word(f"{file.stem}-{key}-{number}")
                entry[key] = [text] if key in {"replaces", "amends"} else text
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1_000_000)
    file.write_text(text, encoding="utf-8")


def run(command: str, root: Path, *options: str) -> None:
    """Runs one command of the generator, which must succeed."""
    assert main([command, "--root", str(root), *options]) == 0
