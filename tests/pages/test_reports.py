"""Tests the link for reporting a wrong figure: the form of the code host, a mail, or the page `/gioi-thieu/`."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml

from generator.cli import main
from generator.model import Settings
from generator.pages.parts import Page
from generator.pages.reports import FORM, report_address

SITE = "https://cong.example/"
PAGE = Page("/don-vi/so-a/", "Sở A & B “một”", "")
ADDRESS = "https://cong.example/don-vi/so-a/"


def settings(repository: str = "", contact: str = "") -> Settings:
    return Settings("Cổng thử", ("demo",), repository, contact)


def test_the_link_fills_in_the_form_of_the_code_host() -> None:
    found = urlsplit(report_address(PAGE, settings("https://github.com/tinh/cong/", "cong@tinh.example"), SITE))
    assert f"{found.scheme}://{found.netloc}{found.path}" == "https://github.com/tinh/cong/issues/new"
    assert parse_qs(found.query) == {"template": [FORM], "title": ["Sai số liệu: Sở A & B “một”"], "page": [ADDRESS]}


def test_without_a_repository_the_link_starts_a_mail() -> None:
    address = report_address(PAGE, settings(contact="cong@tinh.example"), SITE)
    to, _, query = address.partition("?")
    subject, body = (unquote(part.partition("=")[2]) for part in query.split("&"))
    assert (to, subject) == ("mailto:cong@tinh.example", "Sai số liệu: Sở A & B “một”")
    assert body.splitlines() == [
        f"Trang: {ADDRESS}",
        "Chỉ tiêu và kỳ: ",
        "Cổng đang ghi: ",
        "Theo tôi, số đúng là: ",
        "Căn cứ (văn bản, bảng, dòng): ",
    ]


@pytest.mark.parametrize("contact", ["", "Sở A, điện thoại 0276", 'x@y.vn"><script>', "x@y.vn?cc=z@y.vn", "a@b"])
def test_a_contact_that_is_no_mail_address_gives_no_link(contact: str) -> None:
    assert report_address(PAGE, settings(contact=contact), SITE) == ""


def test_without_a_site_address_the_form_gets_the_path_of_the_page() -> None:
    address = report_address(PAGE, settings("https://github.com/tinh/cong"), "")
    assert parse_qs(urlsplit(address).query)["page"] == ["/don-vi/so-a/"]


@pytest.mark.parametrize(
    ("named", "start"),
    [('repository: "https://github.com/tinh/cong"', "https://github.com/tinh/cong/issues/new?"),
     ('contact: "cong@tinh.example"', "mailto:cong@tinh.example?")],
)  # fmt: skip
def test_every_page_has_a_link_for_reports(mini: Path, monkeypatch: pytest.MonkeyPatch, named: str, start: str) -> None:
    """The link is in the front matter with the page's own address, and the theme shows it in the footer."""
    path = mini / "data/portal.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}{named}\n", encoding="utf-8")
    monkeypatch.setenv("SITE_URL", "https://cong.example")
    assert main(["build", "--root", str(mini), "--today", "2024-08-01"]) == 0
    matters = {}
    for file in (mini / "build/docs").rglob("*.md"):
        matter = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1])
        matters[file.parent.relative_to(mini / "build/docs").as_posix()] = matter["report"]
    assert len(matters) > 25
    assert all(report.startswith(start) for report in matters.values())
    assert "https://cong.example/don-vi/so-a/2024/" in unquote(matters["don-vi/so-a/2024"])
