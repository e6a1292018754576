"""The language of a template: text, values, conditions, loops over what is given, and the functions that are given.

A template is written by an office, in any editor. Whatever stands in it, drawing it ends soon and stays small: what
grows without bound (powers, products of texts, ranges, macros, captured blocks, most filters) is no part of the
language, loops are counted, and the text has a longest length. No clock decides, so a slow machine draws the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from numbers import Number
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from db.i18n import _

EFFORT = 20_000_000
"""Rounds of all loops together, times the characters of the template: ours, of 6,000, take 25 of 3,300 rounds."""
LONGEST = 1_000_000
"""Characters of the text that is drawn; ours have 4,000."""
_LANGUAGE = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.Const, nodes.Getattr,
    nodes.Getitem, nodes.Tuple, nodes.List, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Neg, nodes.Pos, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Test, nodes.Call,
    nodes.Keyword, nodes.Filter,
)  # fmt: skip
_FILTERS = frozenset({"default", "length"})


class Refused(TemplateError):
    """What a template asks for and may not have; `lineno` is where, None for the template as a whole."""

    def __init__(self, message: str, lineno: int | None = None) -> None:
        super().__init__(message)
        self.lineno = lineno


class Sandbox(ImmutableSandboxedEnvironment):
    """Draws one template once; `functions` are the names that it may call."""

    def __init__(self, functions: Iterable[str]) -> None:
        super().__init__(
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
            autoescape=False,
        )  # fmt: skip
        self.intercepted_binops = frozenset({"+", "-", "*", "/", "//"})
        self.functions = frozenset(functions)
        self.filters["counted"] = _counted
        self.rounds = 0

    def draw(self, source: str, values: Mapping[str, Any]) -> str:
        """The text; raises TemplateError, or what its arithmetic raises."""
        self.rounds = EFFORT // max(len(source), 1)
        parts: list[str] = []
        length = 0
        for part in self.from_string(self._checked(source)).generate(values):
            length += len(part)
            if length > LONGEST:
                raise Refused(_("the text gets longer than {n} characters").format(n=LONGEST))
            parts.append(part)
        return "".join(parts)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic is for numbers: a text times a million is none."""
        if not (isinstance(left, Number) and isinstance(right, Number)):
            raise Refused(_("{word} is for numbers only").format(word=operator))
        return super().call_binop(context, operator, left, right)

    def _checked(self, source: str) -> nodes.Template:
        """The template with its loops counted; raises Refused for what is not in the language."""
        tree = self.parse(source)
        for node in tree.find_all(nodes.Node):
            word = self._foreign(node)
            if word:
                raise Refused(_("{word} is not allowed in a template").format(word=word), node.lineno)
        for loop in list(tree.find_all(nodes.For)):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        return tree

    def _foreign(self, node: nodes.Node) -> str:
        """The word for what is not in the language; empty for what is."""
        if not isinstance(node, _LANGUAGE):
            return str(getattr(node, "operator", None) or type(node).__name__.lower())
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            return f"|{node.name}"
        if isinstance(node, nodes.For) and node.recursive:
            return "recursive"
        if isinstance(node, nodes.Call) and not (
            isinstance(node.node, nodes.Name) and node.node.name in self.functions
        ):  # fmt: skip
            return f"{getattr(node.node, 'attr', None) or getattr(node.node, 'name', '')}()"
        return ""


@pass_context
def _counted(context: Context, items: Iterable[Any]) -> Iterator[Any]:
    sandbox = context.environment
    assert isinstance(sandbox, Sandbox)
    for item in items:
        sandbox.rounds -= 1
        if sandbox.rounds < 0:
            raise Refused(_("the loops go round too often"))
        yield item
