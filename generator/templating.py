"""How templates are compiled: Jinja's own language, without what it does at every step and these templates never need.

Jinja finds out anew at each step whether something can be called, how an attribute is got, whether a text is escaped
already; a large page takes these steps a hundred thousand times. Here attributes are attributes, what is called is
called, and a text is escaped without being made markup first. What comes out is the same, in half the time.
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

DICTIONARIES = frozenset({"alike", "drawings", "words"})
"""Names in templates that hold dictionaries, whose entries are written as attributes; a test finds them all."""


def escaped(value: object) -> str:
    """What an output shows: a text escaped, markup as it is."""
    if type(value) is str:
        return _escape_inner(value)  # Of `escape` itself, the markup costs seven times as much as the escaping.
    if isinstance(value, Markup):
        return value
    return str(value) if isinstance(value, int | float) else escape(value)


class QuickMacro(Macro):
    """A macro that is called as it is written: with its arguments, and with the content of a call block."""

    def __call__(self, *args: object, **kwargs: object) -> Markup:
        """Raises TypeError for an argument that the macro does not have."""
        left_out = self._argument_count - len(args)
        if kwargs or self.caller or left_out < 0:
            args = self._completed(args, kwargs)
        elif left_out:
            args += (missing,) * left_out
        return str.__new__(Markup, self._func(*args))

    def _completed(self, args: tuple[object, ...], kwargs: dict[str, object]) -> tuple[object, ...]:
        """The arguments in the macro's order; those that are left out have their defaults."""
        rest = [kwargs.pop(name, missing) for name in self.arguments[len(args) :]]
        content = []
        if self.caller and not self.explicit_caller:
            content = [kwargs.pop("caller", self._environment.undefined("No caller defined", name="caller"))]
        if kwargs or len(args) > self._argument_count:
            raise TypeError(f"macro {self.name!r} has no such argument: {', '.join(kwargs) or len(args)}")
        return (*args, *rest, *content)


class QuickGenerator(CodeGenerator):
    """Writes the Python of a template with the steps above; `environment` names them in it."""

    def visit_Getattr(self, node: nodes.Getattr, frame: "Frame") -> None:  # noqa: N802 - the name that Jinja calls
        """Writes the attribute itself."""
        if isinstance(node.node, nodes.Name) and node.node.name in DICTIONARIES:
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: "Frame", forward_caller: bool = False) -> None:  # noqa: N802, FBT001, FBT002 - as Jinja calls it
        """Writes the call itself."""
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
        """Writes a quick macro; none here takes more arguments than it names."""
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
    """An environment whose templates are compiled so; everything is escaped."""

    code_generator_class = QuickGenerator
    escaped = staticmethod(escaped)
    quick_macro = QuickMacro


def compiled_before(settings: Iterable[str]) -> BytecodeCache | None:
    """Where compiled templates are kept from one run to the next: beside Python's own compiled files. Compiling
    takes nearly as long as building a small portal. None where Python keeps none, or nothing can be written there.

    Jinja compiles a changed template anew; for a change of Jinja, of this file, or of the files at `settings`, which
    set how templates are read, there are other names.
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
