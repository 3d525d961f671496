"""Tests the address ledger and the redirects: a published address keeps working permanently."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses.ledger import ledger_problems, ledger_text, with_new_addresses
from generator.addresses.redirect_checks import redirect_problems
from generator.addresses.redirect_pages import redirect_artifacts
from generator.addresses.suggestions import suggested_redirects
from generator.loading.settings import load_redirects
from generator.model import Portal, Settings
from generator.model.addresses import UNIT_PAGE
from generator.problems import Problem
from generator.rendering import relative

EMPTY = Portal(
    settings=Settings("Cổng", ()),
    units={},
    indicators={},
    sources={},
    bodies={},
    lineage=(),
    tasks=(),
    corrections=(),
    schemes=(),
    targets=pd.DataFrame(),
    results=pd.DataFrame(),
    redirects={},
    addresses=(),
)
PAGES = ("/", "/don-vi/", "/don-vi/so-y-te/")
BY_HAND = "hoặc tự thêm vào sổ, đúng thứ tự: "


def problems(
    ledger: tuple[str, ...], redirects: dict[str, str], pages: tuple[str, ...] = PAGES, whole: Portal = EMPTY
) -> list[Problem]:
    portal = replace(whole, addresses=ledger, redirects=redirects)
    return sorted([*ledger_problems(portal, pages), *redirect_problems(portal, pages)])


def test_pages_and_redirects_listed_in_the_ledger_have_no_faults() -> None:
    redirects = {"/don-vi/so-y/": "/don-vi/so-y-te/"}
    assert problems(with_new_addresses(PAGES, redirects), redirects) == []


def test_a_lost_address_is_reported_with_the_redirect_line_to_add() -> None:
    """The unit's slug changed from `so-yte` to `so-y-te`, so the new page is proposed as the redirect target."""
    ledger = ("/", "/don-vi/", "/don-vi/so-yte/")
    lost, unlisted = sorted(problems(ledger, {}), key=lambda problem: -problem.line)
    assert str(lost) == (
        'data/addresses.txt:3: "/don-vi/so-yte/" có trong sổ địa chỉ nhưng không còn trang nào ở đây\n'
        "    gợi ý: trang chưa từng đăng công khai (địa chỉ mới thêm vào sổ) thì xóa dòng này; "
        "đã đăng thì thêm vào data/redirects.csv dòng: /don-vi/so-yte/,/don-vi/so-y-te/"
    )
    assert str(unlisted) == (
        'data/addresses.txt: "/don-vi/so-y-te/" chưa có trong sổ địa chỉ\n'
        "    gợi ý: sửa những địa chỉ không còn trang nêu dưới đây, rồi chạy `make format` để ghi thêm địa chỉ mới "
        f"vào sổ, {BY_HAND}/don-vi/so-y-te/"
    )


def test_adding_the_proposed_redirect_line_repairs_the_build() -> None:
    ledger = with_new_addresses(PAGES, ["/don-vi/so-yte/"])
    (lost,) = problems(ledger, {})
    former, target = lost.hint.rpartition(": ")[2].split(",")
    assert problems(ledger, {former: target}) == []


def test_the_parent_page_is_proposed_when_no_page_is_similar() -> None:
    (lost,) = problems(with_new_addresses(PAGES, ["/don-vi/cu/2024-Q1/"]), {})
    assert lost.hint.endswith("dòng: /don-vi/cu/2024-Q1/,/don-vi/")
    (lost,) = problems(with_new_addresses(PAGES, ["/mat/"]), {})
    assert lost.hint.endswith("dòng: /mat/,/")


def test_the_ranking_of_the_same_period_is_proposed_when_the_rankings_of_provinces_are_joined() -> None:
    """`/xep-hang/` shows the newest period, which is not the one that an old link is about."""
    pages = (*PAGES, "/xep-hang/", "/xep-hang/2025-01/")
    ledger = with_new_addresses(pages, ["/xep-hang/binh-dinh/2025-01/"])
    (lost,) = problems(ledger, {}, pages)
    assert lost.hint.endswith("dòng: /xep-hang/binh-dinh/2025-01/,/xep-hang/2025-01/")


@pytest.mark.parametrize(
    ("lost", "fresh", "follower"),
    [
        ("/nhung/so-y-te/thoi-gian-cho/", "/nhung/so-y-te/thoi-gian-tra/", "/don-vi/so-y-te/"),
        ("/nhung/so-yte/thoi-gian-cho/", "/nhung/so-y-te/thoi-gian-cho/", "/nhung/so-y-te/thoi-gian-cho/"),
        ("/nhung/so-y-te/thoi-gian-cho/", "/nhung/xep-hang/thoi-gian-cho/", "/don-vi/so-y-te/"),
        ("/nhung/xep-hang/thoi-gian-cho/2024-05/", "/nhung/so-y-te/thoi-gian-cho/", "/chi-tieu/thoi-gian-cho/"),
        ("/nhung/xep-hang/thoi-gian-cho/", "/nhung/so-y-te/thoi-gian-cho/", "/chi-tieu/thoi-gian-cho/"),
    ],
)
def test_a_lost_embed_is_never_redirected_to_another_indicator(lost: str, fresh: str, follower: str) -> None:
    """A site that embeds the chart would otherwise show another indicator's figures under its own text."""
    pages = (*PAGES, "/chi-tieu/thoi-gian-cho/", fresh)
    found = [item for item in problems(with_new_addresses(PAGES, [lost]), {}, pages) if item.value == lost]
    assert [item.hint.rpartition(": ")[2] for item in found] == [f"{lost},{follower}"]


def test_the_address_of_a_new_discrepancy_is_reported_as_a_new_discrepancy() -> None:
    """The editor may have mistyped a figure, so the message says this before it explains how to publish the finding."""
    found = "/doi-chieu/mean.s.pl1-mean.demo.department.mean.waiting-time.2024-06/"
    (unlisted,) = problems(PAGES, {}, (*PAGES, found))
    assert unlisted.message == "chưa có trong sổ địa chỉ: có số liệu mới không khớp với số khác trong văn bản"
    assert unlisted.hint.startswith("chạy `make review` để xem số nào; nếu gõ nhầm thì sửa lại số")
    assert unlisted.hint.endswith(f"thì chạy `make format` để ghi thêm địa chỉ mới vào sổ, {BY_HAND}{found}")


def test_several_new_addresses_are_reported_as_one_problem() -> None:
    (unlisted,) = problems((), {})
    assert (unlisted.value, unlisted.message) == ("/", "chưa có trong sổ địa chỉ (và 2 địa chỉ khác)")
    assert unlisted.hint.endswith(f"{BY_HAND}/ /don-vi/ /don-vi/so-y-te/")
    (more,) = problems((), {}, (*PAGES, "/van-ban/"))
    assert BY_HAND not in more.hint


@pytest.mark.parametrize(
    ("redirects", "field", "message"),
    [
        ({"/cu/": "/khong-co/"}, "to", "không có trang nào ở địa chỉ này"),
        ({"/cu/": "/don-vi"}, "to", "không phải địa chỉ trang"),
        ({"/cu/": "https://example.org/"}, "to", "không phải địa chỉ trang"),
        ({"/cu/": '/"><script>/'}, "to", "không phải địa chỉ trang"),
        ({"cu/": "/don-vi/"}, "from", "không phải địa chỉ trang"),
        ({"/../cu/": "/don-vi/"}, "from", "không phải địa chỉ trang"),
        ({"/cu//": "/don-vi/"}, "from", "không phải địa chỉ trang"),
        ({"/don-vi/": "/"}, "from", "đang là địa chỉ của một trang"),
        ({"/don-vi/so-y-te/": "/don-vi/so-y-te/"}, "from", "đang là địa chỉ của một trang"),
        ({"/cu/": "/cu/"}, "to", "quay vòng: /cu/ → /cu/"),
    ],
)
def test_a_redirect_that_cannot_work_is_refused(redirects: dict[str, str], field: str, message: str) -> None:
    found = [item for item in problems(PAGES, redirects) if item.path == "data/redirects.csv"]
    assert [(item.line, item.field, item.message) for item in found] == [(2, field, message)]


def test_both_ends_of_a_redirect_are_reported() -> None:
    found = [item for item in problems(PAGES, {"cu/": "/khong-co/"}) if item.path == "data/redirects.csv"]
    assert [item.field for item in found] == ["from", "to"]


def test_redirect_chains_and_loops_are_reported_at_each_line() -> None:
    redirects = {"/a/": "/b/", "/b/": "/don-vi/", "/c/": "/d/", "/d/": "/c/"}
    found = [(item.line, item.message, item.hint) for item in problems(with_new_addresses(PAGES, redirects), redirects)]
    assert found == [
        (2, "lại là một địa chỉ đã chuyển", "viết thẳng nơi cuối cùng: /a/,/don-vi/"),
        (4, "quay vòng: /c/ → /d/ → /c/", "chuyển thẳng tới trang đang có"),
        (5, "quay vòng: /d/ → /c/ → /d/", "chuyển thẳng tới trang đang có"),
    ]


UNIT = ("/don-vi/so-{}/", "/don-vi/so-{}/2024/", "/nhung/so-{}/thoi-gian-cho/")
ABOVE = ("/", "/don-vi/", "/nhung/", "/don-vi/so-noi-vuong/", "/don-vi/so-noi-vuong/2024/")


def named(slug: str) -> tuple[str, ...]:
    return tuple(address.format(slug) for address in UNIT)


def led(former: str, target: str) -> dict[str, str]:
    return dict(zip(named(former), named(target), strict=True))


def moved(former: str, target: str) -> dict[str, str]:
    """The redirects of `led` as one wildcard line."""
    return {f"{UNIT[0].format(former)}*": f"{UNIT[0].format(target)}*"}


def proposed(found: list[Problem]) -> dict[str, str]:
    """Returns the redirect lines that the hints propose."""
    lines = [item.hint.rpartition(": ")[2] for item in found if " dòng: " in item.hint or "cuối cùng: " in item.hint]
    return dict(line.split(",") for line in lines)


def test_a_unit_that_is_renamed_back_needs_its_redirects_reversed() -> None:
    """After renaming and renaming back, the first redirects must be removed, and redirects in the other direction
    must be added."""
    pages = (*ABOVE, *named("noi-vu"))
    ledger = with_new_addresses(pages, named("noi-vu-tay-ninh"))
    found = problems(ledger, led("noi-vu", "noi-vu-tay-ninh"), pages)
    assert proposed(found) == moved("noi-vu-tay-ninh", "noi-vu")
    reported = [(item.line, item.field, item.message) for item in found if item.path == "data/redirects.csv"]
    assert reported == [(line, "from", "đang là địa chỉ của một trang") for line in (2, 3, 4)]
    assert problems(ledger, proposed(found), pages) == []


def test_redirects_to_a_lost_page_are_reported_with_its_new_address() -> None:
    """After two renamings, the proposed lines redirect both former addresses directly to the current page."""
    pages = (*ABOVE, *named("noi-vu-moi"))
    ledger = with_new_addresses(ABOVE, [*named("noi-vu-cu"), *named("noi-vu")])
    found = problems(ledger, led("noi-vu-cu", "noi-vu"), pages)
    assert {item.message for item in found if item.field == "to"} == {"không còn trang nào ở địa chỉ này"}
    assert proposed(found) == led("noi-vu-cu", "noi-vu-moi") | moved("noi-vu", "noi-vu-moi")
    assert problems(with_new_addresses(ledger, pages), proposed(found), pages) == []


def test_former_addresses_of_a_page_renamed_back_lead_to_it_in_one_step() -> None:
    pages = (*ABOVE, *named("noi-vu"))
    ledger = with_new_addresses(pages, [*named("noi-vu-cu"), *named("noi-vu-moi")])
    redirects = led("noi-vu-cu", "noi-vu-moi") | led("noi-vu", "noi-vu-moi")
    assert proposed(problems(ledger, redirects, pages)) == led("noi-vu-cu", "noi-vu") | moved("noi-vu-moi", "noi-vu")


def test_a_page_that_a_release_recorded_leads_to_the_new_address_of_its_subject() -> None:
    """Neither spelling nor dependent addresses show that `/van-ban/quyet-dinh-3/` is the document that was at
    `/van-ban/bao-cao-7/`; another new document is even more similar."""
    pages = (*ABOVE, "/van-ban/", "/van-ban/bao-cao-8/", "/van-ban/quyet-dinh-3/", *named("noi-vu-moi"))
    ledger = with_new_addresses(ABOVE, ["/van-ban/", "/van-ban/bao-cao-7/", *named("noi-vu")])
    moved = {"/van-ban/bao-cao-7/": "/van-ban/quyet-dinh-3/", "/don-vi/so-noi-vu/": "/don-vi/so-noi-vu-moi/"}
    portal = replace(EMPTY, addresses=ledger)
    assert suggested_redirects(portal, pages, moved) == {
        "/van-ban/bao-cao-7/": "/van-ban/quyet-dinh-3/",
        **led("noi-vu", "noi-vu-moi"),
    }
    assert suggested_redirects(portal, pages)["/van-ban/bao-cao-7/"] == "/van-ban/bao-cao-8/"


def test_a_page_at_the_same_depth_is_proposed_before_a_page_with_more_similar_spelling() -> None:
    """The page of a unit's year is no replacement for a unit's page."""
    fresh = ("/don-vi/a-b/2024/", "/don-vi/so-ab-cu/")
    (lost, _) = sorted(
        problems(with_new_addresses(PAGES, ["/don-vi/a-b/"]), {}, (*PAGES, *fresh)), key=lambda one: -one.line
    )
    assert lost.hint.endswith("dòng: /don-vi/a-b/,/don-vi/so-ab-cu/")


def test_a_withdrawn_period_never_leads_to_another_indicator() -> None:
    """The indicator ended, so that the new month has a page only for the one that followed it."""
    pages = (*ABOVE, "/chi-tieu/", "/chi-tieu/so-hoa/", "/chi-tieu/so-hoa-ky-so/")
    portal = replace(EMPTY, addresses=with_new_addresses(pages, ["/chi-tieu/so-hoa/2027-05/"]))
    found = suggested_redirects(portal, (*pages, "/chi-tieu/so-hoa-ky-so/2031-02/"))
    assert found == {"/chi-tieu/so-hoa/2027-05/": "/chi-tieu/so-hoa/"}


def test_redirects_to_pages_of_an_unknown_kind_are_not_faults() -> None:
    portal = replace(EMPTY, redirects={"/don-vi/cu/": "/don-vi/so-y/"})
    assert list(redirect_problems(portal, PAGES, (UNIT_PAGE,))) == []


def test_a_redirect_may_lead_to_an_anchor() -> None:
    redirects = {"/cu/": "/don-vi/so-y-te/#nhiem-vu"}
    assert problems(with_new_addresses(PAGES, redirects), redirects) == []


def test_ledger_lines_out_of_order_duplicated_or_malformed_are_faults() -> None:
    messages = [(item.line, item.message) for item in problems((*PAGES[::-1], "/", "don-vi"), {})]
    assert messages == [
        (0, "các địa chỉ không theo thứ tự, hoặc có địa chỉ lặp"),
        (5, "không phải địa chỉ trang"),
    ]


@given(st.sets(st.sampled_from(["/", "/a/", "/b/", "/a/b/"])), st.sets(st.sampled_from(["/", "/a/", "/c/"])))
def test_the_ledger_only_grows_and_keeps_one_order(known: set[str], new: set[str]) -> None:
    ledger = with_new_addresses(known, new)
    assert set(ledger) == known | new
    assert list(ledger) == sorted(ledger)
    assert with_new_addresses(ledger, ledger) == ledger
    assert ledger_text(ledger).splitlines() == list(ledger)


def test_a_redirect_is_a_static_page_that_search_engines_do_not_list() -> None:
    (artifact,) = redirect_artifacts({"/don-vi/so-y/": "/don-vi/so-y-te/#nhiem-vu"}, "Cổng Minh Bạch")
    text = artifact.content.decode()
    assert artifact.path == "don-vi/so-y/index.html"
    assert '<link rel="canonical" href="../so-y-te/#nhiem-vu">' in text
    assert '<meta http-equiv="refresh" content="0; url=../so-y-te/#nhiem-vu">' in text
    assert '<meta name="robots" content="noindex">' in text
    assert '<a href="../so-y-te/#nhiem-vu">/don-vi/so-y-te/#nhiem-vu</a>' in text
    assert "<title>Trang đã chuyển địa chỉ – Cổng Minh Bạch</title>" in text
    assert '<html lang="vi">' in text


@pytest.mark.parametrize(
    ("former", "target"),
    [
        ("/chi-tieu/cho/2024-05/", "/chi-tieu/cho/"),
        ("/xep-hang/2024-05/", "/xep-hang/"),
        ("/don-vi/so-y/2024/", "/don-vi/so-y-te/"),
        ("/nhung/so-y/cho/", "/don-vi/so-y/"),
        ("/van-ban/bao-cao-3/", "/van-ban/"),
    ],
)
def test_the_address_of_withdrawn_content_says_so_and_does_not_redirect_by_itself(former: str, target: str) -> None:
    """A reader would take the figures of another page for those that an old link was about."""
    (artifact,) = redirect_artifacts({former: target}, "Cổng")
    text = artifact.content.decode()
    assert "<h1>Trang này không còn trên cổng</h1>" in text
    assert f">{target}</a>" in text
    assert f'<a href="{relative("/cap-nhat/", former)}">' in text
    assert "<script>" not in text
    assert "refresh" not in text
    assert '<meta name="robots" content="noindex">' in text


@pytest.mark.parametrize(
    ("former", "target"),
    [
        ("/don-vi/cu/2024/", "/don-vi/moi/2024/"),
        ("/don-vi/cu/", "/don-vi/moi/"),
        ("/xep-hang/2024-05/", "/xep-hang/2024-06/"),
        ("/ke-hoach/x/", "/van-ban/x/"),
        ("/huong-dan/", "/gioi-thieu/#huong-dan"),
    ],
)
def test_the_address_of_a_page_with_a_counterpart_redirects(former: str, target: str) -> None:
    (artifact,) = redirect_artifacts({former: target}, "Cổng")
    assert '<meta http-equiv="refresh"' in artifact.content.decode()


def test_a_redirect_works_under_any_folder_and_to_the_home_page() -> None:
    (artifact,) = redirect_artifacts({"/a/b/c/": "/"}, "Cổng")
    assert '<a href="../../../">/</a>' in artifact.content.decode()


def test_a_title_cannot_break_out_of_the_page() -> None:
    (artifact,) = redirect_artifacts({"/a/": "/"}, "<b>&")
    assert "– &lt;b&gt;&amp;</title>" in artifact.content.decode()


def test_two_redirects_from_the_same_address_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/redirects.csv").write_text("from,to\n/a/,/\n/a/,/b/\n", encoding="utf-8")
    faults: list[Problem] = []
    assert load_redirects(tmp_path, faults) == {"/a/": "/b/"}
    assert [(item.line, item.field, item.value) for item in faults] == [(3, "from", "/a/")]
