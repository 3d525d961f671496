"""Tests that `engine.build` makes the same site as MkDocs with the finishing step, and reuses unchanged pages."""

import json
import re
import shutil
from pathlib import Path

import pytest

from engine.build import build, main
from engine.finish import finish
from engine.link_faults import link_faults
from engine.records import CACHE, load_pages
from generator.data_files import SETTINGS
from generator.problems import Problem
from tests.support.portals import append_to, replace_in
from tests.support.sites import assert_waits_for_another_build, built_with_mkdocs, differing, site_built, tree

UNIT, OTHER, THIRD, ABOUT = "don-vi/so-a/index", "don-vi/so-b/index", "chi-tieu/so-dich-vu/index", "gioi-thieu/index"


KINDS = {
    "muc": ("", "# {name}\n\n[A](https://site.invalid/nua/) <p>cmb-mark-title- cmb-mark-la-</p>\n\n## Mục {{#muc}}\n"),
    "dau": ("lang: en\n", "# {name}\n\n## cmb-mark-title- {{#muc}}\n\n## cmb-mark-la- {{#la}}\n"),
    "khuon": ("template: 404.html\n", "# {name}\n"),
    "khong-de-muc": ("hide: [toc]\n", "{name}\n"),
    "nguon-tin": ("feeds:\n  - {{title: 'T {name}', path: 'data/{name}.atom'}}\n", "# {name}\n"),
    "nguon-ngoai": ("feeds:\n  - {{title: 'T {name}', path: '{name}/../?a=1'}}\n", "# {name}\n"),
    "bao-sai": ("report: 'https://la.example/?a=1&b={name}'\noembed: {{path: '{name}.json'}}\n", "# {name}\n"),
    "khong-du-lieu": ("", "# {name}\n"),
    "anh": ("picture: {{path: 'anh/{name}.png', alt: '<{name}>'}}\n", "# {name}\n"),
}
"""Front matter and text of pages that need different frames. Some texts look like the marks of engine/frames.py."""


def add_pages(docs: Path) -> None:
    """Adds three pages of each kind, because the first page of a kind makes the frame that the others use."""
    for kind, (front, text) in KINDS.items():
        linked = "" if kind == "khong-du-lieu" else 'linked: \'{{"a":"{name} https://site.invalid/"}}\'\n'
        for name in ("a", "b&'<i>", "c"):
            title = f"title: {json.dumps(name)}\ndescription: {json.dumps(f'{name} là')}\n"
            more = (front + linked).format(name=name.replace("'", "''"))
            place = docs / f"nua/{kind}-{name[0]}/index.md"
            place.parent.mkdir(parents=True)
            head = f"---\n{title}{more}commonmark: true\n---\n\n"
            place.write_text(head + text.format(name=name), encoding="utf-8")


@pytest.fixture
def portal(mini_site: Path, tmp_path: Path) -> Path:
    """The built files and the settings of the mini site, which a test may change."""
    (tmp_path / "data").mkdir()
    shutil.copy(mini_site / SETTINGS, tmp_path / SETTINGS)
    return Path(shutil.copytree(mini_site / "build", tmp_path / "build")).parent


def edit(portal: Path, page: str, old: str, new: str, count: int = -1) -> None:
    replace_in(portal / f"build/docs/{page}.md", old, new, count)


def test_the_site_is_identical_to_that_of_mkdocs_and_the_finishing_step(
    portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes build without reusable pages. The tree has a file that the theme has too, a page beside fonts,
    a page with CRLF line breaks, and pages that fit no frame or the frame of another page."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1722470400")
    (portal / SETTINGS).unlink()  # The settings of MkDocs contain another name.
    docs = portal / "build/docs"
    (docs / "robots.txt").write_text("User-agent: *\n", encoding="utf-8")
    (docs / "vendor").mkdir()
    (docs / "vendor/anh.md").write_text("# Ảnh\n", encoding="utf-8")
    (docs / "nhung/ngoai.html").write_bytes(
        b'<link rel="stylesheet" href="../assets/portal.css">\r\n<p class="a">\r\n</p>'
    )
    add_pages(docs)
    built_with_mkdocs(portal)
    finish(portal / "build/site")
    plain = tree(portal / "build/site")
    (portal / CACHE).unlink()
    assert build(portal, 2).kept == 0
    assert differing(tree(portal / "build/site"), plain) == set()


def test_only_changed_pages_are_made_again(portal: Path) -> None:
    """One page changes, one is deleted, and one is damaged in the site. Pages of the menu and hand-written pages are
    always made, because other pages depend on them."""
    before = tree(portal / "build/site")
    always = build(portal, 1).made
    assert differing(tree(portal / "build/site"), before) == set()
    edit(portal, UNIT, "Sở A", "Sở Mới")
    (portal / f"build/docs/{OTHER}.md").unlink()
    (portal / f"build/site/{THIRD}.html").write_text("hỏng", encoding="utf-8")
    assert build(portal, 1).made == always + 2
    after = tree(portal / "build/site")
    assert differing(after, before) == {f"{UNIT}.html", f"{OTHER}.html", "sitemap.xml", "sitemap.xml.gz"}
    assert "Sở Mới" in after[f"{UNIT}.html"].decode()
    (portal / CACHE).unlink()
    assert build(portal, 1).kept == 0
    assert differing(tree(portal / "build/site"), after) == set()


def test_pages_are_reused_whatever_the_hash_seed(portal: Path) -> None:
    """Hash seeds 1 and 2 give the set of template names different orders. The second run must still reuse the pages
    of the first."""
    output = site_built(portal, seed="2")
    kept = sum(1 for page in (portal / "build/docs").rglob("don-vi/*/index.md"))
    assert int(re.findall(r"giữ nguyên (\d+)", output)[0]) > kept > 1


def test_changing_the_site_address_remakes_every_page(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://khac.example/")
    assert build(portal, 1).kept == 0
    assert (
        '<link rel="canonical" href="https://khac.example/don-vi/so-a/">'
        in tree(portal / "build/site")[f"{UNIT}.html"].decode()
    )


def test_changing_a_menu_subtitle_remakes_every_page(portal: Path) -> None:
    """The menu shows an icon, a status and a subtitle from the front matter of a page."""
    edit(portal, "phuong-phap/index", "---\n", "---\nsubtitle: Cách tính\n", count=1)
    assert build(portal, 1).kept == 0
    assert "Cách tính" in tree(portal / "build/site")[f"{UNIT}.html"].decode()


def test_a_build_interrupted_between_its_last_steps_loses_no_site(portal: Path) -> None:
    before = tree(portal / "build/site")
    (portal / "build/site").rename(portal / "build/site.old")
    append_to(portal / f"build/docs/{ABOUT}.md", "\n[a](#khong-co)\n")
    assert build(portal, 1).warnings
    assert differing(tree(portal / "build/site"), before) == set()


def test_no_file_of_an_interrupted_build_is_published(portal: Path) -> None:
    (portal / "build/site.new").mkdir()
    (portal / "build/site.new/former.html").write_text("x", encoding="utf-8")
    assert not build(portal, 1).warnings
    assert not (portal / "build/site/former.html").exists()


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{",
        "[]",
        "{}",
        "[" * 100_000,
        '{"words": [], "pages": []}',
        '{"words": [], "pages": {"index.html": ["a", "b", "c", "d", 0]}}',
        '{"words": [[[], [], [], []]], "pages": {"index.html": ["a", 7, "c", "d", 0]}}',
    ],
)
def test_an_unreadable_record_of_pages_is_ignored(portal: Path, record: str) -> None:
    (portal / CACHE).write_text(record, encoding="utf-8")
    assert load_pages(portal) == {}


def test_the_program_waits_for_another_build_and_reports_that_it_waits(portal: Path) -> None:
    shutil.rmtree(portal / "build/site")
    assert_waits_for_another_build(portal, portal / "build/site", "-m", "engine.build", str(portal))


def test_broken_links_leave_the_last_site_unchanged(portal: Path) -> None:
    """As in `mkdocs build --strict`. All broken links are reported in one run."""
    before = tree(portal / "build/site")
    links = {
        "../khong-co/index.md": "'khong-co/index.md' is not found",
        "#khong-co": "no such anchor",
        "../phuong-phap/index.md#khong-co": "'phuong-phap/index.md' does not contain an anchor '#khong-co'",
        "../don-vi/so-a/index.md#khong-co": "'don-vi/so-a/index.md' does not contain an anchor '#khong-co'",
        "../don-vi/so-a/index.md#ket-qua": "",
    }
    append_to(portal / f"build/docs/{ABOUT}.md", "".join(f"\n[a]({link})\n" for link in links))
    warnings = build(portal, 1).warnings
    assert len(warnings) == len(links) - 1
    for expected in links.values():
        assert any(expected in warning for warning in warnings)
    assert differing(tree(portal / "build/site"), before) == set()
    assert sorted(path.name for path in (portal / "build").iterdir()) == ["cache", "docs", "site"]


def test_settings_that_cannot_be_read_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is built. The name of the site has a colon, and is not in quotes."""
    monkeypatch.setattr("engine.build.PROJECT", tmp_path)
    (tmp_path / "mkdocs.yml").write_text("# Cổng\nsite_name: Cổng: tỉnh Thử\n", encoding="utf-8")
    assert main(tmp_path) == 1
    assert capsys.readouterr().err.splitlines()[:2] == [
        'mkdocs.yml:2: site_name: "Cổng: tỉnh Thử" có dấu hai chấm mà không đặt trong dấu nháy',
        '    gợi ý: đặt cả giá trị trong dấu nháy kép: site_name: "Cổng: tỉnh Thử"',
    ]


def test_the_name_of_the_portal_is_in_its_data(portal: Path) -> None:
    """Staff change the title in the data, and it is on every page of the next site, whatever `mkdocs.yml` says."""
    build(portal, 1)
    replace_in(portal / SETTINGS, "Cổng thử", "Cổng của Lai Châu")
    assert build(portal, 1).kept == 0
    for page in ("index", UNIT):
        html = (portal / f"build/site/{page}.html").read_text(encoding="utf-8")
        assert 'og:site_name" content="Cổng của Lai Châu"' in html


def test_broken_links_of_staff_are_reported_with_file_line_and_remedy(portal: Path) -> None:
    """A hand-written page has a broken link on each line, and so has the menu. Other warnings stay as they are."""
    links = ("../khong-co/index.md", "../don-vi/", "/don-vi/", "#khong-co", "../phuong-phap/index.md#khong-co")
    page = portal / f"build/docs/{ABOUT}.md"
    page.write_text("".join(f"[a]({link})\n" for link in links), encoding="utf-8")
    shutil.copytree(page.parent, portal / "content/gioi-thieu")
    (portal / "mkdocs.yml").write_text("nav:\n  - A: khong-co.md\n", encoding="utf-8")
    menu = "A reference to 'khong-co.md' is included in the 'nav' configuration, which is not found in the files."
    generated = f"Doc file '{UNIT}.md' contains a link 'x.md', but the target is not found."
    faults = list(link_faults(portal, portal / "mkdocs.yml", [*build(portal, 1).warnings, menu, generated]))
    ours = sorted(fault for fault in faults if isinstance(fault, Problem))
    assert [fault for fault in faults if fault not in ours] == [generated]
    assert [(fault.place, fault.value) for fault in ours] == [
        *((f"content/gioi-thieu/index.md:{line}", link) for line, link in enumerate(links, 1)),
        ("mkdocs.yml:2", "khong-co.md"),
    ]
    assert ours[0].hint.startswith("ghi đường dẫn từ thư mục của tệp này đến tệp index.md của trang")
    assert [fault.hint for fault in ours[1:3]] == ["thay bằng ../don-vi/index.md"] * 2
