"""What the browser makes of the site's stylesheet and of the files it is made of."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.visits import ROOT, served

RULES = """() => {
    const text = (rule) => (rule.styleSheet ? texts(rule.styleSheet) : rule.cssText);
    const texts = (sheet) => [...sheet.cssRules].flatMap(text);
    return texts([...document.styleSheets].find(({ href }) => href?.endsWith('/portal.css')));
}"""


def rules_of(browser: Browser, folder: Path) -> list[str]:
    """The rules of the folder's `portal.css`; the browser follows imports itself."""
    page: Page = browser.new_page()
    with served(folder) as sources:
        page.goto(f"{sources}/portal.css")
        page.add_style_tag(url="/portal.css")
        rules = page.evaluate(RULES)
    page.close()
    return rules


def test_the_written_stylesheet_has_the_rules_of_its_files_in_their_order(browser: Browser) -> None:
    """None is lost or changed where the generator puts the files together and leaves out their comments."""
    written = rules_of(browser, ROOT / "build" / "docs" / "assets")
    assert len(written) > 300
    assert written == rules_of(browser, ROOT / "theme" / "styles")
