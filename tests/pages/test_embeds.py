"""Tests embeds, the charts for other sites: their texts, embeds of one period, oEmbed answers and the code to copy."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from generator import embeds
from generator.build import build
from generator.deferred import Deferred
from generator.model import TargetStatus
from generator.pages.embeds import Embed, RankingEmbed, UnitEmbed
from generator.pages.facts import Facts
from generator.pages.figures import target_phrase
from generator.pages.posters import figure_row
from generator.pictures.layout import HEIGHT, WIDTH
from tests.support.monthly import write_monthly
from tests.support.pages import embeds_by_address, indicator_page
from tests.support.portals import RESULTS_FILE, append_to, facts_of, plain_text, replace_in
from tests.support.units import RESULT, commune, department

TODAY = date(2024, 8, 1)
SITE = "https://cong.example/"
NAME = "Cổng Minh Bạch"


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The facts of the portal in `tests/support/monthly.py`."""
    return facts_of(write_monthly(tmp_path_factory.mktemp("monthly") / "portal"))


@pytest.fixture(scope="module")
def monthly(facts: Facts) -> Mapping[str, Embed]:
    return embeds_by_address(facts)


def files(embed: Embed, site: str = SITE) -> Mapping[str, str]:
    """Returns the files of an embed by file name."""
    (recipe,) = embeds.recipes(Deferred([lambda: embed], [(embed.address,)]), NAME, site)
    assert [artifact.path for artifact in recipe.make()] == list(recipe.paths)
    return {artifact.path.rpartition("/")[2]: artifact.content.decode() for artifact in recipe.make()}


def unit_embed(found: Mapping[str, Embed], address: str) -> UnitEmbed:
    embed = found[address]
    assert isinstance(embed, UnitEmbed)
    return embed


def ranking(found: Mapping[str, Embed], address: str) -> RankingEmbed:
    embed = found[address]
    assert isinstance(embed, RankingEmbed)
    return embed


def test_each_unit_and_indicator_with_a_figure_has_an_embed(monthly: Mapping[str, Embed]) -> None:
    """Sở X was merged before it had a figure. One figure of Sở B in 2024 cannot be read, but the indicator has an
    earlier figure."""
    units = {address for address, embed in monthly.items() if isinstance(embed, UnitEmbed)}
    assert {address for address in units if address.startswith(("/nhung/c/", "/nhung/so-b/", "/nhung/x/"))} == {
        "/nhung/c/thoi-gian-cho/",
        "/nhung/c/ty-le-toan-trinh/",
        "/nhung/so-b/so-dich-vu/",
        "/nhung/so-b/so-dich-vu-toan-trinh/",
        "/nhung/so-b/thoi-gian-cho/",
        "/nhung/so-b/ty-le-toan-trinh/",
    }


def test_an_embed_shows_figure_mark_target_rank_period_and_source(monthly: Mapping[str, Embed]) -> None:
    """The newest period comes first. Sở C has 56% in May 2024, below the target for all departments."""
    embed = unit_embed(monthly, "/nhung/c/ty-le-toan-trinh/")
    newest = embed.moments[0]
    assert [moment.id for moment in embed.moments] == ["2024-05", "2024-03", "2023-05"]
    assert newest.figure.text == "56%"
    assert plain_text(newest.text) == (
        "Tháng 5/2024; phải đạt tối thiểu 70% đến hết năm 2025; hạng 1/8 sở, ban, ngành (4 đơn vị được xếp hạng)."
    )
    assert plain_text(newest.source) == "Báo cáo số 2/BC-UBND ngày 01/07/2024, bảng PL.I, dòng c"
    html = files(embed)["index.html"]
    assert '<link rel="canonical" href="../../../don-vi/c/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "<p>Sở C tỉnh Thử</p>" in plain_text(html)


def test_a_missing_figure_is_shown_as_missing(monthly: Mapping[str, Embed]) -> None:
    """A figure of June 2024 that could not be read is not shown as zero and has no bar."""
    found = [embed for embed in monthly.values() if isinstance(embed, UnitEmbed)]
    missing = [moment for embed in found for moment in embed.moments if moment.figure.missing]
    assert all(moment.bar is None and moment.mark is None for moment in missing)
    embed = unit_embed(monthly, "/nhung/so-b/ty-le-toan-trinh/")
    assert embed.moments[0].figure.text == "không đọc được trên bản quét"
    assert len(missing) >= 1


def test_an_embed_shows_no_figure_for_a_period_without_one_of_the_unit(so_a_omitted_in_july: Path) -> None:
    """In July only the other two departments have a waiting time, so the newest figure of Sở An Bình is that of
    June."""
    moments = unit_embed(embeds_by_address(facts_of(so_a_omitted_in_july)), "/nhung/so-a/thoi-gian-cho/").moments
    assert [(moment.id, moment.figure.text) for moment in moments] == [
        ("2024-06", "20\N{NO-BREAK SPACE}phút"),
        ("2024-07", "chưa có số liệu"),
    ]


def test_an_exemption_is_shown_as_exempt_without_a_target(monthly: Mapping[str, Embed]) -> None:
    """Sở Đại Đồng was exempt in 2022."""
    moment = unit_embed(monthly, "/nhung/so-b/ty-le-toan-trinh/").moments[-1]
    assert moment.id == "2022-12"
    assert moment.mark is not None
    assert moment.mark.code == "exempt"
    assert plain_text(moment.text) == "Tháng 12/2022; được miễn (đến hết năm 2023)."


def test_a_figure_that_does_not_apply_is_shown_without_a_target(mini: Path) -> None:
    """The target of at most 30 minutes applies to all departments, but Sở An Bình had no procedures in July."""
    row = "demo.so-a,,,waiting-time,2024-07,,not_applicable,,PL.X:1,Không có thủ tục\n"
    append_to(mini / "data" / "results" / "demo-2024.csv", row)
    moments = {
        moment.id: plain_text(moment.text)
        for moment in unit_embed(embeds_by_address(facts_of(mini)), "/nhung/so-a/thoi-gian-cho/").moments
    }
    assert moments["2024-07"] == "Tháng 7/2024; Không có thủ tục."
    assert "phải đạt tối đa 30 phút" in moments["2024-06"]


def test_a_missing_target_is_stated_only_by_the_mark(mini: Path) -> None:
    """Without targets, the mark of a share states once that there is none. The number of services has no mark."""
    path = mini / "data" / "targets" / "demo-2023.csv"
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    found = embeds_by_address(facts_of(mini))
    share = unit_embed(found, "/nhung/so-a/ty-le-toan-trinh/").moments[0]
    assert share.mark is not None
    assert share.mark.word == "Chưa có mức phải đạt"
    assert plain_text(share.text) == "Tháng 6/2024."
    count = unit_embed(found, "/nhung/so-a/so-dich-vu/").moments[0]
    assert count.mark is None
    assert plain_text(count.text) == "Tháng 12/2022."


def test_an_unreadable_target_is_described_as_unreadable(facts: Facts) -> None:
    """Neither the embed nor the preview picture may say that the unreadable value must be reached."""
    row = facts.latest["demo.so-a"]["full-online-services"]
    assert row.target is not None
    unread = replace(row.target, status=TargetStatus.UNREADABLE, value="", amount=None)
    expected = "mức phải đạt không đọc được trên bản quét (đến hết năm 2025)"
    assert plain_text(target_phrase(unread)) == expected
    assert plain_text(target_phrase(row.target)) == "phải đạt tối thiểu 80% đến hết năm 2025"
    assert [plain_text(text) for text in figure_row("Sở An Bình", row._replace(target=unread)).sentences] == [expected]


def test_the_chart_ends_with_the_period_in_the_anchor(monthly: Mapping[str, Embed]) -> None:
    """Sở D has figures in May 2023 and March to May 2024. They span 366 days, of which 335 end in April 2024, so the
    chart is stretched by 366/335. Up to March there are only two figures, too few for a chart."""
    embed = unit_embed(monthly, "/nhung/d/ty-le-toan-trinh/")
    assert embed.line_chart is not None
    assert embed.height == 770
    width_factors = {moment.id: (moment.end, moment.width_factor) for moment in embed.selectable_ends}
    assert width_factors["2024-03"] == ("3/2024", 0)
    end, width_factor = width_factors["2024-04"]
    assert end == "4/2024"
    assert width_factor == pytest.approx(366 / 335, rel=0.005)
    html = files(embed)["index.html"]
    assert ':root:has([id="2024-03"]:target) figure{display:none}' in html
    assert re.search(r':root:has\(\[id="2024-04"\]:target\)\{--s:1\.0\d+;--t:"4/2024"\}', html)
    assert ':root:has([id="2024-05"]:target)' not in html


def test_a_figure_between_missing_months_is_a_dot(monthly: Mapping[str, Embed]) -> None:
    """Sở D has no figure between May 2023, the first one, and March 2024. A thin dot is not visible."""
    html = files(monthly["/nhung/d/ty-le-toan-trinh/"])["index.html"]
    assert len(re.findall(r'<path class="own i" d="M0 \d+l0 0"/>', html)) == 1
    assert ".d .i{stroke-dasharray:none;stroke-width:7}" in html


def test_each_of_few_figures_has_a_bar_instead_of_a_chart(monthly: Mapping[str, Embed]) -> None:
    """Sở A has two figures, the newest is 62.5% with a target of 80%."""
    embed = unit_embed(monthly, "/nhung/so-a/ty-le-toan-trinh/")
    assert (embed.line_chart, embed.height) == (None, 400)
    bar = embed.moments[0].bar
    assert bar is not None
    assert (bar.value, bar.target) == (62.5, 80.0)


def test_an_embedded_ranking_shows_the_newest_period_or_a_fixed_one(monthly: Mapping[str, Embed]) -> None:
    live = ranking(monthly, "/nhung/xep-hang/ty-le-toan-trinh/")
    march = ranking(monthly, "/nhung/xep-hang/ty-le-toan-trinh/2024-03/")
    (level,) = march.levels
    assert [(row.place, row.unit.text, row.figure.text) for row in level.rows] == [
        ("1", "Sở C", "50%"),
        ("2", "Sở F", "42%"),
        ("3", "Sở E", "22%"),
        ("4", "Sở D", "12%"),
    ]
    assert march.newest is not None
    assert march.newest.address == live.address
    assert live.newest is None
    assert (live.page.address, march.page.address) == (
        "/chi-tieu/ty-le-toan-trinh/",
        "/chi-tieu/ty-le-toan-trinh/2024-03/",
    )


def test_the_figures_of_a_city_are_those_of_the_whole_city(mini: Path) -> None:
    replace_in(mini / "data/units.csv", ",province,province,", ",city_province,province,")
    append_to(mini / "data/results/demo-2024.csv", "demo,,,waiting-time,2024-06,25,,,PL.I:3,\n")
    levels = ranking(embeds_by_address(facts_of(mini)), "/nhung/xep-hang/thoi-gian-cho/").levels
    assert [level.title for level in levels] == ["Sở, ban, ngành", "Toàn thành phố"]


def test_an_embedded_ranking_marks_exempt_units(monthly: Mapping[str, Embed]) -> None:
    """The figure of Sở Đại Đồng in 2022 has no rank and is not marked as not met."""
    embed = ranking(monthly, "/nhung/xep-hang/ty-le-toan-trinh/2022-12/")
    (row,) = (row for level in embed.levels for row in level.rows if row.unit.text == "Sở Đại Đồng")
    assert (row.place, row.note) == ("", "được miễn")
    page = files(embed)["index.html"]
    assert "(được miễn)" in page
    assert f"<p>{embed.scope[0].upper()}{embed.scope[1:]}</p>" in page


def test_an_embedded_ranking_marks_shared_ranks(mini: Path) -> None:
    """Waiting times in June: 20 (inferred), 35 and 35 minutes."""
    append_to(mini / "data/units.csv", department("c"))
    append_to(
        mini / "data/results/demo-2024.csv",
        RESULT.format(unit="c", indicator="waiting-time", period="2024-06", value=35, row="c"),
    )
    (level,) = ranking(embeds_by_address(facts_of(mini)), "/nhung/xep-hang/thoi-gian-cho/").levels
    assert [(row.place, row.note) for row in level.rows] == [("1", "suy ra"), ("2", "đồng hạng"), ("2", "đồng hạng")]


def test_a_large_level_names_the_first_and_the_last_even_if_a_unit_has_no_figure(mini: Path) -> None:
    """22 departments have a figure in June 2024: 62.50 and 70, 71, … 90. Sở Đại Đồng's cannot be read."""
    slugs = [f"x{number}" for number in range(21)]
    append_to(mini / "data/units.csv", "".join(department(slug) for slug in slugs))
    figures = (
        RESULT.format(unit=slug, indicator="full-online-services", period="2024-06", value=70 + number, row=slug)
        for number, slug in enumerate(slugs)
    )
    append_to(mini / "data/results/demo-2024.csv", "".join(figures))
    embed = embeds_by_address(facts_of(mini))["/nhung/xep-hang/ty-le-toan-trinh/2024-06/"]
    assert isinstance(embed, RankingEmbed)
    (level,) = embed.levels
    assert [plain_text(sentence) for sentence in level.sentences] == [
        "Tháng 6/2024: 21 trong 22 sở, ban, ngành đạt chỉ tiêu.",
        "Dẫn đầu: Sở X20 (90%).",
        "Cuối bảng: Sở An Bình (62,50%).",
    ]
    assert (len(level.rows), embed.height) == (5, 580)  # 44 for each row, 80 for the dots, 280 for everything else
    assert level.more == "và 17 đơn vị khác; 1 đơn vị có số không đọc được"


def test_the_title_has_the_place_in_lower_case_after_the_comma(mini: Path) -> None:
    """Decree 30/2020/NĐ-CP: the kind of a place has a capital only at the start and before a number. The line below the
    heading is a start."""
    append_to(mini / "data/units.csv", commune("tan-lap", "Xã Tân Lập") + commune("phuong-1", "Phường 1"))
    figures = [
        RESULT.format(unit=slug, indicator="waiting-time", period="2024-06", value=9, row=slug)
        for slug in ("tan-lap", "phuong-1")
    ]
    append_to(mini / "data/results/demo-2024.csv", "".join(figures))
    found = embeds_by_address(facts_of(mini))
    titles = {slug: found[f"/nhung/{slug}/thoi-gian-cho/"].title for slug in ("tan-lap", "phuong-1", "so-a")}
    assert titles == {
        "tan-lap": "Thời gian chờ, xã Tân Lập, tỉnh Thử",
        "phuong-1": "Thời gian chờ, Phường 1, tỉnh Thử",
        "so-a": "Thời gian chờ, Sở An Bình tỉnh Thử",
    }
    html = files(found["/nhung/tan-lap/thoi-gian-cho/"])["index.html"]
    assert "<title>Thời gian chờ, xã Tân Lập, tỉnh Thử – Cổng Minh Bạch</title>" in html
    assert "<p>Xã Tân Lập, tỉnh Thử</p>" in html


def test_the_title_of_a_ranking_of_a_fixed_period_names_the_period(monthly: Mapping[str, Embed]) -> None:
    """Otherwise the embeds of all months would have the same title."""
    addresses = ("/nhung/xep-hang/ty-le-toan-trinh/", "/nhung/xep-hang/ty-le-toan-trinh/2024-05/")
    newest, dated = (plain_text(monthly[address].title) for address in addresses)
    assert (newest, dated) == ("Dịch vụ toàn trình, tỉnh Thử", "Dịch vụ toàn trình, tỉnh Thử, tháng 5/2024")


def test_the_text_of_an_embed_grows_with_the_visitors_font_size(monthly: Mapping[str, Embed]) -> None:
    sizes = [
        size
        for embed in monthly.values()
        for size in re.findall(r"font(?:-size)?:([^;}]+)", files(embed)["index.html"])
    ]
    assert sizes
    assert [size for size in sizes if "px" in size] == []


def test_oembed_answers_with_an_iframe(monthly: Mapping[str, Embed]) -> None:
    """The answer has everything that oEmbed 1.0 requires of the type rich. It needs absolute addresses, so there is
    none if the site's address is unknown."""
    embed = monthly["/nhung/c/ty-le-toan-trinh/"]
    answer = json.loads(files(embed)["oembed.json"])
    assert {key: answer[key] for key in ("version", "type", "provider_name", "provider_url", "width", "height")} == {
        "version": "1.0",
        "type": "rich",
        "provider_name": NAME,
        "provider_url": SITE,
        "width": 640,
        "height": embed.height,
    }
    assert answer["html"].startswith('<iframe src="https://cong.example/nhung/c/ty-le-toan-trinh/" title="')
    assert answer["thumbnail_url"] == "https://cong.example/anh/don-vi/c.png"
    assert (answer["thumbnail_width"], answer["thumbnail_height"]) == (WIDTH, HEIGHT)
    link = '<link rel="alternate" type="application/json+oembed" href="https://cong.example/nhung/c/ty-le-toan-trinh/oembed.json"'
    assert link in files(embed)["index.html"]
    assert list(files(embed, site="")) == ["index.html"]
    assert "oembed" not in files(embed, site="")["index.html"]


def test_the_content_security_policy_allows_only_the_embeds_own_script(monthly: Mapping[str, Embed]) -> None:
    html = files(monthly["/nhung/c/ty-le-toan-trinh/"])["index.html"]
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in html


def test_texts_of_the_data_are_escaped(monthly: Mapping[str, Embed]) -> None:
    embed = monthly["/nhung/c/ty-le-toan-trinh/"]
    hostile = '"><script>alert(1)</script>'
    written = files(replace(embed, heading=hostile, scope=hostile))
    assert "<script>alert(1)" not in written["index.html"]
    frame = json.loads(written["oembed.json"])["html"]
    assert frame.count("<") == 2
    assert "&lt;script&gt;" in frame


def test_a_page_has_the_html_code_of_its_embed(mini: Path) -> None:
    """The code is text that can be copied. If the site's address is unknown, there is no code."""
    build(mini, TODAY, site=SITE)
    text = (mini / "build/docs/don-vi/so-a/index.md").read_text(encoding="utf-8")
    (code,) = re.findall(r'<pre class="cmb-embed__code" tabindex="0"><code>(.*?)</code></pre>', text)
    assert unescape(code) == (
        '<iframe src="https://cong.example/nhung/so-a/ty-le-toan-trinh/" '
        'title="Dịch vụ toàn trình, Sở An Bình tỉnh Thử" '
        'width="100%" height="400" loading="lazy" style="border:0"></iframe>'
    )
    assert 'href="../../nhung/so-a/thoi-gian-cho/"' in text
    dated = (mini / "build/docs/chi-tieu/thoi-gian-cho/2024-06/index.md").read_text(encoding="utf-8")
    (code,) = re.findall(r'<pre class="cmb-embed__code" tabindex="0"><code>(.*?)</code></pre>', dated)
    assert unescape(code).startswith(
        '<iframe src="https://cong.example/nhung/xep-hang/thoi-gian-cho/2024-06/#so-ban-nganh"'
    )
    assert 'height="368"' in unescape(code)  # 44 for each of two rows, 280 for everything else
    assert '"height": 368' in (mini / "build/docs/nhung/xep-hang/thoi-gian-cho/2024-06/oembed.json").read_text()
    build(mini, TODAY)
    assert "cmb-embed" not in (mini / "build/docs/don-vi/so-a/index.md").read_text(encoding="utf-8")


def test_the_code_of_an_indicator_is_also_offered_for_the_provinces_own_figure(mini: Path) -> None:
    append_to(mini / RESULTS_FILE, "demo,,,waiting-time,2024-06,25,,,PL.I:9,\n")
    embedding = indicator_page(facts_of(mini), "thoi-gian-cho").embedding
    assert embedding
    assert [(link.text, link.address) for link in embedding.others] == [
        ("Toàn tỉnh", "/nhung/xep-hang/thoi-gian-cho/#toan-tinh")
    ]
