"""The schemas are the truth of shape: portable, explained in Chinese, and in step with the model."""

import json
import re
import types
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Union, get_args, get_origin
from unicodedata import east_asian_width

import jsonschema
import jsonschema_rs
import pytest

from zhidu.assessment.instrument import derive
from zhidu.assessment.submission import Checklist
from zhidu.assessment.verdict.narrowed_schema import schema as narrowed
from zhidu.county.inspection import Inspection
from zhidu.handbook.book import Handbook
from zhidu.reading import schemas
from zhidu.reading.documents import modeline
from zhidu.reading.model import KINDS, fields
from zhidu.site import exports

FOLDER = Path(__file__).parent.parent.parent / "schema"
CLASSES = {**KINDS, "checklist": Checklist, "inspection": Inspection}
NAMES = sorted(path.name.removesuffix(".schema.json") for path in FOLDER.glob("*.schema.json"))

UNPORTABLE = re.compile(r"\\[dwsbpDWSB]|\(\?<|(?<!\\)\.|[+*]\)[+*?{]")
BANNED = {"unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$anchor", "anyOf", "oneOf"}


def walk(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every object and array of a schema with the way to it."""
    yield path, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, f"{path}/{index}")


INSTRUMENT = "checklist, narrowed to what is asked"


def published(name: str, handbook: Handbook) -> Any:
    return narrowed(derive(handbook)) if name == INSTRUMENT else schemas.schema(name)


@pytest.mark.parametrize("name", [*NAMES, INSTRUMENT])
def test_schema_is_valid(name: str, handbook: Handbook) -> None:
    jsonschema.Draft202012Validator.check_schema(published(name, handbook))
    jsonschema_rs.validator_for(published(name, handbook))


@pytest.mark.parametrize("name", [*NAMES, INSTRUMENT])
def test_every_property_is_explained_in_chinese(name: str, handbook: Handbook) -> None:
    for path, node in walk(published(name, handbook)):
        if path.endswith("/properties") and "/if" not in path:
            for key, value in node.items():
                for word in ("title", "description"):
                    assert re.search(r"[\u4e00-\u9fff]", value.get(word, "")), (
                        f"{path}/{key}: {word}"
                    )


@pytest.mark.parametrize("name", [*NAMES, INSTRUMENT])
def test_schema_stays_in_the_portable_subset(name: str, handbook: Handbook) -> None:
    for path, node in walk(published(name, handbook)):
        if not isinstance(node, dict):
            continue
        assert not BANNED & set(node), path
        if "pattern" in node and isinstance(node["pattern"], str):
            pattern = node["pattern"]
            assert pattern.startswith("^"), f"{path}: {pattern}"
            assert pattern.endswith(r"(?![\s\S])"), f"{path}: {pattern}"
            assert not UNPORTABLE.search(pattern.removesuffix(r"(?![\s\S])")), f"{path}: {pattern}"
        conditional = "/if" in path or "/then" in path
        if not conditional and (node.get("type") == "object" or "properties" in node):
            assert node.get("additionalProperties") is False, path
        kinds = node.get("type", [])
        if "string" in ([kinds] if isinstance(kinds, str) else kinds):
            assert "maxLength" in node or "enum" in node, path
        if "$ref" in node:
            assert node["$ref"].startswith("#/"), path


def test_a_schema_that_takes_definitions_from_others_is_read_in_one_piece() -> None:
    policy, notice = schemas.schema("policy"), schemas.schema("notice")
    assert "policy.schema.json#" in schemas.text("notice")
    assert notice["$defs"]["duty"] == policy["$defs"]["duty"]
    assert notice["$defs"]["clause"] == policy["$defs"]["clause"]
    assert "attachment" not in policy["$defs"]
    published = json.loads(schemas.published("handbook"))
    assert {"when", "assess"} <= published["$defs"].keys()
    assert ".schema.json#" not in schemas.published("handbook")


@pytest.mark.parametrize("name", NAMES)
def test_what_fits_on_a_line_stands_on_one(name: str, request: pytest.FixtureRequest) -> None:
    """So a property is read as a row. `pytest tests/engine/test_schemas.py --update` writes it so."""
    path = FOLDER / f"{name}.schema.json"
    written = path.read_text(encoding="utf-8")
    rows = laid_out(json.loads(written)) + "\n"
    if request.config.getoption("--update"):
        path.write_text(rows, encoding="utf-8")
    else:
        assert written == rows


def laid_out(value: Any, key: str = "", indent: str = "") -> str:
    """*value* as JSON: on one line if that fits and it is no object with properties, else a line for each that is in it."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value:
        return flat
    columns = sum(1 + (east_asian_width(c) in "WF") for c in f"{indent}{key}{flat}")
    if '"properties"' not in flat and columns < 140:
        return flat
    inner = f"{indent}  "
    if isinstance(value, list):
        rows, (first, last) = [inner + laid_out(item, "", inner) for item in value], "[]"
    else:
        keys = {json.dumps(key): item for key, item in value.items()}
        rows = [f"{inner}{key}: {laid_out(item, f'{key}: ', inner)}" for key, item in keys.items()]
        first, last = "{}"
    return "\n".join([first, ",\n".join(rows), indent + last])


def resolve(node: Any, root: Any) -> Any:
    if "$ref" in node:
        return root["$defs"][node["$ref"].rpartition("/")[2]]
    return node


def compare(kind: Any, node: Any, root: Any, seen: set[Any], path: str) -> None:
    """The dataclass *kind* and the schema *node* say the same, both ways."""
    node = resolve(node, root)
    origin = get_origin(kind)
    optional = origin in (Union, types.UnionType)
    if optional:
        kind = get_args(kind)[0]
        origin = get_origin(kind)
    if origin is tuple:
        assert node["type"] == "array", path
        compare(get_args(kind)[0], node["items"], root, seen, f"{path}[]")
    elif origin is Mapping:
        for value in node["patternProperties"].values():
            compare(get_args(kind)[1], value, root, seen, f"{path}[]")
    elif hasattr(kind, "__dataclass_fields__"):
        if kind in seen:
            return
        seen.add(kind)
        assert set(fields(kind)) == set(node["properties"]), path
        required = {
            name.removesuffix("_")
            for name, field in kind.__dataclass_fields__.items()
            if field.default is field.default_factory  # both MISSING: no default
        }
        assert required == set(node.get("required", ())), path
        for name, hint in fields(kind).items():
            compare(hint, node["properties"][name], root, seen, f"{path}.{name}")
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        assert node["enum"] == [value.value for value in kind], path
    else:
        expected = {str: "string", float: "number", bool: "boolean", int: "integer"}.get(
            kind, "string"
        )
        kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
        assert expected in kinds, path
        if "null" in kinds:
            assert optional, path


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_schema_and_model_agree(name: str) -> None:
    compare(CLASSES[name], schemas.schema(name), schemas.schema(name), set(), name)


def test_export_fits_its_schema(handbook: Handbook) -> None:
    payload = json.loads(exports.as_json(handbook))
    errors = list(jsonschema.Draft202012Validator(schemas.schema("handbook")).iter_errors(payload))
    assert not errors
    assert schemas.accepts("handbook", payload)


def test_both_validators_agree_on_the_real_files(handbook: Handbook) -> None:
    for document in handbook.documents:
        slow = jsonschema.Draft202012Validator(schemas.schema(document.kind))
        assert slow.is_valid(document.source.data)
        assert schemas.accepts(document.kind, document.source.data)
        assert document.source.raw.decode().startswith(modeline(document.kind) + "\n")
