"""Compiles Jinja templates to faster code, without steps that these templates never need.

Jinja checks at each step whether something can be called, how an attribute is read, and whether a text is escaped
already. A large page takes these steps a hundred thousand times. Here an attribute is read as an attribute, a call is
made directly, and a text is escaped without being made Markup first. The output is the same, in half the time.
"""

import hashlib
import os
import sys
from collections.abc import Iterable
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

if TYPE_CHECKING:
    from jinja2.compiler import Frame, MacroRef

DICTIONARIES = frozenset({"drawings", "same_drawing", "words"})
"""Names of dictionaries in templates, whose entries are written as attributes (`words.level`). A test checks that the
list is complete."""


def escaped(value: object) -> str:
    """Returns the text of an output expression: texts are escaped, Markup stays as it is."""
    if type(value) is str:
        return _escape_inner(value)  # `escape` also makes a Markup, which costs seven times as much as escaping.
    if isinstance(value, Markup):
        return value
    return str(value) if isinstance(value, int | float) else escape(value)


class QuickMacro(Macro):
    """A macro that takes only the arguments that it names, and the content of a call block."""

    def __call__(self, *args: object, **kwargs: object) -> Markup:
        """Raises TypeError for an argument that the macro does not have."""
        omitted = self._argument_count - len(args)
        if kwargs or self.caller or omitted < 0:
            args = self._completed(args, kwargs)
        elif omitted:
            args += (missing,) * omitted
        return str.__new__(Markup, self._func(*args))

    def _completed(self, args: tuple[object, ...], kwargs: dict[str, object]) -> tuple[object, ...]:
        """Returns the arguments in the macro's order. Missing arguments get their defaults."""
        rest = [kwargs.pop(name, missing) for name in self.arguments[len(args) :]]
        content = []
        if self.caller and not self.explicit_caller:
            content = [kwargs.pop("caller", self._environment.undefined("No caller defined", name="caller"))]
        if kwargs or len(args) > self._argument_count:
            raise TypeError(f"macro {self.name!r} has no such argument: {', '.join(kwargs) or len(args)}")
        return (*args, *rest, *content)


class QuickGenerator(CodeGenerator):
    """Generates the Python code of a template with these faster steps. The generated code reaches them through
    `environment`."""

    def visit_Getattr(self, node: nodes.Getattr, frame: "Frame") -> None:  # noqa: N802 - the name that Jinja calls
        """Writes a plain attribute access."""
        if isinstance(node.node, nodes.Name) and node.node.name in DICTIONARIES:
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: "Frame", forward_caller: bool = False) -> None:  # noqa: N802, FBT001, FBT002 - as Jinja calls it
        """Writes a plain call."""
        if node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def macro_def(self, macro_ref: "MacroRef", frame: "Frame") -> None:  # noqa: ARG002 - Jinja passes it
        """Writes a QuickMacro. Macros with `*args` or `**kwargs` are refused."""
        node = macro_ref.node
        if macro_ref.accesses_kwargs or macro_ref.accesses_varargs:
            self.fail("a macro names all its arguments", node.lineno)
        names = "".join(f"{argument.name!r}, " for argument in node.args)
        name = getattr(node, "name", None)
        self.write(
            f"environment.quick_macro(environment, macro, {name!r}, ({names}), False, False,"
            f" {macro_ref.accesses_caller!r}, True)"
        )

    def _output_child_pre(self, node: nodes.Expr, frame: "Frame", finalize: CodeGenerator._FinalizeInfo) -> None:  # noqa: ARG002 - as above
        self.write("environment.escaped(")


class QuickEnvironment(Environment):
    """A template environment that uses QuickGenerator and escapes everything."""

    code_generator_class = QuickGenerator
    escaped = staticmethod(escaped)
    quick_macro = QuickMacro


def compiled_template_cache(settings: Iterable[str]) -> BytecodeCache | None:
    """Returns the cache of compiled templates that is kept from run to run, in the folder of Python's own compiled
    files. Compiling takes nearly as long as building a small portal. Returns None if Python keeps no compiled files or
    the folder is not writable.

    Jinja recompiles a template that changed. The names of cached files also depend on the version of Jinja, on this
    file and on the files in `settings`. Those files set how templates are read.
    """
    folder = Path(cache_from_source(__file__)).parent
    if sys.dont_write_bytecode or not _writable(folder):
        return None
    digest = hashlib.blake2b(version("jinja2").encode(), digest_size=8)
    for file in (__file__, *settings):
        digest.update(Path(file).read_bytes())
    return FileSystemBytecodeCache(str(folder), f"template-{digest.hexdigest()}-%s.pyc")


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
