"""Tests embeds in a page of another origin: they work without scripts, fit, report their height and load nothing
else."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.browser.test_large_text import TWICE_AS_LARGE
from tests.browser.visits import FLAGS, PHONE, weight
from tests.browser.windows import Visiting
from tests.support.folders import ROOT
from tests.support.portals import plain_text

UNIT = "/nhung/so-cong-thuong/ty-le-thanh-toan-truc-tuyen/"
RANKING = "/nhung/xep-hang/ty-le-thanh-toan-truc-tuyen/2024-05/"
COMMUNES = "/nhung/xep-hang/ty-le-ho-so-nop-xu-ly-tra-ket-qua-truc-tuyen/"
EACH = pytest.mark.parametrize("address", [UNIT, RANKING, COMMUNES])
BUDGET = 30_000
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

HOLDER = """<!doctype html><html lang="vi"><title>Một trang báo</title><body>
<script>
globalThis.told = [];
addEventListener("message", ({{ data, origin }}) => told.push({{ ...data, origin }}));
</script>
<iframe src="{address}" title="x" width="{width}" height="100" style="border:0"></iframe>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gave it
        """Writes no log."""


@pytest.fixture(scope="module")
def other_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address and folder of another site, which has its own port."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", folder
        server.shutdown()


def open_holder(page: Page, other_site: tuple[str, Path], address: str, width: int = 600) -> Frame:
    """Opens a page of the other site with the embed and returns the embed's frame."""
    (other_site[1] / "index.html").write_text(HOLDER.format(address=address, width=width), encoding="utf-8")
    page.goto(f"{other_site[0]}/index.html")
    frame = page.frames[1]
    frame.locator("footer").wait_for()
    return frame


@EACH
def test_an_embed_reports_its_height_to_the_page_around_it(
    browser: Browser, origin: str, other_site: tuple[str, Path], address: str
) -> None:
    """With this height nothing of the embed scrolls. The height is reported again when the embed becomes narrower."""
    page = browser.new_page()
    frame = open_holder(page, other_site, f"{origin}{address}")
    page.wait_for_function("() => told.length > 0")
    first = page.evaluate("() => told.at(-1)")
    assert (first["type"], first["origin"]) == ("cong-minh-bach:height", origin)
    assert first["address"] == f"{origin}{address}"
    page.evaluate("({ height }) => { document.querySelector('iframe').height = height }", first)
    assert frame.evaluate("() => document.documentElement.scrollHeight <= innerHeight")
    page.evaluate("() => { document.querySelector('iframe').width = 300 }")
    page.wait_for_function("(height) => told.at(-1).height > height", arg=first["height"])
    page.close()


def test_the_frame_in_the_copied_code_holds_the_chart_of_a_unit_on_a_phone(visiting: Visiting) -> None:
    """The link to the document and to the portal once lay below the edge of a frame 250 pixels high."""
    visit = visiting()
    height = visit.page.request.get(f"{visit.origin}{UNIT}oembed.json").json()["height"]
    visit.page.set_viewport_size({"width": 320, "height": height})
    visit.page.goto(f"{visit.origin}{UNIT}")
    assert visit.page.evaluate("() => document.documentElement.scrollHeight") <= height


def test_the_frame_that_oembed_describes_holds_a_ranking_with_many_ties(visiting: Visiting) -> None:
    """Long names with “đồng hạng” take two lines."""
    visit = visiting()
    address = f"{visit.origin}/nhung/xep-hang/muc-do-hai-long/2024-05/"
    answer = visit.page.request.get(f"{address}oembed.json").json()
    visit.page.set_viewport_size({"width": answer["width"], "height": answer["height"]})
    visit.page.goto(address)
    assert visit.page.evaluate("() => document.documentElement.scrollHeight") <= answer["height"]


@EACH
def test_an_embed_loads_no_other_file(
    browser: Browser, origin: str, other_site: tuple[str, Path], address: str
) -> None:
    page = browser.new_page()
    requested: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    open_holder(page, other_site, f"{origin}{address}")
    page.wait_for_function("() => told.length > 0")
    outside = [url for url in requested if not url.startswith(other_site[0])]
    assert outside == [f"{origin}{address}"]
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []
    assert weight(address) <= BUDGET
    page.close()


@EACH
@pytest.mark.parametrize("width", [300, 600, 900])
def test_an_embed_fits_from_300_to_900_pixels_without_scripts(
    browser: Browser, origin: str, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 600}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}{address}")
    assert page.locator("main").bounding_box()["width"] == width  # type: ignore[index]
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.locator("main svg:visible").count() > 0
    assert "Nguồn:" in page.locator("main").inner_text()
    context.close()


CUT_OFF = """() => [...document.querySelectorAll('main *')].filter((part) =>
    part.getClientRects().length && !part.closest('svg') && part.getBoundingClientRect().right > innerWidth)
    .map((part) => part.outerHTML.slice(0, 80))"""


@EACH
def test_an_embed_with_text_at_twice_the_size_fits_a_phone(
    browser: Browser, program: str, origin: str, address: str
) -> None:
    """Nothing is cut off at the right edge."""
    other = browser.browser_type.launch(executable_path=program, args=[*FLAGS, TWICE_AS_LARGE])
    page = other.new_page(viewport=PHONE)
    page.goto(f"{origin}{address}")
    assert page.evaluate("() => getComputedStyle(document.body).fontSize") == "32px"
    assert page.evaluate(CUT_OFF) == []
    other.close()


def test_without_scripts_an_embed_shows_figure_target_mark_rank_and_period(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}{UNIT}")
    text = plain_text(page.locator("main").inner_text())
    for part in (
        "Thanh toán trực tuyến",
        "Sở Công Thương",
        "31,98%",
        "Chưa đạt",
        "phải đạt tối thiểu 47%",
        "hạng 5/18",
    ):
        assert part in text
    assert "Tháng 5/2024" in text
    assert "Công văn số 1612/UBND-KSTT" in text
    context.close()


def test_the_anchor_chooses_a_level(browser: Browser, origin: str) -> None:
    """Without an anchor, the first level is shown. Only one level is visible, without scripts."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}{RANKING}")
    assert page.locator("h2:visible").all_inner_texts() == ["Sở, ban, ngành"]
    page.goto(f"{origin}{RANKING}#cap-huyen")
    assert page.locator("h2:visible").all_inner_texts() == ["Cấp huyện"]
    context.close()


def test_the_address_chooses_light_or_dark_mode(browser: Browser, origin: str) -> None:
    """Without a choice in the address, the visitor's own setting is used."""
    grounds = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        for query in ("", "?nen=sang", "?nen=toi"):
            page.goto(f"{origin}{UNIT}{query}")
            grounds[scheme, query] = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        context.close()
    light, dark = "rgb(251, 249, 245)", "rgb(17, 25, 28)"
    assert [grounds["light", query] for query in ("", "?nen=sang", "?nen=toi")] == [light, light, dark]
    assert [grounds["dark", query] for query in ("", "?nen=sang", "?nen=toi")] == [dark, light, dark]


@EACH
def test_axe_reports_nothing_for_embeds(visiting: Visiting, address: str) -> None:
    visit = visiting()
    for query in ("?nen=sang", "?nen=toi"):
        visit.page.goto(f"{visit.origin}{address}{query}")
        visit.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = visit.page.evaluate("async () => (await axe.run()).violations.map((one) => one.id + one.nodes[0].html)")
        assert found == []
