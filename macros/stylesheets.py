"""The style sheets that pages have in common become one, without comments and without what no page has.

A theme styles everything that anybody may ever write; these pages use about half of it, and a phone draws nothing
before it has all. A rule stays if every class, id, element and value in its selector is a word that stands somewhere
in a page or a script of the site, so that what scripts add later is there, too. The name tells the content: it may be
kept for ever. Like everything here it works on the built folder alone, and doing it twice changes nothing.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from macros.render import render

FOLDER = "assets/stylesheets"

_HEAD_ENDS = "/head>"
_TEMPLATE = "delivery/stylesheet.html.j2"
_PARTS = re.compile(
    r"""/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{};]|[^{};"'/]+|/""", re.DOTALL
)
_CONDITIONAL = ("@media", "@supports")

_READ = ("class", "id", "type", "dir", "role", "data-md-[a-z-]+")  # other values are not looked for
_ATTRIBUTES = tuple(  # one by one: what begins with letters is found faster
    re.compile(rf"""{name}=(?:"([^"]*)"|([^\s">]+))""") for name in _READ
)
_ELEMENT = re.compile(r"<([a-z][a-z0-9]*)")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_UNUSED = "assets/javascripts/lunr/"  # of the theme's search, which is not ours

_NEGATED = re.compile(r":(?:not|is|where|has)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
_QUALIFIED = re.compile(r"\[[^\]]*\]|:[\w-]+(?:\([^)]*\))?")
_VALUE = re.compile(rf"""\[(?:{"|".join(_READ)})~?=["']?([\w-]+)["']?\]""")
_NAMED = re.compile(r"[.#]((?:[\w-]|\\.)+)")
_TAG = re.compile(r"(?:^|[\s>+~])([a-z][a-z0-9]*)")


def join(site: Path, pages: Mapping[str, str]) -> dict[str, str]:
    """*pages* (path in the *site* → HTML) with one style sheet instead of several; those that nobody asks for go."""
    asked = {name: _asked(site, name, html) for name, html in pages.items()}
    together = {paths for paths in asked.values() if len(paths) > 1}
    if not together:
        return dict(pages)
    words = _words(site, pages)
    made = {paths: _write(site, paths, words) for paths in sorted(together)}
    told = {
        name: _told(html, name, made[asked[name]]) if asked[name] in made else html
        for name, html in pages.items()
    }
    alone = {path for paths in asked.values() if paths not in made for path in paths}
    for path in {path for paths in made for path in paths} - alone - set(made.values()):
        (site / path).unlink()
        (site / f"{path}.map").unlink(missing_ok=True)
    return told


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
    text = "".join(without_unused(sheet, words) for sheet in sheets) + "\n"
    name = f"{FOLDER}/site.{hashlib.sha256(text.encode()).hexdigest()[:8]}.min.css"
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    (site / name).write_text(text, encoding="utf-8", newline="\n")
    return name


# ---------- which words there are


def _words(site: Path, pages: Mapping[str, str]) -> frozenset[str]:
    """Every word that pages have as element, class or value, and every word of the scripts."""
    found: set[str] = set()
    values: set[str] = set()
    for html in pages.values():
        found.update(_ELEMENT.findall(html))
        for attribute in _ATTRIBUTES:
            values.update(quoted or plain for quoted, plain in attribute.findall(html))
    for value in values:
        found.update(value.split())
    for script in site.rglob("*.js"):
        if _UNUSED in script.as_posix():
            continue
        found.update(_WORD.findall(script.read_text(encoding="utf-8")))
    return frozenset(found)


# ---------- which rules stay


def without_unused(css: str, words: frozenset[str]) -> str:
    """The style sheet *css* without comments and without rules for what is not among the *words*."""
    return "".join(_kept(_rules(_parts(css)), words))


def _parts(css: str) -> Iterator[str]:
    for part in _PARTS.findall(css):
        if part.startswith("/*"):
            continue
        yield part if part[0] in "\"'" else re.sub(r"\s+", " ", part)


def _rules(parts: Iterator[str]) -> Iterator[tuple[str, list[str] | None]]:
    """What stands before a block, and the parts of the block; a statement without a block has none."""
    before: list[str] = []
    for part in parts:
        if part == "{":
            yield "".join(before).strip(), _block(parts)
            before = []
        elif part == ";":
            yield "".join(before).strip(), None
            before = []
        else:
            before.append(part)


def _block(parts: Iterator[str]) -> list[str]:
    found: list[str] = []
    depth = 1
    for part in parts:
        depth += (part == "{") - (part == "}")
        if not depth:
            break
        found.append(part)
    return found


def _kept(rules: Iterator[tuple[str, list[str] | None]], words: frozenset[str]) -> Iterator[str]:
    for before, block in rules:
        if block is None:
            if before and not before.startswith("@charset"):  # every page says which it is
                yield f"{before};"
        elif before.startswith(_CONDITIONAL):
            if inside := "".join(_kept(_rules(iter(block)), words)):
                yield f"{before}{{{inside}}}"
        elif before.startswith("@"):
            yield f"{before}{{{_body(block)}}}"
        elif selectors := list(filter(partial(_used, words=words), _selectors(before))):
            yield f"{','.join(selectors)}{{{_body(block)}}}"


def _body(block: list[str]) -> str:
    return "".join(part if part[0] in "\"'" else part.strip() for part in block).rstrip(";")


def _selectors(text: str) -> Iterator[str]:
    """The selectors of a list; a comma in brackets or quotes parts none."""
    depth = 0
    start = 0
    quote = ""
    for at, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == "," and not depth:
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()


def _used(selector: str, words: frozenset[str]) -> bool:
    """Whether all that *selector* names may be there. What it excludes, or names as one of several, need not be."""
    named = _NEGATED.sub("", selector)
    if not words.issuperset(_VALUE.findall(named)):
        return False
    plain = _QUALIFIED.sub("", named)
    names = (name.replace("\\", "") for name in _NAMED.findall(plain))
    return words.issuperset(names) and words.issuperset(_TAG.findall(plain))
