"""A small part of R, as a syntax tree: enough for the lines that prepare data and name a model.

Nodes are tuples: ("number", x) ("string", s) ("name", s) ("call", function, arguments) ("index", x, arguments)
("item", x, arguments) ("part", x, name) ("unary", sign, x) ("binary", sign, left, right) ("assign", target, value)
("function", parameters, body) ("block", statements); arguments are (name or "", node or None) pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Node = tuple

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?L?|\.\d+(?:[eE][+-]?\d+)?)
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<name>(?:[A-Za-z.][\w.]*::)?[A-Za-z.][\w.]*|`[^`]+`)
    |(?P<sign><-|%[^%\s]*%|==|!=|<=|>=|&&|\|\||\[\[|[-+*/^:~<>=!&|$()\[\]{},;]))""",
    re.VERBOSE,
)

#: How tightly a sign between two values binds, loosest first; ^ and unary minus are treated apart.
_LEVELS = {"<-": 1, "=": 1, "~": 2, "||": 3, "|": 3, "&&": 4, "&": 4, "==": 6, "!=": 6, "<": 6, ">": 6, "<=": 6,
           ">=": 6, "+": 7, "-": 7, "*": 8, "/": 8, ":": 10, "^": 12}  # fmt: skip
_NOT, _UNARY, _SPECIAL = 5, 11, 9


class NotInThisR(Exception):
    """A construct this small part of R does not have."""


def parse(text: str) -> list[Node]:
    """The statements of a command.

    >>> parse("d <- d[d$x > 2, ]")
    [('assign', ('name', 'd'), ('index', ('name', 'd'), [('', ('binary', '>', ('part', ('name', 'd'), 'x'), \
('number', 2.0))), ('', None)]))]
    """
    return _Parser(list(_tokens(text))).program()


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, text = 0, text.replace("\n", ";") if "\n" in text and "'" not in text else text
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if not found:
            raise NotInThisR(f"cannot read: {text[at : at + 20]!r}")
        at = found.end()
        yield found.lastgroup or "", found.group(found.lastgroup or 0)


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        text = self.peek()
        if wanted and text != wanted:
            raise NotInThisR(f"expected {wanted!r}, found {text!r}")
        self.at += 1
        return text

    def program(self, end: str = "") -> list[Node]:
        statements = []
        while self.peek() != end:
            if self.peek() == ";":
                self.take()
                continue
            statements.append(self.expression())
        return statements

    def expression(self, least: int = 0) -> Node:
        left = self.prefix()
        while True:
            sign = self.peek()
            if self.at < len(self.tokens) and self.tokens[self.at][0] != "sign":
                return left
            level = _SPECIAL if sign.startswith("%") else _LEVELS.get(sign, -1)
            if level < max(least, 1):
                return left
            self.take()
            # Assignment and powers group from the right, everything else from the left.
            right = self.expression(level if sign in ("<-", "=", "^") else level + 1)
            left = ("assign", left, right) if sign in ("<-", "=") else ("binary", sign, left, right)

    def prefix(self) -> Node:
        sign = self.peek()
        if self.tokens[self.at][0] == "sign" and sign in ("-", "+", "!", "~"):
            self.take()
            level = {"!": _NOT, "~": _LEVELS["~"]}.get(sign, _UNARY)
            return ("unary", sign, self.expression(level))
        return self.postfix(self.primary())

    def primary(self) -> Node:
        kind, text = self.tokens[self.at]
        self.take()
        if kind == "number":
            return ("number", float(text.rstrip("L")))
        if kind == "string":
            return ("string", text[1:-1].replace("\\n", "\n").replace('\\"', '"'))
        if text == "function":
            self.take("(")
            parameters = [(name or node[1], node if name else None) for name, node in self.arguments(")")]
            return ("function", parameters, self.expression())
        if kind == "name":
            return ("name", text.strip("`"))
        if text == "(":
            inner = self.expression()
            self.take(")")
            return inner
        if text == "{":
            statements = self.program("}")
            self.take("}")
            return ("block", statements)
        raise NotInThisR(f"cannot read {text!r}")

    def postfix(self, node: Node) -> Node:
        while True:
            text = self.peek()
            if text == "(":
                self.take()
                node = ("call", node, self.arguments(")"))
            elif text == "[[":
                self.take()
                node = ("item", node, self.arguments("]"))
                self.take("]")
            elif text == "[":
                self.take()
                node = ("index", node, self.arguments("]"))
            elif text == "$":
                self.take()
                kind, name = self.tokens[self.at]
                self.take()
                node = ("part", node, name.strip('`"') if kind in ("name", "string") else name)
            else:
                return node

    def arguments(self, end: str) -> list[tuple[str, Node | None]]:
        found: list[tuple[str, Node | None]] = []
        while True:
            node = None if self.peek() in (end, ",") else self.expression()
            if node is not None and node[0] == "assign":
                found.append((node[1][1], node[2]))
            elif node is not None or self.peek() == "," or found:
                found.append(("", node))
            if self.take() == end:
                return found


def calls(node: object, name: str) -> Iterator[Node]:
    """Every call of the function ``name`` (without its package) below a node.

    >>> [call[2][0][1] for call in calls(parse("a <- f(g(1), g(2))"), "g")]
    [('number', 1.0), ('number', 2.0)]
    """
    if isinstance(node, tuple) and node and node[0] == "call":
        function = node[1]
        if function[0] == "name" and function[1].split("::")[-1] == name:
            yield node
    if isinstance(node, tuple | list):
        for part in node:
            yield from calls(part, name)
