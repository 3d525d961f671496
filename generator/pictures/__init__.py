"""Draws the preview pictures of links to pages, 1200 × 630 pixels: posters → drawings → PNG, in the site's own font.

A portal without the packages of its theme has no font and therefore no pictures.
"""

from importlib.metadata import version
from pathlib import Path

from generator.artifacts import Artifact
from generator.assets import fonts
from generator.cache import Recipe, key_of
from generator.deferred import Deferred
from generator.pages.posters import Poster
from generator.pictures.layout import drawing
from generator.pictures.painting import Painter
from generator.pictures.typeface import Typeface

_PROGRAMS = tuple(version(name) for name in ("fonttools", "pillow", "resvg-py"))
"""Versions of the libraries that affect the pictures; part of the cache key."""


def recipes(posters: Deferred[Poster], portal: str, root: Path) -> Deferred[Recipe]:
    """Returns the recipe for each poster, drawn with the fonts at `root`; empty without fonts. `portal` is the name at
    the top of each picture."""
    files = fonts(root)
    if not files:
        return Deferred((), ())
    typeface = Typeface(files)
    painter = Painter(typeface)

    def recipe(poster: Poster) -> Recipe:
        key = key_of((poster, portal, typeface.digest, _PROGRAMS))
        return Recipe(
            (poster.path,), key, lambda: (Artifact(poster.path, painter.png(drawing(poster, portal, typeface))),)
        )

    return posters.then(recipe)
