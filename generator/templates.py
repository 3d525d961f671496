"""Templates compiled to direct calls: the same text as Jinja's own code writes, in a fraction of the time.

Jinja calls a macro through three functions that look for contexts, arguments and loops, and wraps each text that it
escapes. These templates need none of that: a macro is a plain function, an attribute a plain attribute, a text without
signs of HTML is written as it is. So the Python code that Jinja makes of a template is rewritten when it is compiled.
What is missing is an error here as well.
"""

import ast
import re
from types import CodeType
from typing import Any

from jinja2 import Environment
from jinja2.defaults import DEFAULT_NAMESPACE
from markupsafe import Markup
from markupsafe import escape as escape_any

_OWN_NAMES = ("Named", "escape", "markup")
_NAME = re.compile(r"l_\d+_")
_ARGUMENT = "given_"
"""Begins the names of a macro's arguments, so that a caller can name them whatever Jinja calls them inside."""

_find_sign = re.compile("[&<>\"']").search


def escape(value: Any) -> str:  # noqa: ANN401 - a template writes values of any kind
    """The value as HTML text, for a place where nobody escapes it again. It is asked more than anything else, so that
    the usual kinds of values come first."""
    kind = type(value)
    if kind is Markup or (kind is str and not _find_sign(value)):
        text: str = value
        return text
    return str(value) if kind is int or kind is float else escape_any(value)


def markup(text: str) -> Markup:
    """Text that is HTML already: what a macro wrote."""
    return str.__new__(Markup, text)


class Named(dict[str, object]):
    """A mapping that a template writes: its items can be read as attributes."""

    def __getattr__(self, name: str) -> object:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class DirectEnvironment(Environment):
    """Compiles templates to direct calls."""

    def _compile(self, source: str, filename: str) -> CodeType:
        """Jinja's hook for another way to compile the code that it made of a template."""
        tree = _Directly().visit(ast.parse(source))
        own = ast.ImportFrom(__name__, [ast.alias(name) for name in _OWN_NAMES], level=0, lineno=1, col_offset=0)
        tree.body.insert(1, own)
        return compile(ast.fix_missing_locations(tree), filename, "exec")


class _Directly(ast.NodeTransformer):
    """Rewrites the code of a template."""

    def visit_Call(self, call: ast.Call) -> ast.expr:
        self.generic_visit(call)
        match call:
            case ast.Call(ast.Attribute(ast.Name("environment"), "getattr"), [owner, ast.Constant(str(name))]) if (
                name.isidentifier()
            ):
                return ast.copy_location(ast.Attribute(owner, name, ast.Load()), call)
            case ast.Call(ast.Attribute(ast.Name("context"), "call"), [function, *arguments], keywords):
                return ast.copy_location(_called(function, arguments, keywords), call)
            case ast.Call(ast.Name("Macro"), [_, function, _, _, catches_names, catches_more, *_]):
                if _is_true(catches_names) or _is_true(catches_more):
                    raise NotImplementedError("a macro that takes any number of arguments")
                return function
        return call

    def visit_Dict(self, written: ast.Dict) -> ast.expr:
        self.generic_visit(written)
        return ast.copy_location(ast.Call(ast.Name("Named", ast.Load()), [written], []), written)

    def visit_FunctionDef(self, function: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(function)
        if function.name == "macro":
            _take_arguments(function)
            end = function.body[-1]
            if isinstance(end, ast.Return) and end.value:
                end.value = ast.Call(ast.Name("markup", ast.Load()), [end.value], [])
        return function


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _called(function: ast.expr, arguments: list[ast.expr], keywords: list[ast.keyword]) -> ast.Call:
    """The function called at once. Methods and Jinja's own functions know their arguments by name, macros as below."""
    callee = _known(function)
    if not isinstance(callee, ast.Name) or _NAME.sub("", callee.id) in DEFAULT_NAMESPACE:
        named = keywords
    else:
        named = [ast.keyword(f"{_ARGUMENT}{keyword.arg}", keyword.value) for keyword in keywords]
    wanted = [keyword for keyword in named if keyword.arg not in ("_loop_vars", f"{_ARGUMENT}_loop_vars")]
    return ast.Call(callee, arguments, wanted)


def _known(function: ast.expr) -> ast.expr:
    """Without the question whether there is such a macro: calling one that is missing fails all the same."""
    return function.orelse if isinstance(function, ast.IfExp) else function


def _take_arguments(macro: ast.FunctionDef) -> None:
    """Gives each argument a name that callers know, and the default that stands for a missing one."""
    arguments = macro.args.args
    inner = [argument.arg for argument in arguments]
    for argument in arguments:
        argument.arg = f"{_ARGUMENT}{_NAME.sub('', argument.arg)}"
    macro.args.defaults = [ast.Name("missing", ast.Load()) for _ in arguments]
    taken = (
        f"{name} = {argument.arg}" + _NO_CALLER.format(name=name) * argument.arg.endswith("_caller")
        for name, argument in zip(inner, arguments, strict=True)
    )
    macro.body[:0] = ast.parse("\n".join(taken)).body


_NO_CALLER = "\nif {name} is missing: {name} = undefined('no caller', name='caller')"
