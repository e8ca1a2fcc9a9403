"""What OSCAL's own tools let through and what would mislead: ids that are there twice, and names of what is not there."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhidu.reading.disk.refused import RefusedError

_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*\Z")
_INSERTED = re.compile(r"\{\{ insert: param, ([^ ]+) \}\}")
_IN_CATALOG = ("control-id", "target-id")
_IN_DOCUMENT = ("observation-uuid", "risk-uuid", "subject-uuid", "actor-uuid")
_PROSE = ("prose", "description", "statement", "remarks")


class FaultyError(RefusedError):
    """What was made is not what OSCAL means. The message names each fault."""


def faults(made: Mapping[str, Any], chosen: Mapping[str, Any]) -> list[str]:
    """What is wrong with a catalog and its profile, in words; nothing where nothing is."""
    seen = Seen()
    for group in made["groups"]:
        seen.looked_at(group)
    return seen.faults(chosen)


class Seen:
    """What is to be known of the groups of a catalog that were looked at, one after the other."""

    def __init__(self) -> None:
        self._ids: Counter[str] = Counter()
        self._params: dict[str, Mapping[str, Any]] = {}
        self._inserted: list[tuple[str, str]] = []  # whose words use which parameter
        self._titles: list[str] = []

    def looked_at(self, group: Mapping[str, Any]) -> Mapping[str, Any]:
        """The *group*, noted."""
        self._titles += _broken_titles(group)
        for node in _nodes(group):
            if "id" in node:  # of groups, controls, parameters and parts
                self._ids[node["id"]] += 1
            self._params |= {param["id"]: param for param in node.get("params", ())}
            if "{{" in node.get("prose", ""):
                self._inserted += [(node["id"], used) for used in _INSERTED.findall(node["prose"])]
        return group

    def faults(self, chosen: Mapping[str, Any]) -> list[str]:
        """What is wrong with them, and with the profile *chosen*."""
        found = [f"编号 {name} 有 {count} 个" for name, count in self._ids.items() if count > 1]
        found += [f"编号 {name} 不是 OSCAL 的编号" for name in self._ids if not _TOKEN.match(name)]
        found += self._titles
        found += [
            f"{name} 用了没有的参数 {used}"
            for name, used in self._inserted
            if used not in self._params
        ]
        for each in chosen.get("modify", {}).get("set-parameters", ()):
            param = self._params.get(each["param-id"])
            if param is None:
                found.append(f"配置里的参数 {each['param-id']} 目录里没有")
                continue
            tests = [test for rule in param.get("constraints", ()) for test in rule["tests"]]
            wrong = [v for v in each["values"] for t in tests if not re.match(t["expression"], v)]
            if wrong:
                found.append(f"参数 {each['param-id']} 的值不在可选的里面：{'、'.join(wrong)}")
        return found


def _broken_titles(made: Mapping[str, Any]) -> list[str]:
    return [
        f"{node.get('id') or node['uuid']} 的标题里有换行"
        for node in _nodes(made)
        if "\n" in node.get("title", "") and ("id" in node or "uuid" in node)
    ]


def faults_of_results(
    catalog: Mapping[str, Any], documents: Sequence[Mapping[str, Any]]
) -> list[str]:
    """What is wrong with results and plans about *catalog*, in words; nothing where nothing is."""
    known = {node["id"] for group in catalog["groups"] for node in _nodes(group) if "id" in node}
    made = [node for document in documents for node in _nodes(document)]
    # without who is meant: a party has the same UUID in all
    bodies = [{**document, "metadata": None} for document in documents]
    own = [node["uuid"] for body in bodies for node in _nodes(body) if "uuid" in node]
    found = [f"编号 {name} 有 {count} 个" for name, count in Counter(own).items() if count > 1]
    there = {node["uuid"] for node in made if "uuid" in node}
    for document in documents:
        found += _broken_titles(document)
    for node in made:
        found += [
            f"目录里没有 {node[key]}"
            for key in _IN_CATALOG
            if key in node and node[key] not in known
        ]
        found += [
            f"没有 {node[key]}" for key in _IN_DOCUMENT if key in node and node[key] not in there
        ]
        if str(node.get("href", "")).startswith("#") and node["href"][1:] not in there:
            found.append(f"没有 {node['href'][1:]}")
        found += [
            f"{node.get('uuid')} 的文字里有参数" for key in _PROSE if "{{" in str(node.get(key, ""))
        ]
        if node.get("name") == "failed" and node["value"] not in known:
            found.append(f"目录里没有 {node['value']}")
    return found


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each)
