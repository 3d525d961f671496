"""Reads the colours of the site's stylesheet."""

import re

from tests.support.folders import ROOT

TOKENS = ROOT / "theme" / "styles" / "tokens.css"


def palette(scheme: str) -> dict[str, str]:
    """Returns the colours of a palette (`default` is light, `slate` is dark) by name, without our prefix `--cmb-`."""
    text = TOKENS.read_text(encoding="utf-8")
    (rules,) = re.findall(rf'\[data-md-color-scheme="{scheme}"\] {{(.*?)\n}}', text, re.DOTALL)
    return dict(re.findall(r"--cmb-([\w-]+): (#[0-9a-f]{6});", rules))
