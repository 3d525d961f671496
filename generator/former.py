"""Files of pages that moved stand at their former addresses too: a page can lead on, a file cannot."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import chain

from generator.artifacts import Artifact
from generator.cache import Recipe
from generator.sharing import Deferred

_FOLDERS = ("data", "anh")
"""Files to download and pictures lie under these as `data/don-vi/so-y-te.json`, beside the page `/don-vi/so-y-te/`."""

Former = Mapping[str, tuple[str, ...]]
"""The former paths, without their ending, of the files of a page, by the path of today."""


def at_former_addresses(works: Deferred[Recipe], redirects: Mapping[str, str]) -> Deferred[Recipe]:
    """The recipes, those for files of a page that moved with the same bytes at each former path.

    `redirects` leads from the former address of a page to that of today.
    """
    former = _former(redirects)
    names = [(*paths, *chain.from_iterable(_copies(path, former) for path in paths)) for paths in works.names]
    if all(len(more) == len(paths) for more, paths in zip(names, works.names, strict=True)):
        return works
    return replace(works.then(partial(_with_copies, former=former)), names=names)


def _former(redirects: Mapping[str, str]) -> Former:
    found: dict[str, tuple[str, ...]] = {}
    for former, target in redirects.items():
        old, new = former.strip("/"), target.strip("/")
        if old.split("/")[0] != new.split("/")[0] or old.count("/") != new.count("/"):
            continue  # To a page of another kind, or to the page above: no file there is the one that went.
        for folder in _FOLDERS:
            found[f"{folder}/{new}"] = (*found.get(f"{folder}/{new}", ()), f"{folder}/{old}")
        # What lies in the folder of the page itself, such as the answer of a chart for other sites.
        found[f"{new}/"] = (*found.get(f"{new}/", ()), f"{old}/")
    return found


def _copies(path: str, former: Former) -> tuple[str, ...]:
    """The former paths of a file; the page itself has none, for it leads on."""
    folder, _, name = path.rpartition("/")
    stem, _, ending = path.rpartition(".")
    inside = former.get(f"{folder}/", ()) if not name.startswith("index.") else ()
    return (*(f"{old}.{ending}" for old in former.get(stem, ())), *(f"{old}{name}" for old in inside))


def _with_copies(recipe: Recipe, former: Former) -> Recipe:
    if recipe.parts:
        parts = [_with_copies(part, former) for part in recipe.parts]
        return replace(recipe, paths=tuple(chain.from_iterable(part.paths for part in parts)), parts=parts)
    copies = tuple(chain.from_iterable(_copies(path, former) for path in recipe.paths))
    return replace(recipe, paths=(*recipe.paths, *copies), make=partial(_doubled, recipe, former)) if copies else recipe


def _doubled(recipe: Recipe, former: Former) -> tuple[Artifact, ...]:
    made = tuple(recipe.make())
    return (*made, *(Artifact(path, file.content) for file in made for path in _copies(file.path, former)))
