"""The style sheets that pages have in common become one, without comments and without what no page has.

A theme styles everything that anybody may ever write; these pages use about half of it, and a phone draws nothing
before it has all. A rule stays if every class, id, element and value in its selector is a word that stands somewhere
in a page or a script of the site, so that what scripts add later is there, too. The name tells the content: it may be
kept for ever. Like everything here it works on the built folder alone, and doing it twice changes nothing.
"""

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from tinycss2 import ast, parse_component_value_list, parse_stylesheet, serialize

from zhidu.reading.disk.user_cache import made
from zhidu.views.render import render

FOLDER = "assets/stylesheets"

_HEAD_ENDS = "/head>"
_TEMPLATE = "delivery/stylesheet.html.j2"
_READ = ("class", "id", "type", "dir", "role", "data-md-[a-z-]+")  # other values are not looked for
_ATTRIBUTES = tuple(  # one by one: what begins with letters is found faster
    re.compile(rf"""{name}=(?:"([^"]*)"|([^\s">]+))""") for name in _READ
)
_ELEMENT = re.compile(r"<([A-Za-z][\w-]*)")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ESCAPED = re.compile(r"(?:\\u[0-9a-f]{4})+")  # Chinese in a script of data: no words of a sheet
_PROPERTY = re.compile(r"""(?<=[{;])--([\w-]+):(?:"[^"]*"|[^;{}"])*(?:;|(?=\}))""")
_ASKED = re.compile(r"var\(--([\w-]+)")

_CONDITIONAL = {"media", "supports"}
_APART = tuple(";,>/!=")  # they part what stands around them, as space would

_Rule: TypeAlias = "tuple[list[tuple[str, list[str]]], str | list[_Rule]]"
"""Selectors, or how an at-rule begins, with the words that must be there; then what follows, or the rules inside."""


class Joined:
    """The style sheets of a *site*, several in one. Of the pages only what they ask for is held, never their texts."""

    def __init__(
        self, asked: Mapping[str, tuple[str, ...]], made: Mapping[tuple[str, ...], str]
    ) -> None:
        self._asked = asked
        self._made = made

    def told(self, name: str, html: str) -> str:
        """The page *name*, whose text is *html*, with one style sheet instead of several."""
        made = self._made.get(self._asked[name])
        return html if made is None else _told(html, name, made)


def join(site: Path, pages: Iterable[tuple[str, str]]) -> Joined:
    """Put the style sheets of *pages* (path in the *site*, HTML) together; those that nobody asks for go."""
    asked: dict[str, tuple[str, ...]] = {}
    words: set[str] = set()
    for name, html in pages:
        asked[name] = _asked(site, name, html)
        words |= _words(html)
    together = {paths for paths in asked.values() if len(paths) > 1}
    if not together:
        return Joined(asked, {})
    for script in site.rglob("*.js"):
        words.update(_WORD.findall(_ESCAPED.sub(" ", script.read_text(encoding="utf-8"))))
    parts = {site / path for paths in together for path in paths}
    for sheet in set(site.rglob("*.css")) - parts:  # a page may ask for one further down
        words.update(_ASKED.findall(sheet.read_text(encoding="utf-8")))
    known = frozenset(map(str.lower, words))
    made = {paths: _write(site, paths, known) for paths in sorted(together)}
    alone = {path for paths in asked.values() if paths not in made for path in paths}
    for path in {path for paths in made for path in paths} - alone - set(made.values()):
        (site / path).unlink()
        (site / f"{path}.map").unlink(missing_ok=True)
    return Joined(asked, made)


def _asked(site: Path, name: str, html: str) -> tuple[str, ...]:
    """The style sheets of a page, as paths in the site: those in its head, from which the others may differ."""
    hrefs = _link().findall(html[: max(html.find(_HEAD_ENDS), 0)])
    paths = [_resolved(name, href) for href in hrefs]
    return tuple(path for path in paths if (site / path).is_file())


@cache
def _link() -> re.Pattern[str]:
    """How pages ask for a style sheet."""
    return re.compile(re.escape(render(_TEMPLATE, href="HREF")).replace("HREF", '([^"]+)'))


def _resolved(name: str, href: str) -> str:
    """The page for what is missing stands at any depth: its addresses begin at the root, wherever that is."""
    if href.startswith("/") or "://" in href:
        return href[max(href.find("assets/"), 0) :]
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), href))


def _told(html: str, name: str, path: str) -> str:
    """The page with the one style sheet where the first was."""
    end = html.find(_HEAD_ENDS)
    head, rest = html[:end], html[end:]
    first = _link().search(head)
    if not first:
        return html
    way = posixpath.relpath(path, posixpath.dirname(name) or ".")
    if first[1].startswith("/") or "://" in first[1]:
        way = first[1][: max(first[1].find("assets/"), 0)] + path
    bare = _link().sub("", head[first.end() :])
    return head[: first.start()] + render(_TEMPLATE, href=way) + bare + rest


def _write(site: Path, paths: Sequence[str], words: frozenset[str]) -> str:
    sheets = ((site / path).read_text(encoding="utf-8") for path in paths)
    text = _without_idle("".join(without_unused(sheet, words) for sheet in sheets), words) + "\n"
    name = f"{FOLDER}/site.{hashlib.sha256(text.encode()).hexdigest()[:8]}.min.css"
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    (site / name).write_text(text, encoding="utf-8", newline="\n")
    return name


# ---------- which words there are


def _words(html: str) -> set[str]:
    """Every word that a page has as element, class or value."""
    # a list of all tags is larger than the page
    found = {tag[1] for tag in _ELEMENT.finditer(html)}
    for attribute in _ATTRIBUTES:
        for value in {each[1] or each[2] or "" for each in attribute.finditer(html)}:
            found.update(_WORD.findall(value))
    return found


# ---------- which rules stay


def without_unused(css: str, words: frozenset[str]) -> str:
    """The style sheet *css* without comments and without rules for what is not among the *words*."""
    return "".join(_kept(json.loads(made(css, _read)), words))


def _without_idle(css: str, words: frozenset[str]) -> str:
    """*css* without properties that neither it nor any of the *words* asks for: most are icons of what is not here."""
    asked = words.union(_ASKED.findall(css))
    shorter = _PROPERTY.sub(lambda found: found[0] if found[1] in asked else "", css)
    return css if shorter == css else _without_idle(shorter, words)


def _kept(rules: Iterable[_Rule], words: frozenset[str]) -> Iterator[str]:
    for heads, inside in rules:
        head = ",".join(text for text, named in heads if words.issuperset(named))
        if isinstance(inside, str):
            yield head and head + inside
        elif block := "".join(_kept(inside, words)):
            yield f"{head}{{{block}}}"


def _read(css: str) -> bytes:
    """The rules of *css*: to read them takes longer than all that is done with them, and sheets seldom change."""
    values = parse_component_value_list(css, skip_comments=True)
    return json.dumps(list(_rules(_tight(values)))).encode()


def _rules(values: list[ast.Node]) -> Iterator[_Rule]:
    for rule in parse_stylesheet(values, skip_whitespace=True):
        match rule:
            case ast.QualifiedRule():
                yield list(_selectors(rule.prelude)), f"{{{serialize(rule.content)}}}"
            case ast.AtRule(lower_at_keyword="charset"):
                pass  # every page says which it is
            case ast.AtRule(content=list() as inside) if rule.lower_at_keyword in _CONDITIONAL:
                head = f"@{rule.at_keyword}{serialize(rule.prelude)}"
                yield [(head, [])], list(_rules(inside))
            case ast.AtRule():
                yield [(rule.serialize(), [])], ""


def _tight(values: list[ast.Node]) -> list[ast.Node]:
    """*values* without the space that parts nothing. What parts something is one space."""
    found: list[ast.Node] = []
    space = None
    for value in values:
        if isinstance(value, ast.WhitespaceToken):
            space = value
            continue
        if isinstance(value, ast.FunctionBlock):
            value.arguments = _tight(value.arguments)
        elif hasattr(value, "content"):
            value.content = _tight(value.content)
        if space and found and not (found[-1] == ":" or _apart(found[-1]) or _apart(value)):
            space.value = " "
            found.append(space)
        found.append(value)
        space = None
    while found and found[-1] == ";":
        found.pop()
    return found


def _apart(value: ast.Node) -> bool:
    return value in _APART or isinstance(value, ast.CurlyBracketsBlock)


def _selectors(prelude: list[ast.Node]) -> Iterator[tuple[str, list[str]]]:
    for comma, values in groupby(prelude, lambda value: value == ","):
        if not comma:
            selector = list(values)
            yield serialize(selector), list(_named(selector))


def _named(selector: list[ast.Node]) -> Iterator[str]:
    """The words in *selector*. What a function excludes, or names as one of several, need not be there."""
    before = None
    for value in selector:
        match value:
            case ast.SquareBracketsBlock(content=[name, ast.LiteralToken(value="=" | "~="), asked]):
                if re.fullmatch("|".join(_READ), serialize([name])):
                    yield from _WORD.findall(serialize([asked]).lower())
            case ast.HashToken() | ast.IdentToken() if before != ":":
                yield from _WORD.findall(value.value.lower())
        before = value
