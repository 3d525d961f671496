"""The colours of the site's stylesheet."""

import re

from tests.conftest import ROOT

TOKENS = ROOT / "theme" / "styles" / "tokens.css"


def palette(scheme: str) -> dict[str, str]:
    """The colours of a palette (`default` is light, `slate` dark) by name, without the prefix of our own names."""
    text = TOKENS.read_text(encoding="utf-8")
    (rules,) = re.findall(rf'\[data-md-color-scheme="{scheme}"\] {{(.*?)\n}}', text, re.DOTALL)
    return dict(re.findall(r"--cmb-([\w-]+): (#[0-9a-f]{6});", rules))
