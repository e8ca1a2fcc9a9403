"""Judge the shape of a document: jsonschema-rs gives the verdict, jsonschema explains what it rejects.

Loading the explainer costs 60 ms, so it is imported only when there is something to explain.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from functools import cache
from typing import Any

from zhidu.reading.disk.shipped import directory
from zhidu.reading.findings import Finding, Pointer, Problem, closest, is_private, visible
from zhidu.reading.text import characters
from zhidu.reading.text.numerals import numbers

MAX_FINDINGS = 20  # a file with more is better opened than read about
MAX_HINTS = 100  # looking for what was meant is slow, and a file may hold 80,000 wrong keys

_TYPES = {
    "object": "一组“键: 值”",
    "array": "一个列表（每项以“- ”开头）",
    "string": "文字",
    "number": "数字",
    "integer": "整数",
    "boolean": " true 或 false",
    "null": " null",
}

CODES = {
    "shape/missing": "少了必须写的一项。",
    "shape/typo": "键的拼写与规定的差一点。",
    "shape/unknown-key": "写了规定里没有的一项。写错的键不会悄悄被忽略。",
    "shape/not-in-list": "值不在规定的几种里。",
    "shape/curly-quote": "中文的弯引号不是 YAML 的引号：写在外面，就成了内容的一部分。",
    "shape/type": "值的类型不对，例如该写数字却写了文字。",
    "shape/pattern": "编号或日期的写法不合规定。",
    "shape/length": "文字太长，或者是空的。",
    "shape/range": "数字超出允许的范围。",
    "shape/count": "列表的项数不合规定。",
    "shape/too-many": "这个文件的问题太多，后面的没有列出。",
}


def text(kind: str) -> str:
    """The JSON Schema of a kind of file, as it is written."""
    return (directory("schema") / f"{kind}.schema.json").read_text(encoding="utf-8")


@cache
def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, in one piece: with the definitions that it takes from the schemas of others.

    A definition without a title is a form of values, such as a date: it stands wherever it is referred to.
    """
    whole = _in_one_piece(kind)
    forms = {name: rule for name, rule in whole.get("$defs", {}).items() if "title" not in rule}

    def filled(node: Any) -> Any:
        if isinstance(node, list):
            return [filled(value) for value in node]
        if not isinstance(node, dict):
            return node
        form = forms.get(str(node.get("$ref")).removeprefix("#/$defs/"))
        if form:
            return {**{k: v for k, v in node.items() if k != "$ref"}, **filled(form)}
        return {key: filled(value) for key, value in node.items()}

    found = {
        **whole,
        "$defs": {n: rule for n, rule in whole.get("$defs", {}).items() if n not in forms},
    }
    return {key: filled(value) for key, value in found.items() if value or key != "$defs"}


@cache
def _in_one_piece(kind: str) -> dict[str, Any]:
    written = text(kind)
    loaded: dict[str, Any] = json.loads(_ELSEWHERE.sub('"#', written))
    for other in dict.fromkeys(_ELSEWHERE.findall(written)):
        theirs, own = _in_one_piece(other)["$defs"], loaded.setdefault("$defs", {})
        waiting = _REFERENCE.findall(written)
        while waiting:
            name = waiting.pop()
            if name in theirs and name not in own:
                own[name] = theirs[name]
                waiting += _REFERENCE.findall(json.dumps(theirs[name]))
    return loaded


_ELSEWHERE = re.compile(r'"([a-z-]{1,30})\.schema\.json#')
_REFERENCE = re.compile(r"#/\$defs/([a-z_]+)")


def published(kind: str) -> str:
    """The JSON Schema of a kind of file as it is published, in one piece."""
    return json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"


class Shape:
    """A schema at work: its verdict, and its reasons. *subject* says in whose name a value is spoken of."""

    def __init__(
        self, schema: dict[str, Any], subject: Callable[[Pointer], str] | None = None
    ) -> None:
        self.schema = schema
        self.subject = subject
        import jsonschema_rs  # noqa: PLC0415  what was judged before needs no judge

        self._verdict = jsonschema_rs.validator_for(schema, validate_formats=True)
        self._conditional = '"if"' in json.dumps(schema)

    def accepts(self, data: Any) -> bool:
        """Whether *data* has this shape."""
        return bool(self._verdict.is_valid(data))

    def judge(self, data: Any) -> list[Problem]:
        """What is wrong with the shape of *data*; nothing where the schema accepts it."""
        return [] if self.accepts(data) else list(_explanations(self, data))

    def errors(self, data: Any) -> list[Any]:
        """What jsonschema says is wrong with *data*. It looks only where the verdict says that something is."""
        explainer = _explainer()
        looked_at = _WRONG.set(None if self._conditional else self._wrong(data))
        try:
            checker = explainer.FORMAT_CHECKER
            return list(explainer(self.schema, format_checker=checker).iter_errors(data))
        finally:
            _WRONG.reset(looked_at)

    def _wrong(self, data: Any) -> frozenset[int]:
        """The mappings and lists of *data* in which something is wrong, by identity."""
        found: set[int] = set()
        for error in self._verdict.iter_errors(data):
            node = data
            for step in error.instance_path:
                node = node[step]
                found.add(id(node))
        return frozenset(found)


@cache
def shape(kind: str) -> Shape:
    """The shape of a kind of file."""
    return Shape(schema(kind))


def accepts(kind: str, data: Any) -> bool:
    """Whether *data* has the shape of *kind*."""
    return shape(kind).accepts(data)


@cache
def words(kind: str) -> frozenset[str]:
    """The keys and choices that the schema of *kind* names: nobody's own words."""
    found: set[str] = set()
    waiting: list[Any] = [schema(kind)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            found.update(node.get("properties", ()))
            found.update(word for word in node.get("enum", ()) if isinstance(word, str))
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return frozenset(found)


def limited(findings: list[Finding]) -> list[Finding]:
    """The first *findings* of one file, by place, and how many more there are."""
    findings = sorted(findings, key=lambda finding: (finding.line, finding.column))
    if len(findings) <= MAX_FINDINGS:
        return findings
    first = findings[MAX_FINDINGS]  # that is left out
    more = Finding(
        path=first.path,
        line=first.line,
        column=first.column,
        code="shape/too-many",
        message=f"还有 {len(findings) - MAX_FINDINGS} 个问题没有列出",
        repair="先改好上面的，再检查一遍",
    )
    return [*findings[:MAX_FINDINGS], more]


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_Hint = Callable[[str, Iterable[str]], str | None]
_JOINED = re.compile(r"([a-z_]+)([:：])")  # `{role：x}` and `{role:x}` are keys to YAML


_WRONG: ContextVar[frozenset[int] | None] = ContextVar("wrong")
"""Mappings and lists with something wrong in them, by identity; without them, every one is looked at."""


@cache
def _explainer() -> Any:
    """The validator of jsonschema, which passes over mappings and lists that nothing is wrong with."""
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415  slow to import, rarely needed

    extend: Callable[..., Any] = validators.extend
    every = Draft202012Validator.VALIDATORS["properties"]

    def properties(validator: Any, known: Any, instance: Any, schema: Any) -> Iterator[Any]:
        wrong = _WRONG.get()
        if wrong is not None and isinstance(instance, dict):
            known = {
                key: inside
                for key, inside in known.items()
                if key in instance
                and (not isinstance(instance[key], dict | list) or id(instance[key]) in wrong)
            }
        yield from every(validator, known, instance, schema)

    return extend(Draft202012Validator, {"properties": properties})


def _explanations(shape: Shape, data: Any) -> Iterator[Problem]:
    objects: dict[Pointer, list[Any]] = {}
    # the weightiest error of each: an empty id has no length and no form
    values: dict[Pointer, Any] = {}
    for error in shape.errors(data):
        pointer: Pointer = tuple(error.absolute_path)
        if error.validator in {"required", "additionalProperties"}:
            objects.setdefault(pointer, []).append(error)
        elif pointer not in values or _weight(error) < _weight(values[pointer]):
            values[pointer] = error
    hints = iter(range(MAX_HINTS))

    def hint(word: str, known: Iterable[str]) -> str | None:
        return closest(word, known) if next(hints, None) is not None else None

    def subject(pointer: Pointer, last: Pointer = ()) -> str:
        if shape.subject is None:
            return _subject(data, pointer, last)
        found = shape.subject((*pointer, *last))
        return f"{found}的" if found else ""

    for pointer, error in values.items():
        yield _explain_value(error, pointer, subject(pointer[:-1], pointer[-1:]), hint)
    for pointer, group in objects.items():
        yield from _explain_keys(
            group, _properties(shape.schema, pointer), pointer, subject(pointer), hint
        )


_WEIGHTS = ("type", "minLength", "maxLength", "enum", "pattern")


def _weight(error: Any) -> int:
    return _WEIGHTS.index(error.validator) if error.validator in _WEIGHTS else len(_WEIGHTS)


def _properties(root: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
    """What the object at *pointer* may hold: key → its schema. Nothing for an object with free keys."""
    node = root
    for step in pointer:
        if not isinstance(step, str):
            node = node["items"]
        elif step in node.get("properties", {}):
            node = node["properties"][step]
        else:
            node = next(iter(node["patternProperties"].values()))
        if "$ref" in node:
            node = root["$defs"][node["$ref"].removeprefix("#/$defs/")]
    found: dict[str, Any] = node.get("properties", {})
    return found


def _subject(data: Any, pointer: Pointer, last: Pointer = ()) -> str:
    """Which clause or duty holds what is at *pointer*: the nearest `id`, so that nobody need count lines."""
    name = ""
    for depth in range(len(pointer) + 1):
        if isinstance(data, dict):
            key = "id" if "id" in data else "policy"
            found = data.get(key)
            # an id is not its own subject
            if isinstance(found, str) and (*pointer[depth:], *last) != (key,):
                name = visible(found)
        if depth < len(pointer):
            data = data[pointer[depth]]
    return f"{name} 的" if name else ""


def _titled(key: str, properties: dict[str, Any]) -> str:
    title = properties.get(key, {}).get("title")
    return f"“{key}”（{title}）" if title else f"“{visible(key)}”"


def _explain_keys(
    errors: list[Any], properties: dict[str, Any], pointer: Pointer, subject: str, hint: _Hint
) -> Iterator[Problem]:
    """One message a mistake: a key that is missing and one that looks like it are one typo."""
    instance = errors[0].instance
    missing: list[str] = []
    for error in sorted(errors, key=lambda e: "then" in e.absolute_schema_path):
        conditional = "then" in error.absolute_schema_path
        if error.validator == "required" and not (conditional and missing):
            missing += [k for k in error.validator_value if k not in instance and k not in missing]
    free = [key for key in properties if key not in instance]
    strict = any(error.validator == "additionalProperties" for error in errors)
    for key in instance if strict else ():
        if key in properties:
            continue
        joined = _JOINED.match(key)
        meant = joined[1] if joined else None
        if meant not in properties or meant in instance:
            meant = hint(key, missing) or hint(key, free)
            joined = None
        if meant in missing:
            missing.remove(meant)
        name = f"{subject}键“{visible(key)}”不认识"
        if joined:
            fault = "后面是全角冒号" if joined[2] == "：" else "冒号后面少一个空格"
            yield _of_key("typo", (*pointer, key), f"{name}：{fault}", f"改为“{meant}: ”")
        elif instance[key] is None and not key.isascii():  # `{quote: 甲,乙}` is two keys to YAML
            fault = "前面的文字里有半角逗号，花括号里半角逗号是分隔符"
            repair = "逗号写成全角“，”；一定要半角，就给整段文字加上引号"
            yield _of_key("typo", (*pointer, key), f"{name}：{fault}", repair)
        elif meant:
            repair = f"是不是想写{_titled(meant, properties)}？"
            yield _of_key("typo", (*pointer, key), name, repair)
        else:
            repair = f"删掉它，或换成规定的键：{'、'.join(free)}" if free else "删掉它"
            yield _of_key("unknown-key", (*pointer, key), name, repair)
    for key in missing:
        description = properties.get(key, {}).get("description", "")
        yield Problem(
            pointer,
            f"{subject.removesuffix('的') or '这里'}少了{_titled(key, properties)}",
            f"补上“{key}: …”{'：' + description if description else ''}",
            code="shape/missing",
            of_key=bool(pointer) and isinstance(pointer[-1], str),
        )


def _of_key(code: str, pointer: Pointer, message: str, repair: str) -> Problem:
    return Problem(pointer, message, repair, code=f"shape/{code}", of_key=True)


def _unquoted(value: object) -> str | None:
    """*value* without the curly quotes that it begins or ends with: somebody took them for quotes."""
    bare = value.strip(_CURLY) if isinstance(value, str) else ""
    return bare if bare != value and bare.strip() else None


_CURLY = "“”‘’„‟＂「」"  # noqa: RUF001  what an input method or Word makes of a quote


def _explain_value(error: Any, pointer: Pointer, subject: str, hint: _Hint) -> Problem:
    value, rule = error.instance, error.validator_value
    key = next((step for step in reversed(pointer) if isinstance(step, str)), None)
    title = error.schema.get("title")
    name = "整个文件"
    if key:
        item = f"第 {pointer[-1] + 1} 项" if isinstance(pointer[-1], int) else ""
        name = f"{subject}“{key if title else visible(key)}”{item}" + (
            f"（{title}）" if title else ""
        )
    description = error.schema.get("description", "")
    shown = visible(value)
    of_a_form = error.validator in {"enum", "pattern", "format", "type"} or (
        error.validator == "maxLength" and not error.schema.keys().isdisjoint({"pattern", "format"})
    )
    if of_a_form and (bare := _unquoted(value)):
        found = f"{name}外面加了中文的弯引号，弯引号成了内容的一部分"
        repair = f"去掉引号，写成 {visible(bare)}"
        return Problem(pointer, found, repair, code="shape/curly-quote")
    code, found, repair = "type", f"{name}不合规定", description
    match error.validator:
        case "enum":
            meant = hint(value, rule)
            listed = description if all(v in description for v in rule) else "、".join(rule)
            code, found = "not-in-list", f"{name}不能填“{shown}”"
            repair = f"是不是“{meant}”？" if meant else f"只能填：{listed}"
        case "type":
            return _explain_type(value, rule, pointer, name)
        case "maxLength":
            code, found = "length", f"{name}有 {len(value)} 个字，最多 {rule} 个"
            repair = "写短一些"
        case "minLength" if not value or "pattern" not in error.schema:
            code, found, repair = "length", f"{name}是空的", f"填上内容：{description}"
        case "pattern" | "format" | "minLength":
            code, found = "pattern", f"{name}写成了“{shown}”，不合规定"
            repair = _reform(error, description)
        case "minimum" | "maximum":
            bound = "最小" if error.validator == "minimum" else "最大"
            code, found = "range", f"{name}填了 {shown}，{bound}是 {rule}"
            repair = f"核对数字：{description}"
        case "minItems" | "maxItems":
            bound, verb = (
                ("至少", "补上") if error.validator == "minItems" else ("最多", "删去或合并")
            )
            code, found = "count", f"{name}有 {len(value)} 项，{bound} {rule} 项"
            repair = f"{verb}几项：{description}"
    return Problem(pointer, found, repair, code=f"shape/{code}")


def _reform(error: Any, description: str) -> str:
    """How to write a value that is not of the form wanted: the same in half-width small letters, if that fits."""
    if error.schema.get("format") == "date":
        return "写成 年-月-日 并补足两位，例如 2026-09-01；要真有这一天"
    half = characters.folded(error.instance).strip().lower()
    half = re.sub("[_‐‑‒–—―−]", "-", half)  # noqa: RUF001  what people type for a hyphen
    if not is_private() and re.search(error.schema["pattern"], half):
        return f"改为 {half}"
    return f"照说明改写：{description}"


def _explain_type(value: Any, rule: str | list[str], pointer: Pointer, name: str) -> Problem:
    wanted: Iterable[str] = [rule] if isinstance(rule, str) else rule
    expected = "或".join(_TYPES[kind] for kind in wanted)
    repair = f"改成{expected}"
    if isinstance(value, str):
        half = characters.folded(value).strip()
        if {"number", "integer"} & set(wanted) and _NUMBER.fullmatch(half):
            why = "去掉引号" if half == value else "用半角数字"
            repair = f"改为 {visible(half)}（{why}）"
        elif {"number", "integer"} & set(wanted) and len(numbers(value)) == 1:
            repair = f"只写阿拉伯数字：{visible(f'{min(numbers(value)):g}')}"
        elif "boolean" in wanted:
            repair = "改成 true 或 false，不加引号"
        elif "：" in value and "object" in wanted:
            before = visible(value.partition("：")[0])
            repair = f"“{before}”后面的全角冒号改成半角冒号加一个空格：“{before}: ”"
        found = f"文字“{visible(value)}”"
    elif value is None:
        return Problem(
            pointer, f"{name}是空的，应是{expected}", f"填上{expected}", code="shape/type"
        )
    elif isinstance(value, bool | int | float):
        written = str(value).lower()
        found = f" {written}" if isinstance(value, bool) else f"数字 {visible(written)}"
        if "string" in wanted:
            repair = f'若是文字，加上引号："{visible(written)}"'
    else:
        found = _TYPES["object" if isinstance(value, dict) else "array"]
        if isinstance(value, dict) and "array" in wanted:
            repair = "每一项前面加上“- ”"
    return Problem(pointer, f"{name}应是{expected}，写成了{found}", repair, code="shape/type")
