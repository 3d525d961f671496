"""Finds the style rules and custom properties that no page uses, and removes them."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import tinycss2

_NAME = re.compile(r"[\w-]+")
_PORTAL_PREFIX = "cmb-"

# Selectors of styles. `_WITH_VALUE` is an attribute with a value, `_PSEUDO` a pseudo-class or pseudo-element.
_PARENTHESES = re.compile(r"\([^()]*\)")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_WITH_VALUE = re.compile(r"""\[([\w-]+)=["']?([\w-]+)["']?\]""")
_PSEUDO = re.compile(r"::?[\w-]+")
_CLASS_OR_ID = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")

# Declarations of styles. A property here is a custom property (`--name`).
_PROPERTY = re.compile(r"(?<=[{;])\s*(--[\w-]+)\s*:(?:[^;{}\"']|\"[^\"]*\"|'[^']*')*;?")
_DECLARED_PROPERTY = re.compile(r"[{;]\s*(--[\w-]+)\s*:")
_USED_PROPERTY = re.compile(r"""(?:var\(\s*|["'`])(--[\w-]+)""")
_VALUE_GAP = re.compile(r"([{;]\s*[\w-]+):[ \t]+")
_RULE_BREAK = re.compile(r"(?<=[;{}])\n")

PORTAL = "assets/portal.css"
"""The portal's stylesheet, into which all styles are joined."""

_EXACT = {"dir", "role"}
"""Attributes whose values in selectors must occur in a page, besides those of the site engine."""

_DIAGRAMS = "--md-mermaid-"
"""Beginning of the custom properties that the engine's script reads only for diagrams. No page has a diagram, because
their library would come from another host."""


@dataclass(frozen=True)
class SelectorParts:
    """The parts of which selectors consist. Held for the styles and for the pages, to find rules that match nothing.

    - `tags`: tag names.
    - `names`: classes and ids.
    - `values`: attributes with their values.
    """

    tags: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    values: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, parts: "Iterable[SelectorParts]") -> "SelectorParts":
        """Returns the union of all parts."""
        listed = tuple(parts)
        return cls(
            frozenset(tag for part in listed for tag in part.tags),
            frozenset(name for part in listed for name in part.names),
            frozenset(value for part in listed for value in part.values),
        )

    def __le__(self, other: "SelectorParts") -> bool:
        return self.tags <= other.tags and self.names <= other.names and self.values <= other.values


def joined_styles(styles: Iterable[Iterable[object]], pages: SelectorParts, home: str, scripts: Collection[str]) -> str:
    """Returns all styles as one file, in their order, without rules and custom properties that no page can use.
    `pages` are the selector parts of all pages, `home` is the HTML of the home page."""
    known = _with_those_of_scripts(pages, scripts)
    rules = "".join("".join(_used_rules(rules, known)) for rules in styles)
    used = _without_unused_properties(rules, [home, *scripts])
    return _RULE_BREAK.sub("", _VALUE_GAP.sub(r"\1:", used))


def _with_those_of_scripts(pages: SelectorParts, scripts: Iterable[str]) -> SelectorParts:
    """Returns the selector parts of the pages together with those that scripts may add.

    The portal's own scripts create elements, so each word in them may be a tag or a class. The site engine's script
    also serves features that this site does not have, so only its names of states of existing elements count
    (`md-header--shadow`).
    """
    tags, names, values = {"html", "body", *pages.tags}, set(pages.names), set(pages.values)
    for script in scripts:
        words = set(_NAME.findall(script))
        own = any(word.startswith(_PORTAL_PREFIX) for word in words)
        names |= {word for word in words if own or word.partition("--")[0] in names}
        tags |= words if own else set()
        values |= {("role", word) for word in words} if own else set()
    schemes = {("data-md-color-scheme", value) for attribute, value in values if attribute == "data-scheme"}
    return SelectorParts(frozenset(tags), frozenset(names), frozenset(values | schemes))


def rules_of(css: str) -> list[object]:
    """Returns the rules of a stylesheet."""
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)  # type: ignore[no-any-return]


def _inner_rules(rule: "tinycss2.ast.AtRule") -> list[object] | None:
    """Returns the rules inside `@media` or `@supports`; None for any other rule."""
    if rule.lower_at_keyword not in {"media", "supports"} or not rule.content:
        return None
    return tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)  # type: ignore[no-any-return]


def parts_of_styles(styles: Sequence[Sequence[object]]) -> SelectorParts:
    """Returns the selector parts that the styles use, and those that show that a script may add one of them: the
    `md-header` of `md-header--shadow`, and the button that selects a colour scheme."""
    wanted = SelectorParts.of(_parts_of(selector) for rules in styles for selector in _all_selectors(rules))
    beginnings = {name.partition("--")[0] for name in wanted.names}
    chosen = {("data-scheme", value) for attribute, value in wanted.values if attribute == "data-md-color-scheme"}
    return SelectorParts(wanted.tags, wanted.names | beginnings, wanted.values | chosen)


def _all_selectors(rules: Iterable[object]) -> Iterator[str]:
    """Yields the selectors of all rules."""
    for rule in rules:
        if isinstance(rule, tinycss2.ast.QualifiedRule):
            yield from _selectors(tinycss2.serialize(rule.prelude))
        elif isinstance(rule, tinycss2.ast.AtRule):
            yield from _all_selectors(_inner_rules(rule) or ())


def _used_rules(rules: Iterable[object], known: SelectorParts) -> Iterator[str]:
    """Yields the rules with at least one selector that can match an element, as CSS."""
    for rule in rules:
        if isinstance(rule, tinycss2.ast.QualifiedRule):
            yield from _used_rule(rule, known)
        elif isinstance(rule, tinycss2.ast.AtRule):
            inner = _inner_rules(rule)
            kept = "".join(_used_rules(inner, known)) if inner is not None else ""
            if kept:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}\n"
            elif inner is None and rule.lower_at_keyword != "charset":
                yield f"{rule.serialize()}\n"


def _used_rule(rule: "tinycss2.ast.QualifiedRule", known: SelectorParts) -> Iterator[str]:
    used = [selector for selector in _selectors(tinycss2.serialize(rule.prelude)) if _parts_of(selector) <= known]
    if used:
        yield f"{','.join(used)}{{{tinycss2.serialize(rule.content).strip().removesuffix(';')}}}\n"


def _selectors(prelude: str) -> list[str]:
    """Returns the selectors of a rule. Commas inside `:is(…)` and attributes do not separate selectors."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(prelude):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            parts.append(prelude[start:at])
            start = at + 1
    return [part.strip() for part in [*parts, prelude[start:]]]


def _parts_of(selector: str) -> SelectorParts:
    """Returns the parts that a page must have for the selector to match. Parts in parentheses, as in `:not(…)`, are
    ignored."""
    wanted = selector
    while _PARENTHESES.search(wanted):
        wanted = _PARENTHESES.sub("", wanted)
    exact = [found for found in _WITH_VALUE.findall(wanted) if found[0] in _EXACT or found[0].startswith("data-md-")]
    plain = _PSEUDO.sub("", _BRACKETS.sub("", wanted))
    tags = (tag for tag in _NAME.findall(_CLASS_OR_ID.sub("", plain)) if tag[0].isalpha())
    return SelectorParts(frozenset(tags), frozenset(_CLASS_OR_ID.findall(plain)), frozenset(exact))


def _without_unused_properties(css: str, others: Iterable[str]) -> str:
    """Returns the CSS without unused custom properties. Repeated until none is left, because an unused property may be
    the only one that reads another property."""
    elsewhere = {name for text in others for name in _USED_PROPERTY.findall(text) if not name.startswith(_DIAGRAMS)}
    before = ""
    while css != before:
        before, read = css, elsewhere | set(_USED_PROPERTY.findall(css))
        unused = {name for name in _DECLARED_PROPERTY.findall(css) if name not in read}
        css = _PROPERTY.sub(partial(_unless_unused, unused), css)
    return css


def _unless_unused(unused: set[str], declaration: re.Match[str]) -> str:
    return "" if declaration[1] in unused else declaration[0]
