"""What the browser makes of the site's stylesheet and of the files it is made of."""

from playwright.sync_api import Browser, Page

from tests.browser.visits import ROOT, Visiting, served

RULES = """() => {
    const text = (rule) => (rule.styleSheet ? texts(rule.styleSheet) : rule.cssText);
    const texts = (sheet) => [...sheet.cssRules].flatMap(text);
    return texts([...document.styleSheets].find(({ href }) => href?.endsWith('/portal.css')));
}"""


def rules_of_sources(browser: Browser) -> list[str]:
    """The browser follows the imports of the list itself."""
    page: Page = browser.new_page()
    with served(ROOT / "theme" / "styles") as sources:
        page.goto(f"{sources}/portal.css")
        page.add_style_tag(url="/portal.css")
        rules = page.evaluate(RULES)
    page.close()
    return rules


def test_the_served_stylesheet_has_the_rules_of_its_files_in_their_order(browser: Browser, visiting: Visiting) -> None:
    """None is lost or changed where the generator puts the files together and leaves out their comments."""
    visit = visiting()
    visit.open("/")
    served_rules = visit.page.evaluate(RULES)
    assert len(served_rules) > 300
    assert served_rules == rules_of_sources(browser)
