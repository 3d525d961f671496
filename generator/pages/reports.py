"""Builds the address at which a reader reports a wrong figure: a prefilled issue form of the host, or an e-mail.

`theme/scripts/citing.js` fills in the same form for a single figure.
"""

import re
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote, urlencode

from generator.model import Settings
from generator.pages.parts import Page

FORM = "bao-sai-so-lieu.yml"
"""The issue form in `.github/ISSUE_TEMPLATE/`; its fields are `page`, `figure`, `shown`, `right` and `document`."""

P = TypeVar("P", bound=Page)

_SUBJECT = "Sai số liệu"
_EMAIL_FIELDS = ("Chỉ tiêu và kỳ", "Cổng đang ghi", "Theo tôi, số đúng là", "Căn cứ (văn bản, bảng, dòng)")
_EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def reportable(page: P, settings: Settings, site: str) -> P:
    """Returns the page with the address for reporting its wrong figures.

    There is no such address if the portal has no repository and its contact is not an e-mail address. Then the theme
    links to the instructions on `/gioi-thieu/`.
    """
    return replace(page, report=report_address(page, settings, site))


def report_address(page: Page, settings: Settings, site: str) -> str:
    """Returns the address for reporting a wrong figure of a page; empty if there is none.

    `site` is the address of the site, with a slash at its end; empty if it is unknown.
    """
    title = f"{_SUBJECT}: {page.title}"
    address = f"{site.rstrip('/')}{page.address}"
    if settings.repository:
        query = {"template": FORM, "title": title, "page": address}
        return f"{settings.repository.rstrip('/')}/issues/new?{urlencode(query, quote_via=quote)}"
    if _EMAIL.fullmatch(settings.contact):
        body = "".join(f"{line}\r\n" for line in (f"Trang: {address}", *(f"{field}: " for field in _EMAIL_FIELDS)))
        return f"mailto:{settings.contact}?{urlencode({'subject': title, 'body': body}, quote_via=quote)}"
    return ""
