"""Opens pages whose font of Latin letters arrives late, as on a slow connection. The font of Vietnamese letters is
embedded in the styles."""

from playwright.sync_api import Route

from tests.browser.visits import Visit

# Scripts react to a new width in the next frame.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

_FONTS_CAME = "() => document.fonts.status === 'loaded'"


def open_without_font(visit: Visit, address: str) -> Route:
    """Opens a page so that its layout and scripts are ready, and returns the request of the font, which waits."""
    held: list[Route] = []
    visit.page.route("**/*.woff2", lambda route: held.append(route))  # noqa: PLW0108 - Playwright accepts only functions
    visit.page.goto(visit.origin + address, wait_until="domcontentloaded")
    visit.page.locator("header [data-search][data-ready]").wait_for(state="attached")
    visit.page.evaluate(SETTLED)
    (font,) = held
    return font


def let_font_come(visit: Visit, font: Route) -> None:
    """Answers the request and waits until the page is shown with the font."""
    font.continue_()
    visit.page.wait_for_function(_FONTS_CAME)
    visit.page.evaluate(SETTLED)
