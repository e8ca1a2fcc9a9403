"""What a screen reader would say: the browser's own accessibility tree, read aloud in order, one line a piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# how a Chinese screen reader names what it comes to; `{}` is the name of the thing
_SAID = {
    "heading": "标题{level} {name}",
    "link": "链接 {name}",
    "button": "按钮 {name}{state}",
    "checkbox": "复选框 {name}{state}",
    "searchbox": "搜索框 {name}",
    "textbox": "编辑框 {name}",
    "DisclosureTriangle": "可展开 {name}{state}",
}
_ENTERED = {
    "banner": "页首",
    "navigation": "导航",
    "main": "正文",
    "contentinfo": "页尾",
    "search": "搜索区",
    "complementary": "补充",
    "region": "区域",
    "form": "表单",
    "group": "组",
    "table": "表格",
    "figure": "图",
    "dialog": "对话框",
}
_LISTS = {"list", "DescriptionList"}
_ITEMS = {"listitem", "term", "DescriptionListTerm"}
_FLOWING = {"StaticText", "mark", "insertion", "deletion", "strong", "emphasis"}
_SILENT = {"ListMarker", "LineBreak", "InlineTextBox"}


@dataclass
class _Node:
    role: str
    name: str
    properties: dict[str, Any]
    children: list["_Node"]


def read_aloud(page: Page) -> list[str]:
    """The page as lines in the order in which they are heard; what is hidden from readers is not there."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    lines: list[str] = []
    for tree in _shown(by_id, nodes[0]):
        lines.extend(_lines(tree))
    return [" ".join(line.split()) for line in lines if line.strip()]


def _shown(by_id: dict[str, Any], node: dict[str, Any]) -> Iterator[_Node]:
    """*node* without what is ignored, whose children stand in its place."""
    children = [
        shown
        for child in node.get("childIds", ())
        if child in by_id
        for shown in _shown(by_id, by_id[child])
    ]
    role = node.get("role", {}).get("value", "")
    if node["ignored"] or role in _SILENT:
        yield from children
        return
    yield _Node(
        role=role,
        name=node.get("name", {}).get("value", ""),
        properties={p["name"]: p["value"].get("value") for p in node.get("properties", ())},
        children=children,
    )


def _lines(node: _Node) -> list[str]:
    if node.role in _SAID:
        level = node.properties.get("level")
        return [_SAID[node.role].format(name=node.name, level=level, state=_state(node))]
    if node.role == "StaticText":
        return [node.name]
    return [*_entering(node), *_joined(node)]


def _entering(node: _Node) -> list[str]:
    """What is said before the content of *node*, if anything."""
    if node.role == "RootWebArea":
        return [f"网页 {node.name}"]
    if node.role in _LISTS:
        items = sum(child.role in _ITEMS for child in node.children)
        return [f"列表 {node.name} {items} 项"]
    if node.role in {"group", "form"} and not node.name:  # only those with a name are announced
        return []
    return [f"{_ENTERED[node.role]} {node.name}"] if node.role in _ENTERED else []


def _joined(node: _Node) -> list[str]:
    """The lines of *node*'s children; words of one line of text are one line, links in it included."""
    lines: list[str] = []
    flowing = False
    for child in node.children:
        found = _lines(child)
        flows = child.role in _FLOWING
        if flows and flowing and lines and found:
            lines[-1] += found[0]
            lines.extend(found[1:])
        else:
            lines.extend(found)
        flowing = flows
    return lines


def _state(node: _Node) -> str:
    words = []
    if "expanded" in node.properties:
        words.append("已展开" if node.properties["expanded"] else "已收起")
    if node.role == "checkbox":
        words.append("已选中" if node.properties.get("checked") == "true" else "未选中")
    if node.properties.get("pressed") == "true":
        words.append("已按下")
    if node.properties.get("pressed") == "false":
        words.append("未按下")
    return "".join(f"，{word}" for word in words)
