"""Tests that a figure of a unit can be linked, copied, cited and reported. Without scripts, the link and the report
link in the footer still work."""

import json
import re
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.test_pages import AXE, DARK, FAULTS, LIGHT, STICKING_OUT, paint
from tests.browser.visits import DESKTOP, PHONE, SITE, Visit
from tests.browser.windows import Visiting
from tests.support.folders import ROOT

NEWEST = (ROOT / "data/history/releases.csv").read_text(encoding="utf-8").splitlines()[-1].partition(",")[0]
UNIT = "/don-vi/so-cong-thuong/"
INDICATOR = "ty-le-thanh-toan-truc-tuyen"
PERMANENT = f"{UNIT}2024/#{INDICATOR}-2024-05"
TITLE = "Thanh toán trực tuyến của Sở Công Thương tỉnh Tây Ninh: 31,98%, tháng 5/2024"
SOURCE = "Công văn số 1612/UBND-KSTT ngày 31/05/2024, bảng PL.I, dòng 1"
SENTENCE = f"{TITLE}, theo {SOURCE}."
ROW = "/van-ban/cong-van-1612-ubnd-kstt-2024/#pl.i-1"
CALL = "([module, name, given]) => import(module).then((loaded) => loaded[name](...given))"
FORM = "https://github.com/tinh/cong/issues/new?template=bao-sai-so-lieu.yml&title=x&page=y"
MAIL = "mailto:cong@tinh.example?subject=x&body=y"


@pytest.fixture
def visit(visiting: Visiting) -> Visit:
    """A phone on the page of Sở Công Thương, where tests may read the clipboard."""
    made = visiting()
    made.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return made


def open_dialog(visit: Visit, address: str = UNIT, anchor: str = INDICATOR) -> Locator:
    """Opens the dialog of a figure and returns it."""
    visit.open(address)
    visit.page.locator(f'.cmb-at[href="#{anchor}"]').click()
    dialog = visit.page.get_by_role("dialog", name="Trích dẫn, chia sẻ, báo sai")
    expect(dialog).to_be_visible()
    return dialog


def copied(page: Page) -> str:
    return str(page.evaluate("() => navigator.clipboard.readText()"))


def citation(dialog: Locator, style: str) -> str:
    dialog.get_by_label("Kiểu trích dẫn").select_option(label=style)
    return dialog.get_by_label("Trích dẫn số liệu này").input_value()


def test_a_figure_is_copied_as_a_sentence_with_its_address(visit: Visit) -> None:
    """The address is the permanent one of this figure, on the page of its year."""
    dialog = open_dialog(visit)
    expect(dialog).to_contain_text(SENTENCE)
    dialog.get_by_role("button", name="Sao chép câu này").click()
    expect(dialog.get_by_role("status").first).to_have_text("Đã sao chép")
    assert copied(visit.page) == f"{SENTENCE} {visit.origin}{PERMANENT}"


def test_the_dialog_shows_the_period_the_publication_day_and_the_version(visit: Visit) -> None:
    """The figure was published in the first release and has not changed. The version is that of the newest release."""
    dates = "Kỳ của số liệu: tháng 5/2024. Công bố trên cổng ngày 23/11/2026."
    expect(open_dialog(visit)).to_contain_text(f"{dates} Phiên bản dữ liệu: {NEWEST}")


def test_the_permanent_address_leads_to_the_figure(visit: Visit) -> None:
    """The link of the figure on the page of its year opens the same dialog."""
    dialog = open_dialog(visit, f"{UNIT}2024/", f"{INDICATOR}-2024-05")
    expect(dialog).to_contain_text(SENTENCE)
    dialog.get_by_role("button", name="Đóng").click()
    visit.open(PERMANENT)
    expect(visit.page.locator(":target")).to_contain_text("31,98")


def test_a_figure_of_the_home_page_has_the_address_of_its_year(visit: Visit) -> None:
    """Its link leads to the province's page of the year. With scripts, the dialog opens on the home page."""
    anchor = INDICATOR
    visit.open("/")
    link = visit.page.locator(f"#{anchor} .cmb-at")
    address = f"{visit.origin}{urlsplit(link.evaluate('(link) => link.href')).path}"
    assert re.fullmatch(rf"{visit.origin}/don-vi/[a-z-]+/\d{{4}}/", address)
    link.click()
    dialog = visit.page.get_by_role("dialog", name="Trích dẫn, chia sẻ, báo sai")
    expect(dialog).to_contain_text("tỉnh Tây Ninh")
    stays = dialog.get_by_role("link", name="Địa chỉ cố định của số liệu")
    expect(stays).to_have_attribute("href", re.compile(f"^{address}#{anchor}-"))


def test_a_cell_of_the_rankings_has_an_anchor(visit: Visit) -> None:
    visit.open(f"/xep-hang/2024-05/#so-cong-thuong.{INDICATOR}")
    expect(visit.page.locator(":target")).to_contain_text("31,98")


def test_a_figure_is_cited_in_four_styles(visit: Visit) -> None:
    """The version is that of the whole data: the newest release, with the build day if there are unreleased changes."""
    dialog = open_dialog(visit)
    (whole,) = json.loads((SITE / "data" / "trich-dan.json").read_text(encoding="utf-8"))
    version = whole["version"]
    assert version.startswith(NEWEST)
    address = f"{visit.origin}{PERMANENT}"
    today = visit.page.evaluate("() => new Intl.DateTimeFormat('sv').format()")
    note = f"Theo {SOURCE}. {visit.origin}{ROW}"
    assert citation(dialog, "Văn bản") == (
        f"Cổng Minh Bạch, “{TITLE}”, theo {SOURCE}; phiên bản dữ liệu {version}, "
        f"công bố ngày 23/11/2026. {address} (đọc ngày {'/'.join(reversed(today.split('-')))})."
    )
    assert citation(dialog, "BibTeX").splitlines() == [
        f"@misc{{so-cong-thuong-{INDICATOR}-2024-05,",
        "  author = {{Cổng Minh Bạch}},",
        f"  title = {{{{{TITLE}}}}},".replace("%", "\\%"),
        "  year = {2026},",
        "  month = {11},",
        f"  version = {{{version}}},",
        f"  url = {{{address}}},",
        f"  urldate = {{{today}}},",
        f"  note = {{{note}}},".replace("#", "\\#"),
        "}",
    ]
    assert citation(dialog, "RIS").splitlines() == [
        "TY  - DATA", "AU  - Cổng Minh Bạch", f"TI  - {TITLE}", "PB  - Cổng Minh Bạch", "PY  - 2026",
        "DA  - 2026/11/23", f"ET  - {version}", "LA  - vi", f"UR  - {address}", f"Y2  - {today.replace('-', '/')}",
        f"N1  - {note}", "ER  - ",
    ]  # fmt: skip
    (item,) = json.loads(citation(dialog, "CSL-JSON"))
    assert (item["title"], item["URL"], item["version"]) == (TITLE, address, version)
    assert item["issued"] == {"date-parts": [[2026, 11, 23]]}


def test_a_citation_is_downloaded_as_a_file(visit: Visit, tmp_path: Path) -> None:
    dialog = open_dialog(visit)
    text = citation(dialog, "RIS")
    with visit.page.expect_download() as download:
        dialog.get_by_role("link", name="Tải tệp trích dẫn").click()
    download.value.save_as(tmp_path / "file")
    assert download.value.suggested_filename == f"so-cong-thuong-{INDICATOR}-2024-05.ris"
    assert (tmp_path / "file").read_text(encoding="utf-8").split() == text.split()


def call(page: Page, name: str, *given: object) -> str:
    """Calls a function of references.js and returns its result."""
    return str(page.evaluate(CALL, ["/assets/js/references.js", name, list(given)]))


FIGURE = {
    "name": "Tỷ lệ {A} & #1_\\",
    "of": "Sở\nTY  - BOOK",
    "text": "31,98%",
    "period": "tháng 5/2024",
    "document": "Công văn ~ số ^ 1",
    "place": "dòng 1",
    "row": "https://cong.example/van-ban/a/#pl.i-1",
    "address": "https://cong.example/don-vi/a/2024/#x-2024-05",
    "key": "a-x-2024-05",
    "unit": "Sở A",
    "published": "2026-11-03",
    "read": "2026-12-04",
}
DATASET = {"publisher": "Cổng $", "version": "2026-11-23", "author": [{"literal": "Cổng $"}]}


def test_special_characters_in_names_break_no_citation_style(visit: Visit) -> None:
    """Special characters of LaTeX are escaped, braces as commands. A line break in a name adds no line to RIS."""
    visit.open(UNIT)
    bibtex = call(visit.page, "bibtexOf", FIGURE, DATASET)
    assert "author = {{Cổng \\$}}," in bibtex
    assert (
        "Tỷ lệ \\textbraceleft{}A\\textbraceright{} \\& \\#1\\_\\textbackslash{} của Sở TY - BOOK: 31,98\\%" in bibtex
    )
    assert "Công văn \\textasciitilde{} số \\textasciicircum{} 1" in bibtex
    assert bibtex.count("{") == bibtex.count("}")
    ris = call(visit.page, "risOf", FIGURE, DATASET).split("\r\n")
    assert [line[:6] for line in ris if line] == [
        f"{tag}  - " for tag in ("TY", "AU", "TI", "PB", "PY", "DA", "ET", "LA", "UR", "Y2", "N1", "ER")
    ]
    assert json.loads(call(visit.page, "cslOf", FIGURE, DATASET))[0]["author"] == [{"literal": "Cổng $"}]


def with_report(visit: Visit, address: str) -> None:
    """Serves pages as a portal does whose faults are reported at this address."""

    def answer(route: Route) -> None:
        response = route.fetch()
        page, changed = re.subn(
            r'href="[^"]*"(?= rel="nofollow" data-report)', f'href="{escape(address)}"', response.text()
        )
        assert changed == 1
        route.fulfill(response=response, body=page)

    visit.page.route("**/don-vi/**/", answer)


def test_the_report_link_fills_in_the_form_of_the_code_host(visit: Visit) -> None:
    with_report(visit, FORM)
    link = open_dialog(visit).get_by_role("link", name="Báo sai số liệu này")
    parts = urlsplit(link.get_attribute("href") or "")
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://github.com/tinh/cong/issues/new"
    assert {name: value for name, (value,) in parse_qs(parts.query).items()} == {
        "template": "bao-sai-so-lieu.yml",
        "title": "Sai số liệu: Sở Công Thương tỉnh Tây Ninh (đến 6/2025), Thanh toán trực tuyến, tháng 5/2024",
        "page": f"{visit.origin}{PERMANENT}",
        "figure": "Thanh toán trực tuyến, tháng 5/2024",
        "shown": "31,98%",
        "document": f"Công văn số 1612/UBND-KSTT ngày 31/05/2024, bảng PL.I, dòng 1 ({visit.origin}{ROW})",
    }


def test_the_report_link_fills_in_a_mail(visit: Visit) -> None:
    with_report(visit, MAIL)
    address = open_dialog(visit).get_by_role("link", name="Báo sai số liệu này").get_attribute("href") or ""
    to, _, query = address.partition("?")
    subject, body = (unquote(part.partition("=")[2]) for part in query.split("&"))
    assert to == "mailto:cong@tinh.example"
    assert subject == "Sai số liệu: Sở Công Thương tỉnh Tây Ninh (đến 6/2025), Thanh toán trực tuyến, tháng 5/2024"
    assert body.split("\r\n") == [
        f"Trang: {visit.origin}{PERMANENT}",
        "Chỉ tiêu và kỳ: Thanh toán trực tuyến, tháng 5/2024",
        "Cổng đang ghi: 31,98%",
        "Theo tôi, số đúng là: ",
        f"Căn cứ: Công văn số 1612/UBND-KSTT ngày 31/05/2024, bảng PL.I, dòng 1 ({visit.origin}{ROW})",
        "",
    ]


def test_without_repository_and_contact_the_report_link_leads_to_the_about_page(visit: Visit) -> None:
    """This portal has neither."""
    link = open_dialog(visit).get_by_role("link", name="Báo sai số liệu này")
    expect(link).to_have_attribute("href", f"{visit.origin}/gioi-thieu/#bao-sai-sot")


@pytest.mark.parametrize(
    ("indicator", "kind"),
    [
        ("so-dich-vu-cong-truc-tuyen", "tổng của các đơn vị trong cấp"),
        ("ty-le-dich-vu-cong-toan-trinh", "tỷ lệ ghi ở dòng tổng của bảng"),
    ],
)
def test_a_figure_of_a_whole_level_is_described_as_one(indicator: str, kind: str, visit: Visit) -> None:
    """By the annex of 3688/KH-UBND, the province's departments have 1,064 services in total. The share beside it is no
    total."""
    dialog = open_dialog(visit, "/don-vi/tay-ninh/2023/", f"so-ban-nganh-{indicator}-total-2023-10")
    expect(dialog).to_contain_text(f"({kind}) của các sở, ban, ngành thuộc tỉnh Tây Ninh: ")


def test_without_scripts_the_figures_link_and_the_report_link_work(visiting: Visiting) -> None:
    visit = visiting(scripts=False)
    visit.open(UNIT)
    visit.page.locator(f'.cmb-at[href="#{INDICATOR}"]').click()
    expect(visit.page.locator(":target")).to_contain_text("31,98%")
    report = visit.page.get_by_role("link", name="Báo sai số liệu")
    expect(report).to_have_attribute("href", "../../gioi-thieu/#bao-sai-sot")


def test_if_the_units_file_cannot_be_loaded_the_figures_link_works_as_a_link(visit: Visit) -> None:
    visit.open(UNIT)
    visit.page.route("**/data/don-vi/**", lambda route: route.fulfill(status=200, body="{}"))
    visit.page.locator(f'.cmb-at[href="#{INDICATOR}"]').click()
    expect(visit.page.locator(":target")).to_contain_text("31,98%")


def test_the_dialog_is_accessible_and_fits(visit: Visit) -> None:
    """The dialog opens and closes by keyboard, and the link gets the focus back. Axe reports nothing."""
    dialog = open_dialog(visit)
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    for viewport in (PHONE, DESKTOP):
        visit.page.set_viewport_size(viewport)
        assert visit.page.evaluate(STICKING_OUT) == []
        for palette in (LIGHT, DARK):
            paint(visit.page, palette)
            assert visit.page.evaluate(FAULTS, None) == []
    visit.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(visit.page.locator(f'.cmb-at[href="#{INDICATOR}"]')).to_be_focused()
    visit.page.keyboard.press("Enter")
    expect(dialog).to_be_visible()


def test_the_button_of_each_figure_has_a_unique_name(visiting: Visiting) -> None:
    """The name has the indicator, and in the table of a year also the month."""
    visit = visiting()
    visit.open(UNIT)
    named = visit.page.locator(".cmb-board__row > * .cmb-at")
    names = named.evaluate_all("(links) => links.map((link) => link.ariaLabel)")
    assert "Trích dẫn, chia sẻ, báo sai: Thanh toán trực tuyến" in names
    assert len(set(names)) == len(names)
    visit.open("/don-vi/so-noi-vu/2024/")
    expect(visit.page.locator(".cmb-at[href='#ty-le-thanh-toan-truc-tuyen-2024-05']")).to_have_attribute(
        "aria-label", "Trích dẫn, chia sẻ, báo sai: Thanh toán trực tuyến, tháng 5"
    )
