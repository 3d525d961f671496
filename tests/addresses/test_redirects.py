"""Tests redirect lines with a star: one line redirects everything that belongs to the page of a unit, an indicator
or a document."""

from dataclasses import replace
from datetime import date

import pytest

from generator.addresses.former_files import former_slugs, with_files_at_former_addresses
from generator.addresses.ledger import with_new_addresses
from generator.addresses.redirects import RedirectLines, moved_slugs, redirect_targets
from generator.artifacts import Artifact
from generator.cache import Recipe
from generator.deferred import Deferred
from generator.model import Level, Unit, UnitKind
from tests.addresses.test_addresses import EMPTY, problems, proposed

ABOVE = ("/", "/chi-tieu/", "/don-vi/", "/van-ban/")
UNIT = ("/don-vi/{}/", "/don-vi/{}/2023/", "/don-vi/{}/2024/", "/nhung/{}/cho/", "/nhung/{}/nop/")
INDICATOR = ("/chi-tieu/{}/", "/chi-tieu/{}/2024-05/", "/nhung/xep-hang/{}/", "/nhung/xep-hang/{}/2024-05/")
NO_SUBJECT = "có dấu * mà không phải trang của một đơn vị, một chỉ tiêu, một văn bản hay một kỳ"
RENAMED = {"/don-vi/y-te/*": "/don-vi/so-y-te/*"}


def filled(forms: tuple[str, ...], slug: str) -> tuple[str, ...]:
    return tuple(form.format(slug) for form in forms)


PAGES = (*ABOVE, *filled(UNIT, "so-y-te"))
LEDGER = with_new_addresses(PAGES, filled(UNIT, "y-te"))


def test_one_line_redirects_each_address_of_a_unit_to_its_counterpart() -> None:
    leads = redirect_targets(RENAMED, LEDGER, PAGES)
    assert leads.targets == leads.same_page
    assert leads.same_page == {
        "/don-vi/y-te/": "/don-vi/so-y-te/",
        "/don-vi/y-te/2023/": "/don-vi/so-y-te/2023/",
        "/don-vi/y-te/2024/": "/don-vi/so-y-te/2024/",
        "/nhung/y-te/cho/": "/nhung/so-y-te/cho/",
        "/nhung/y-te/nop/": "/nhung/so-y-te/nop/",
    }
    assert problems(LEDGER, RENAMED, PAGES) == []


def test_a_line_without_a_star_redirects_only_the_page_and_its_files() -> None:
    """Files of the page are redirected too. Years and charts that belong to it are not."""
    assert redirect_targets({"/don-vi/y-te/": "/don-vi/so-y-te/"}, LEDGER, PAGES).same_page == {
        "/don-vi/y-te/": "/don-vi/so-y-te/"
    }


def test_former_slugs_are_those_of_renamed_units_and_indicators() -> None:
    """A unit that leads to its successor is another unit. Anchors never contain the slug of a document."""
    pages = (*PAGES, *filled(INDICATOR, "cho-doi"), "/van-ban/moi/")
    ledger = with_new_addresses(pages, [*filled(UNIT, "y-te"), *filled(INDICATOR, "cho"), *filled(UNIT, "cu")])
    lines = {**RENAMED, "/chi-tieu/cho/*": "/chi-tieu/cho-doi/*", "/van-ban/cu/": "/van-ban/moi/"}
    merged = {"/don-vi/cu/*": "/don-vi/so-y-te/", "/don-vi/mat/": "/don-vi/"}
    same_page = redirect_targets({**lines, **merged}, ledger, pages).same_page
    assert moved_slugs(same_page) == {"y-te": "so-y-te", "cho": "cho-doi"}
    assert former_slugs(same_page).content == b'{"version":1,"slugs":{"cho":"cho-doi","y-te":"so-y-te"}}\n'


def test_an_address_that_was_never_published_is_not_redirected() -> None:
    """The page of a year that was added after the renaming never had the former name."""
    leads = redirect_targets(RENAMED, LEDGER, (*PAGES, "/don-vi/so-y-te/2025/"))
    assert "/don-vi/y-te/2025/" not in leads.targets


def test_an_addresss_own_line_precedes_a_line_with_a_star() -> None:
    redirects = RENAMED | {"/nhung/y-te/nop/": "/don-vi/so-y-te/"}
    assert redirect_targets(redirects, LEDGER, PAGES).targets["/nhung/y-te/nop/"] == "/don-vi/so-y-te/"
    assert redirect_targets(redirects, LEDGER, PAGES).targets["/nhung/y-te/cho/"] == "/nhung/so-y-te/cho/"
    assert problems(LEDGER, redirects, PAGES) == []


def test_a_withdrawn_year_redirects_rankings_but_not_units_pages_of_that_year() -> None:
    """The rankings of the withdrawn period are redirected. The unit's page of 2024 is missing for another reason."""
    pages = (*ABOVE, "/xep-hang/", "/chi-tieu/cho/", "/don-vi/y-te/")
    former = ("/xep-hang/2024/", "/chi-tieu/cho/2024/", "/don-vi/y-te/2024/")
    targets = redirect_targets({"/xep-hang/2024/*": "/xep-hang/*"}, with_new_addresses(pages, former), pages).targets
    assert targets == {"/xep-hang/2024/": "/xep-hang/", "/chi-tieu/cho/2024/": "/chi-tieu/cho/"}


def test_an_address_without_a_matching_line_is_not_redirected() -> None:
    assert RedirectLines(RENAMED).target("/don-vi/noi-vu/2024/") == ""


def test_a_renamed_indicator_redirects_its_rankings_and_embeds() -> None:
    """If a unit was renamed too, each name in an address is replaced by its own line."""
    pages = (*ABOVE, *filled(INDICATOR, "thoi-gian-cho"), "/don-vi/so-y-te/", "/nhung/so-y-te/thoi-gian-cho/")
    former = (*filled(INDICATOR, "cho"), "/don-vi/y-te/", "/nhung/y-te/cho/", "/nhung/y-te/thoi-gian-cho/")
    redirects = RENAMED | {"/chi-tieu/cho/*": "/chi-tieu/thoi-gian-cho/*"}
    targets = redirect_targets(redirects, with_new_addresses(pages, former), pages).targets
    assert targets == {
        **dict(zip(filled(INDICATOR, "cho"), filled(INDICATOR, "thoi-gian-cho"), strict=True)),
        "/don-vi/y-te/": "/don-vi/so-y-te/",
        "/nhung/y-te/cho/": "/nhung/so-y-te/thoi-gian-cho/",
        "/nhung/y-te/thoi-gian-cho/": "/nhung/so-y-te/thoi-gian-cho/",
    }


def test_a_renamed_province_redirects_its_rankings_and_a_renamed_document_its_plan() -> None:
    pages = (
        *ABOVE,
        "/don-vi/ha-dong/",
        "/xep-hang/ha-dong/2024-05/",
        "/chi-tieu/cho/ha-dong/",
        "/van-ban/b/",
        "/ke-hoach/b/",
    )
    former = ("/don-vi/dong/", "/xep-hang/dong/2024-05/", "/chi-tieu/cho/dong/", "/van-ban/a/", "/ke-hoach/a/")
    redirects = {"/don-vi/dong/*": "/don-vi/ha-dong/*", "/van-ban/a/*": "/van-ban/b/*"}
    targets = redirect_targets(redirects, with_new_addresses(pages, former), pages).targets
    assert targets == dict(zip(former, pages[len(ABOVE) :], strict=True))


DATED = (
    "/chi-tieu/cho/{}/",
    "/chi-tieu/cho/ha-dong/{}/",
    "/nhung/xep-hang/cho/{}/",
    "/xep-hang/{}/",
    "/xep-hang/ha-dong/{}/",
)
UNDATED = tuple(form.format("").replace("//", "/") for form in DATED)


def test_a_withdrawn_period_redirects_to_the_rankings_without_a_period() -> None:
    """If another period replaces it, the same kind of line redirects to the rankings of that period."""
    pages = (*ABOVE, *UNDATED)
    found = problems(with_new_addresses(pages, filled(DATED, "2024-05")), {}, pages)
    assert proposed(found) == {"/xep-hang/2024-05/*": "/xep-hang/*"}
    ledger = with_new_addresses(pages, filled(DATED, "2024-05"))
    assert redirect_targets(proposed(found), ledger, pages).targets == dict(
        zip(filled(DATED, "2024-05"), UNDATED, strict=True)
    )
    assert problems(ledger, proposed(found), pages) == []
    right = (*pages, *filled(DATED, "2024-06"))
    assert redirect_targets(proposed(found), ledger, pages).same_page == {}
    entered_anew = problems(ledger, {}, right)
    redirects = proposed(entered_anew)
    doubt = "(kỳ ấy không còn số liệu, không phải sửa kỳ ghi nhầm, thì sau dấu phẩy ghi /xep-hang/*)"
    assert any(doubt in item.hint for item in entered_anew)
    assert redirects == {"/xep-hang/2024-05/*": "/xep-hang/2024-06/*"}
    assert redirect_targets(redirects, ledger, right).targets == dict(
        zip(filled(DATED, "2024-05"), filled(DATED, "2024-06"), strict=True)
    )


def test_a_unit_followed_by_another_redirects_to_that_units_page_only() -> None:
    """Its years and embeds are not figures of the successor, so all lead to the successor's page and no file is
    copied."""
    redirects = {"/don-vi/y-te/*": "/don-vi/so-y-te/"}
    leads = redirect_targets(redirects, LEDGER, PAGES)
    assert leads.targets == dict.fromkeys(filled(UNIT, "y-te"), "/don-vi/so-y-te/")
    assert leads.same_page == {}
    assert problems(LEDGER, redirects, PAGES) == []


def test_one_redirect_line_is_proposed_for_a_renamed_unit() -> None:
    ledger = with_new_addresses(ABOVE, filled(UNIT, "y-te"))
    (lost,) = (item for item in problems(ledger, {}, PAGES) if item.line)
    assert str(lost) == (
        'data/addresses.txt:4: "/don-vi/y-te/" có trong sổ địa chỉ (và 4 địa chỉ khác của trang ấy) nhưng không còn '
        "trang nào ở đây\n"
        "    gợi ý: trang chưa từng đăng công khai (địa chỉ mới thêm vào sổ) thì xóa những dòng ấy; đã đăng thì thêm "
        "vào data/redirects.csv (nếu không phải chính trang ấy đổi địa chỉ thì bỏ dấu * ở cuối) dòng: "
        "/don-vi/y-te/*,/don-vi/so-y-te/*"
    )
    assert problems(with_new_addresses(ledger, PAGES), RENAMED, PAGES) == []


def test_a_page_with_a_different_name_is_proposed_if_its_years_and_embeds_match() -> None:
    """It is the only new unit with the same years and embeds. A document of the same name is lost for another
    reason, and no document takes its place."""
    pages = (*ABOVE, *filled(UNIT, "van-hoa"), "/don-vi/moi/", "/don-vi/moi/2024/")
    ledger = with_new_addresses(ABOVE, [*filled(UNIT, "so-ngoai-vu"), "/van-ban/van-hoa/"])
    found = problems(ledger, {}, pages)
    assert proposed(found) == {"/don-vi/so-ngoai-vu/*": "/don-vi/van-hoa/*", "/van-ban/van-hoa/": "/van-ban/"}


def test_for_a_removed_unit_one_line_to_the_list_of_units_is_proposed() -> None:
    found = problems(with_new_addresses(ABOVE, filled(UNIT, "y-te")), {}, ABOVE)
    assert proposed(found) == {"/don-vi/y-te/*": "/don-vi/"}
    assert "(nếu trang ấy chỉ đổi địa chỉ thì thay phần sau dấu phẩy bằng địa chỉ mới có dấu * ở cuối)" in found[0].hint
    assert problems(with_new_addresses(ABOVE, filled(UNIT, "y-te")), proposed(found), ABOVE) == []


def test_removed_units_do_not_count_as_withdrawn_figures_of_an_indicator() -> None:
    """The line of each unit repairs its charts too, although no chart of the two indicators is left."""
    pages = (*ABOVE, "/chi-tieu/cho/", "/chi-tieu/nop/")
    found = problems(with_new_addresses(pages, [*filled(UNIT, "noi-vu"), *filled(UNIT, "y-te")]), {}, pages)
    assert proposed(found) == {"/don-vi/noi-vu/*": "/don-vi/", "/don-vi/y-te/*": "/don-vi/"}


def test_after_two_renamings_both_former_addresses_are_redirected_to_the_current_page() -> None:
    pages = (*ABOVE, *filled(UNIT, "so-y-te-moi"))
    found = problems(LEDGER, RENAMED, pages)
    assert proposed(found) == {"/don-vi/y-te/*": "/don-vi/so-y-te-moi/*", "/don-vi/so-y-te/*": "/don-vi/so-y-te-moi/*"}
    assert problems(with_new_addresses(LEDGER, pages), proposed(found), pages) == []


def test_after_renaming_back_the_redirect_is_reversed() -> None:
    pages = (*ABOVE, *filled(UNIT, "y-te"))
    found = problems(LEDGER, RENAMED, pages)
    reported = [(item.line, item.field, item.message) for item in found if item.path == "data/redirects.csv"]
    assert reported == [(2, "from", "đang là địa chỉ của một trang")]
    assert proposed(found) == {"/don-vi/so-y-te/*": "/don-vi/y-te/*"}
    assert problems(LEDGER, proposed(found), pages) == []


def test_a_chain_of_starred_lines_is_one_fault() -> None:
    redirects = {"/don-vi/cu/*": "/don-vi/y-te/*", **RENAMED}
    ledger = with_new_addresses(LEDGER, filled(UNIT, "cu"))
    (chain,) = problems(ledger, redirects, PAGES)
    assert (chain.line, chain.message) == (2, "lại là một địa chỉ đã chuyển")
    assert chain.hint == "viết thẳng nơi cuối cùng: /don-vi/cu/*,/don-vi/so-y-te/*"
    assert problems(ledger, {"/don-vi/cu/*": "/don-vi/so-y-te/*", **RENAMED}, PAGES) == []


def test_an_address_without_a_counterpart_redirects_to_the_page_itself() -> None:
    """The figures of 2023 were withdrawn. Their page is redirected neither to another unit's year nor to another
    year."""
    pages = tuple(page for page in PAGES if "2023" not in page)
    ledger = tuple(address for address in LEDGER if address != "/don-vi/so-y-te/2023/")
    (lost,) = problems(ledger, RENAMED, pages)
    assert lost.hint.endswith("dòng: /don-vi/y-te/2023/,/don-vi/so-y-te/")
    assert problems(ledger, RENAMED | proposed([lost]), pages) == []


def test_a_line_that_needs_a_star_is_reported_with_the_starred_line() -> None:
    (narrow,) = problems(LEDGER, {"/don-vi/y-te/": "/don-vi/so-y-te/"}, PAGES)
    assert str(narrow) == (
        'data/redirects.csv:2: from: "/don-vi/y-te/" chỉ chuyển một trang; /don-vi/y-te/2023/ (và 3 địa chỉ khác) của '
        "trang ấy không còn trang nào\n"
        "    gợi ý: thay (nếu không phải chính trang ấy đổi địa chỉ thì bỏ dấu * ở cuối) bằng dòng: "
        "/don-vi/y-te/*,/don-vi/so-y-te/*"
    )
    (one,) = problems((*PAGES, "/don-vi/y-te/2023/"), {"/don-vi/y-te/": "/don-vi/so-y-te/"}, PAGES)[-1:]
    assert one.message == "chỉ chuyển một trang; /don-vi/y-te/2023/ của trang ấy không còn trang nào"


def unit_since(day: date) -> Unit:
    return Unit(
        id="demo.so-y-te", slug="so-y-te", name="Sở Y tế", short_name="Sở Y tế", kind=UnitKind.DEPARTMENT,
        level=Level.DEPARTMENT, parent_id="", code="", active_from=day, active_to=None, aliases=(), note="",
    )  # fmt: skip


@pytest.mark.parametrize(("day", "faults"), [(date(2024, 1, 1), 1), (date(2023, 7, 1), 0)])
def test_a_unit_that_began_later_cannot_take_the_years_of_an_earlier_one(day: date, faults: int) -> None:
    portal = replace(EMPTY, units={"demo.so-y-te": unit_since(day)})
    found = problems(LEDGER, RENAMED, PAGES, portal)
    assert len(found) == faults
    lost = problems(with_new_addresses(ABOVE, filled(UNIT, "y-te")), {}, PAGES, portal)
    assert proposed(lost) == {"/don-vi/y-te/*": "/don-vi/so-y-te/" if faults else "/don-vi/so-y-te/*"}
    for problem in found:
        assert (problem.line, problem.field, problem.value) == (2, "to", "/don-vi/so-y-te/*")
        assert problem.message.startswith("là đơn vị có từ ngày 01/01/2024, địa chỉ cũ có số liệu từ trước")
        assert problem.hint.endswith(": /don-vi/y-te/*,/don-vi/so-y-te/")
        assert problems(LEDGER, proposed_end(problem.hint), PAGES, portal) == []


def proposed_end(hint: str) -> dict[str, str]:
    former, target = hint.rpartition(": ")[2].split(",")
    return {former: target}


@pytest.mark.parametrize(
    ("redirects", "field", "message"),
    [
        ({"/cu/*": "/don-vi/"}, "from", NO_SUBJECT),
        ({"/don-vi/cu/2024/*": "/don-vi/"}, "from", NO_SUBJECT),
        ({"/xep-hang/ha-dong/*": "/don-vi/"}, "from", NO_SUBJECT),
        ({"/don-vi/so-y-te/*": "/don-vi/"}, "from", "đang là địa chỉ của một trang"),
        ({"/don-vi/cu/": "/don-vi/so-y-te/*"}, "to", "có dấu * mà địa chỉ cũ không có"),
        ({"/chi-tieu/cu/*": "/don-vi/so-y-te/*"}, "to", "có dấu * mà không cùng loại trang với địa chỉ cũ"),
        ({"/don-vi/cu/*": "/don-vi/*"}, "to", "có dấu * mà không cùng loại trang với địa chỉ cũ"),
        ({"/don-vi/cu/*": "/xep-hang/*"}, "to", "có dấu * mà không cùng loại trang với địa chỉ cũ"),
        ({"/xep-hang/2024-05/*": "/don-vi/so-y-te/*"}, "to", "có dấu * mà không cùng loại trang với địa chỉ cũ"),
        ({"/don-vi/cu/*": "/don-vi/so-y-te/#a*"}, "to", "không phải địa chỉ trang"),
        ({"/don-vi/cu*": "/don-vi/so-y-te/"}, "from", "không phải địa chỉ trang"),
        ({"/don-vi/cu/*": "/don-vi/khong-co/*"}, "to", "không có trang nào ở địa chỉ này"),
    ],
)
def test_a_star_that_cannot_work_is_refused(redirects: dict[str, str], field: str, message: str) -> None:
    found = [item for item in problems(PAGES, redirects, PAGES) if item.path == "data/redirects.csv"]
    assert [(item.line, item.field, item.message) for item in found] == [(2, field, message)]


def test_files_in_the_folder_of_a_province_are_written_at_both_addresses() -> None:
    path = "data/cung-cap/moi/cap-xa/2024-05.json"
    recipe = Recipe((path,), "", lambda: (Artifact(path, b"{}"),))
    works = with_files_at_former_addresses(Deferred([lambda: recipe], [(path,)]), {"/don-vi/cu/": "/don-vi/moi/"})
    former = "data/cung-cap/cu/cap-xa/2024-05.json"
    assert works.names == [(path, former)]
    assert [file.path for file in works[0].make()] == [path, former]


@pytest.mark.parametrize("former", ["/don-vi/moi/2023/", "/chi-tieu/moi/"])
def test_files_are_not_written_at_the_address_of_another_kind_of_page(former: str) -> None:
    """A withdrawn year leads to the unit's page, whose files are not those of the year."""
    path = "data/don-vi/moi.json"
    recipe = Recipe((path,), "", lambda: (Artifact(path, b"{}"),))
    works = with_files_at_former_addresses(Deferred([lambda: recipe], [(path,)]), {former: "/don-vi/moi/"})
    assert works.names == [(path,)]


def test_a_page_without_any_figure_left_needs_one_line() -> None:
    """All figures of an indicator are withdrawn: its dated pages, rankings and the charts of 60 units go. Each needed
    a line of its own. The units have other charts, so their pages are not empty."""
    units = tuple(address for number in range(60) for address in filled(UNIT[:1], f"x-{number}"))
    charts = {name: tuple(f"/nhung/x-{number}/{name}/" for number in range(60)) for name in ("cho", "nop")}
    pages = (*ABOVE, *units, *charts["nop"], "/chi-tieu/cho/", *filled(INDICATOR, "nop"))
    ledger = with_new_addresses(pages, [*filled(INDICATOR, "cho"), *charts["cho"]])
    (found,) = problems(ledger, {}, pages)
    lost = "có trong sổ địa chỉ (và 62 địa chỉ khác) nhưng không còn trang nào ở đây"
    assert (found.value, found.message) == (
        "/chi-tieu/cho/2024-05/",
        f"{lost}, vì /chi-tieu/cho/ không còn số liệu nào",
    )
    line = {"/chi-tieu/cho/*": "/chi-tieu/cho/"}
    assert proposed([found]) == line
    assert problems(ledger, line, pages) == []
    leads = redirect_targets(line, ledger, pages)
    assert set(leads.targets) == {*filled(INDICATOR[1:], "cho"), *charts["cho"]}
    assert set(leads.targets.values()) == {"/chi-tieu/cho/"}
    assert leads.same_page == {}


def test_a_page_with_figures_left_needs_a_line_for_each_lost_address() -> None:
    """Otherwise a line would also hide figures that are deleted by mistake later."""
    pages = (*ABOVE, *filled(INDICATOR, "cho"))
    ledger = with_new_addresses(pages, ["/chi-tieu/cho/2024-04/", "/nhung/xep-hang/cho/2024-04/"])
    assert proposed(problems(ledger, {}, pages)) == {
        "/chi-tieu/cho/2024-04/": "/chi-tieu/cho/",
        "/nhung/xep-hang/cho/2024-04/": "/nhung/xep-hang/cho/",
    }
