"""The pictures that links to pages show elsewhere, 1200 × 630 pixels: posters → SVG → PNG, in the site's own font.

Texts are drawn as the outlines of their letters, so that what is measured is what is drawn, on any machine. A portal
without the packages of its theme has no font and therefore no pictures.
"""

from importlib.metadata import version
from pathlib import Path

import resvg_py

from generator.artifacts import Artifact
from generator.assets import fonts
from generator.cache import Recipe, key_of
from generator.pages.posters import Poster
from generator.pictures.layout import HEIGHT, WIDTH, drawing
from generator.pictures.typeface import Typeface
from generator.rendering import make_environment
from generator.sharing import Deferred

_PROGRAMS = tuple(version(name) for name in ("fonttools", "resvg-py"))


def recipes(posters: Deferred[Poster], portal: str, root: Path) -> Deferred[Recipe]:
    """How to draw each poster with the fonts at `root`; none without fonts. `portal` is the name above each."""
    files = fonts(root)
    if not files:
        return Deferred((), ())
    typeface = Typeface(files)

    def recipe(poster: Poster) -> Recipe:
        key = key_of((poster, portal, typeface.digest, _PROGRAMS))
        return Recipe((poster.path,), key, lambda: (Artifact(poster.path, png(svg(poster, portal, typeface))),))

    return posters.then(recipe)


def svg(poster: Poster, portal: str, typeface: Typeface) -> str:
    """The picture as a drawing without a text: every letter is an outline."""
    template = make_environment().get_template("poster.svg.j2")
    return template.render(drawing=drawing(poster, portal, typeface), width=WIDTH, height=HEIGHT)


def png(text: str) -> bytes:
    """The drawing as pixels. The same text gives the same bytes: no font of the machine takes part."""
    return bytes(resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True))
