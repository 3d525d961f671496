"""The browser reads the same rules from the site's stylesheet as from its source files."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.visits import served
from tests.support.folders import ROOT

RULES = """() => {
    const text = (rule) => (rule.styleSheet ? texts(rule.styleSheet) : rule.cssText);
    const texts = (sheet) => [...sheet.cssRules].flatMap(text);
    return texts([...document.styleSheets].find(({ href }) => href?.endsWith('/portal.css')));
}"""


def rules_of(browser: Browser, folder: Path) -> list[str]:
    """Returns the rules of the folder's `portal.css`. The browser follows its imports."""
    page: Page = browser.new_page()
    with served(folder) as sources:
        page.goto(f"{sources}/portal.css")
        page.add_style_tag(url="/portal.css")
        rules: list[str] = page.evaluate(RULES)
    page.close()
    return rules


def test_the_stylesheet_has_the_rules_of_its_source_files_in_order(browser: Browser) -> None:
    """No rule is lost or changed when the generator joins the files and removes comments. It only adds the dark colours
    once more, for readers without scripts."""
    with_added = rules_of(browser, ROOT / "build" / "docs" / "assets")
    written = [rule for rule in with_added if not rule.startswith("@media screen and (scripting: none)")]
    assert len(with_added) > len(written) > 300
    assert written == rules_of(browser, ROOT / "theme" / "styles")
