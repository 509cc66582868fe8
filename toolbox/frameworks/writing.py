"""A framework written back as TOML: what a person downloads, keeps and uploads again."""

from __future__ import annotations

from toolbox.model import Descent, Framework, Item, Scale

#: A framework of one's own to start from: short enough to read, complete enough to use.
TEMPLATE = """\
# A framework of your own. Change the words, keep the shape, upload the file.
id = "our-school"
version = "2026"
name = "Our own questions"
source = "Written by our staff, September 2026"
licence = "own"

[[scales]]
id = "agree"
low = 1
high = 5
top_from = 4                    # from here an answer counts as agreement
labels = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]

[[areas]]
id = "A"
name = "Working together"
items = [
    { code = "A1", name = "We plan lessons together" },
    { code = "A2", name = "We visit each other's lessons" },
]

[[areas]]
id = "B"
name = "Equipment"
items = [
    { code = "B1", name = "The internet connection is good enough" },
    { code = "B2", name = "Devices fail during lessons", reverse = true },   # agreeing means being less far along
]
"""


def to_toml(framework: Framework) -> str:
    """The framework as TOML text; ``parse`` of it gives the same framework back.

    Example:
        >>> from toolbox.frameworks import load, parse
        >>> rubric = load("idi-rubric")
        >>> parse(to_toml(rubric), own=False) == rubric
        True
    """
    lines = [f"{key} = {_quoted(getattr(framework, key))}" for key in ("id", "version", "name", "kind", "source")]
    told = [key for key in ("url", "licence", "valid_from", "follows") if getattr(framework, key)]
    lines += [f"{key} = {_quoted(getattr(framework, key))}" for key in told]
    if framework.summary != "mean":
        lines.append(f"summary = {_quoted(framework.summary)}")
    if framework.required is not None:
        lines.append(f"required = {framework.required}")
    lines.append(f"text_included = {_truth(framework.text_included)}")
    for key in ("confirmed", "unconfirmed", "retired"):
        if sentences := getattr(framework, key):
            lines += [f"{key} = [", *(f"    {_quoted(sentence)}," for sentence in sentences), "]"]
    for scale in framework.scales:
        lines += ["", "[[scales]]", *_scale(scale)]
    for level in framework.levels:
        lines += ["", "[[levels]]", f"value = {level.value}", f"name = {_quoted(level.name)}"]
        lines.append(f"at_least = {float(level.at_least)!r}")
    for area in framework.areas:
        lines += ["", "[[areas]]", f"id = {_quoted(area.id)}", f"name = {_quoted(area.name)}"]
        if area.descent:
            lines.append(f"descent = [{', '.join(_descent(each) for each in area.descent)}]")
        if items := framework.items_of(area.id):
            lines += ["items = [", *(f"    {_item(item)}," for item in items), "]"]
    return "\n".join(lines) + "\n"


def _scale(scale: Scale) -> list[str]:
    lines = [f"id = {_quoted(scale.id)}", f"low = {scale.low}", f"high = {scale.high}"]
    if scale.top_from is not None:
        lines.append(f"top_from = {scale.top_from}")
    if scale.categories:
        lines.append("categories = true")
    if scale.labels:
        lines.append(f"labels = {_numbered(scale.labels)}")
    return lines


def _item(item: Item) -> str:
    fields = [f"{key} = {_quoted(getattr(item, key))}" for key in ("id", "code", "name", "scale")]
    if item.text:
        fields.append(f"text = {_quoted(item.text)}")
    fields += [f"{key} = true" for key in ("reverse", "optional") if getattr(item, key)]
    if item.descent:
        fields.append(f"descent = {_descent(item.descent)}")
    if item.levels:
        fields.append(f"levels = {_numbered(item.levels)}")
    return "{ " + ", ".join(fields) + " }"


def _descent(descent: Descent) -> str:
    previous = f", previous = {_quoted(descent.previous)}" if descent.previous else ""
    return f"{{ relation = {_quoted(descent.relation)}{previous} }}"


def _numbered(pairs: tuple[tuple[int, str], ...]) -> str:
    return "{ " + ", ".join(f'"{value}" = {_quoted(words)}' for value, words in pairs) + " }"


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _quoted(text: str) -> str:
    """A TOML basic string on one line; control characters are escaped, as the format asks."""
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return (
        '"'
        + "".join(
            escapes.get(sign) or (sign if sign >= " " and sign != "\x7f" else f"\\u{ord(sign):04x}") for sign in text
        )
        + '"'
    )
