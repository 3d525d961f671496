"""Where a reader tells that a page has a wrong figure: the host's issue form, filled in, or an e-mail.

`theme/scripts/citing.js` fills in the same for a single figure.
"""

import re
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote, urlencode

from generator.model import Settings
from generator.pages.parts import Page

FORM = "bao-sai-so-lieu.yml"
"""The form in `.github/ISSUE_TEMPLATE/`; its fields are `page`, `figure`, `shown`, `right` and `document`."""

P = TypeVar("P", bound=Page)

_SUBJECT = "Sai số liệu"
_ASKED = ("Chỉ tiêu và kỳ", "Cổng đang ghi", "Theo tôi, số đúng là", "Căn cứ (văn bản, bảng, dòng)")
_EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def reportable(page: P, settings: Settings, site: str) -> P:
    """The page with the address at which its faults are told. Without one the theme leads to what `/gioi-thieu/` says
    of it: a portal without repository, whose contact is no e-mail address."""
    return replace(page, report=report_address(page, settings, site))


def report_address(page: Page, settings: Settings, site: str) -> str:
    """`site` is the address of the site, with a slash at its end; empty where nobody knows it yet."""
    title = f"{_SUBJECT}: {page.title}"
    address = f"{site.rstrip('/')}{page.address}"
    if settings.repository:
        query = {"template": FORM, "title": title, "page": address}
        return f"{settings.repository.rstrip('/')}/issues/new?{urlencode(query, quote_via=quote)}"
    if _EMAIL.fullmatch(settings.contact):
        body = "".join(f"{line}\r\n" for line in (f"Trang: {address}", *(f"{asked}: " for asked in _ASKED)))
        return f"mailto:{settings.contact}?{urlencode({'subject': title, 'body': body}, quote_via=quote)}"
    return ""
