"""What a pattern costs grows as its text does: twice the text, twice the time and not four times.

Every pattern of the engine and of its scripts is run on texts made of what it looks for itself, many times over, and on what breaks it
off at the end: that is what a hostile or an unlucky file consists of.
"""

import ast
import importlib
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # the only one that knows what a pattern consists of
from time import process_time
from typing import Any

import pytest
from support.patterns_made import made_at_run

from zhidu.drafting.proposals.lexicon import rule

PACKAGE = Path(__file__).parent.parent.parent / "macros"
SIZE = 500
QUICK = 0.0015  # seconds for four times the size: a quadratic pattern takes a multiple of it
HOPELESS = 0.05  # seconds for the size
TWICE = 2.8
SURELY = 2.4  # so little more that one look at each is enough
TRIES = 5
COMMON = ("a", "1", " ", "，", "\n", "(", "学", '"', "- ", "a:", ", ", "{x: 1}", "《")
REMARK = re.compile(r"/\*[\s\S]*?\*/|(?m:(?<!:)//.*$)")
LITERAL = re.compile(
    r"(?:^|[=(,:;!&|?{\[])\s*/((?![*/])(?:[^\\/\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)/([gimsuy]*)(?![\w/])",
    re.MULTILINE,
)
"""A pattern as JavaScript writes it, between strokes."""
CLASS = re.compile(r"\\[pP]\{\w+\}")  # one character whatever it is
METHODS = {"match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        if not name.endswith("__main__"):
            yield name.removesuffix(".__init__"), path


def within(value: Any) -> Iterator[re.Pattern[Any]]:
    """Every pattern in *value*, however it is put away."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | frozenset | set):
        for each in value:
            yield from within(each)
    elif isinstance(value, dict):
        yield from within(tuple(value.values()))


def used(nodes: list[ast.AST]) -> dict[str, set[str]]:
    """Which methods are called of each name."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.attr in METHODS
        ):
            found.setdefault(node.value.id, set()).add(node.attr)
    return found


@cache
def patterns() -> tuple[Any, ...]:
    """Each pattern with how it is used; a literal that is given to `re` itself is one, too, and a rule of the lexicon."""
    return tuple(_patterns())


def _patterns() -> Iterator[Any]:
    for name, path in modules():
        text = path.read_text(encoding="utf-8")
        variables = vars(importlib.import_module(name))
        if not any(within(tuple(variables.values()))) and not re.search(
            r"\bre\s*\.|\brule\(", text
        ):
            continue
        tree = ast.parse(text)
        nodes = list(ast.walk(tree))
        calls = used(nodes)
        own = {
            each.id
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for each in ast.walk(node)
            if isinstance(each, ast.Name)
        }
        for variable, value in variables.items():
            for number, each in enumerate(within(value) if variable in own else ()):
                anchored = calls.get(variable, {"search"}) <= {"match", "fullmatch"}
                yield pytest.param(each, anchored, id=f"{name}.{variable}.{number}")
        for node in nodes:
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in METHODS
                and ast.unparse(node.func.value) == "re"
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
            ):
                anchored = node.func.attr in {"match", "fullmatch"}
                yield pytest.param(
                    re.compile(node.args[0].value), anchored, id=f"{name}:{node.lineno}"
                )
            elif (
                isinstance(node, ast.Attribute)
                and node.attr in METHODS
                and ast.unparse(node.value).startswith("rule(")
                and isinstance(told := getattr(node.value, "args", [None])[0], ast.Constant)
                and isinstance(said := told.value, str)
            ):
                anchored = node.attr in {"match", "fullmatch"}
                yield pytest.param(rule(said), anchored, id=f"{said}:{name}:{node.lineno}")


def told_in_tables() -> Iterator[Any]:
    """The patterns of the shared tables that Python and JavaScript run alike; those of privacy have a corpus of their own."""
    for path in sorted((PACKAGE.parent / "schema").glob("*.schema.json")):
        found = {
            value
            for each in _every(json.loads(path.read_text(encoding="utf-8")))
            for value in [each.get("pattern"), *each.get("patternProperties", {})]
            if isinstance(value, str)
        }
        for number, pattern in enumerate(sorted(found)):
            yield pytest.param(re.compile(pattern), False, id=f"{path.name}.{number}")
    rules = json.loads((PACKAGE.parent / "schema" / "checklist.rules.json").read_text("utf-8"))
    for number, (pattern, _) in enumerate(rules["normalise"]):
        yield pytest.param(re.compile(pattern), False, id=f"normalise.{number}")


def of_scripts() -> Iterator[Any]:
    """The patterns that the scripts of pages have written out. What they make of the tables is among those of the tables."""
    for path in sorted((PACKAGE.parent / "site_overrides/assets/zhidu").glob("*.js")):
        text = REMARK.sub("", path.read_text(encoding="utf-8"))
        for number, found in enumerate(LITERAL.finditer(text)):
            plain = CLASS.sub("x", found[1]) if "u" in found[2] else found[1]
            pattern = re.compile(plain, re.IGNORECASE if "i" in found[2] else 0)
            yield pytest.param(pattern, False, id=f"{path.name}.{number}")


def _every(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _every(each)


def sample(parsed: Any) -> str:
    """A text that the pattern *parsed* may match, or nearly."""
    return "".join(_sample(kind, value) for kind, value in parsed)


def _sample(kind: Any, value: Any) -> str:
    inner: dict[str, Callable[[], str]] = {
        "LITERAL": lambda: chr(value),
        "NOT_LITERAL": lambda: "a" if value != ord("a") else "b",
        "ANY": lambda: "a",
        "IN": lambda: _member(value),
        "SUBPATTERN": lambda: sample(value[3]),
        "ATOMIC_GROUP": lambda: sample(value),
        "BRANCH": lambda: sample(value[1][0]),
        **dict.fromkeys(
            ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"),
            lambda: sample(value[2]) * min(max(value[0], 1), 3),
        ),
    }
    return inner.get(str(kind), str)()


def _member(members: Any) -> str:
    if str(members[0][0]) == "NEGATE":
        refused = {chr(v) for k, v in members[1:] if str(k) == "LITERAL"}
        return next(c for c in "a学~1 " if c not in refused)
    kind, value = members[0]
    if str(kind) == "LITERAL":
        return str(chr(value))
    if str(kind) == "RANGE":
        return str(chr(value[0]))
    return {"DIGIT": "1", "SPACE": " "}.get(str(value).removeprefix("CATEGORY_"), "a")


def texts(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str]]:
    """Texts that may cost the pattern much: how each begins, and what comes then again and again."""
    parsed = list(
        _parser.parse(
            pattern.pattern,
            pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags,
        )
    )
    begun = list(dict.fromkeys(sample(parsed[:n]) for n in range(len(parsed) + 1)))[:12]
    pieces = list(dict.fromkeys([*COMMON, *(sample([each]) for each in parsed), *begun]))
    yield from product(begun, filter(None, pieces))


def seconds(act: Callable[[], object], times: int = 3, quick: float = QUICK) -> float:
    best = float("inf")
    for _ in range(times):
        start = process_time()
        act()
        best = min(best, process_time() - start)
        if best < quick:
            break
    return best


def run(pattern: re.Pattern[Any], text: str, *, anchored: bool) -> Callable[[], object]:
    given: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
    if anchored:
        return lambda: pattern.match(given)
    return lambda: sum(1 for _ in pattern.finditer(given))


def slow(pattern: re.Pattern[Any], *, anchored: bool) -> list[str]:
    """Of which texts twice as much takes the pattern more than about twice the time, each time that it is tried."""
    for start, piece in texts(pattern):
        told = f"{start[:20]!r} + {piece[:20]!r}…"
        short, long, longer = (
            run(pattern, start + piece * (size // len(piece)) + "\x01", anchored=anchored)
            for size in (SIZE, 4 * SIZE, 8 * SIZE)
        )
        if (first := seconds(short, quick=HOPELESS)) > HOPELESS:
            return [f"{told}: {first:.2f} s"]
        # other work slows one measurement, a square slows all
        for times, most in ((1, SURELY), *TRIES * [(3, TWICE)]):
            once = seconds(long, times)
            if once < QUICK:
                break
            twice = seconds(longer, times)
            if twice <= most * once:
                break
        else:
            return [f"{told}: {once:.2f} s, {twice:.2f} s"]
    return []


@pytest.mark.parametrize(("pattern", "anchored"), [*patterns(), *told_in_tables(), *of_scripts()])
def test_twice_the_text_takes_twice_the_time(pattern: re.Pattern[Any], *, anchored: bool) -> None:
    assert slow(pattern, anchored=anchored) == [], pattern.pattern


def test_patterns_made_at_run_grow_as_slowly() -> None:
    known = {each.values[0] for each in patterns()}
    made = [pattern for pattern in made_at_run() if pattern not in known]
    assert len(made) > 100
    found = {each.pattern: told for each in made if (told := slow(each, anchored=False))}
    assert found == {}


@pytest.mark.parametrize(("pattern", "found"), [("a*b", True), ("ab", False)])
def test_what_grows_with_the_square_is_found(pattern: str, *, found: bool) -> None:
    """Each place a text begins anew at costs the whole rest: what this file is there to find."""
    assert bool(slow(re.compile(pattern), anchored=False)) == found
