"""Publishes the files of pages that moved at their former paths too: a page can redirect, a file cannot. Also publishes
the former slugs of units and indicators, by which a script finds the present anchor of a row or figure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain

from generator.addresses.redirects import has_same_form, moved_slugs
from generator.artifacts import Artifact, compact_json
from generator.cache import Recipe
from generator.deferred import Deferred

_FOLDERS = ("data", "anh")
"""Folders of downloads and pictures. The files of the page `/don-vi/so-y-te/` are `data/don-vi/so-y-te.json` and
similar."""

_FOLDERS_OF_PROVINCES = ("data/cap/", "data/cung-cap/")
"""Folders with one folder for each province, named by its slug: feeds and dots of its levels."""

FORMER_SLUGS = "dia-chi-cu.json"
_VERSION = 1


def former_slugs(same_page: Mapping[str, str]) -> Artifact:
    """Returns `/dia-chi-cu.json`: `{"version": 1, "slugs": {former: present, …}}`.

    `theme/scripts/former.js` reads it if a page lacks the anchor of its address.
    """
    slugs = dict(sorted(moved_slugs(same_page).items()))
    return compact_json(FORMER_SLUGS, {"version": _VERSION, "slugs": slugs})


FormerPaths = Mapping[str, tuple[str, ...]]
"""The former paths of the files of a page by the present path. Paths are without extension."""


def with_files_at_former_addresses(recipes: Deferred[Recipe], redirects: Mapping[str, str]) -> Deferred[Recipe]:
    """Returns the recipes, extended for pages that moved: each file is also written with the same bytes at its former
    paths.

    `redirects` maps the former address of a page to its present address.
    """
    former = _former_paths(redirects)
    names = [(*paths, *chain.from_iterable(_copies(path, former) for path in paths)) for paths in recipes.names]
    if all(len(longer_names) == len(paths) for longer_names, paths in zip(names, recipes.names, strict=True)):
        return recipes
    return replace(recipes.then(partial(_with_copies, former=former)), names=names)


def _former_paths(redirects: Mapping[str, str]) -> FormerPaths:
    """Returns the former paths of files by their present path, from the redirects between pages of the same kind."""
    found: dict[str, tuple[str, ...]] = {}
    for former, target in redirects.items():
        if not has_same_form(former, target):
            continue  # The target is a page of another kind, or the page above: its files are not the former files.
        old, new = former.strip("/"), target.strip("/")
        for folder in _FOLDERS:
            found[f"{folder}/{new}"] = (*found.get(f"{folder}/{new}", ()), f"{folder}/{old}")
        # Files in the folder of the page itself, such as the oEmbed answer of an embeddable chart.
        found[f"{new}/"] = (*found.get(f"{new}/", ()), f"{old}/")
    return found


def _copies(path: str, former: FormerPaths) -> tuple[str, ...]:
    """Returns the former paths of a file. The page itself has none, because its former address redirects."""
    folder, _, name = path.rpartition("/")
    stem, _, ending = path.rpartition(".")
    inside = former.get(f"{folder}/", ()) if not name.startswith("index.") else ()
    return (
        *(f"{old}.{ending}" for old in former.get(stem, ())),
        *(f"{old}{name}" for old in inside),
        *_copies_of_province(path, former),
    )


def _copies_of_province(path: str, former: FormerPaths) -> Iterator[str]:
    for folder in _FOLDERS_OF_PROVINCES:
        if path.startswith(folder):
            slug, _, rest = path.removeprefix(folder).partition("/")
            yield from (f"{folder}{old.rpartition('/')[2]}/{rest}" for old in former.get(f"data/don-vi/{slug}", ()))


def _with_copies(recipe: Recipe, former: FormerPaths) -> Recipe:
    if recipe.parts:
        parts = [_with_copies(part, former) for part in recipe.parts]
        return replace(recipe, paths=tuple(chain.from_iterable(part.paths for part in parts)), parts=parts)
    copies = tuple(chain.from_iterable(_copies(path, former) for path in recipe.paths))
    return (
        replace(recipe, paths=(*recipe.paths, *copies), make=partial(_made_with_copies, recipe, former))
        if copies
        else recipe
    )


def _made_with_copies(recipe: Recipe, former: FormerPaths) -> tuple[Artifact, ...]:
    made = tuple(recipe.make())
    return (*made, *(Artifact(path, file.content) for file in made for path in _copies(file.path, former)))
