"""Text from files never becomes markup, neither in HTML nor in a Markdown heading."""

import html

import markdown as python_markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from zhidu.reading.model import Certainty, Erratum
from zhidu.views.names import Link
from zhidu.views.on_screen.policies import ErratumRow
from zhidu.views.render import markdown, render

PAYLOADS = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    "[x](javascript:alert(1))",
    "![x](//evil.example/x.png)",
    "**粗** _斜_ `码` ~~删~~",
    "标题 {: onclick=alert(1) }",
    "标题 {#other}",
    "# 一 ## 二 #",
    "&lt;b&gt; &#60;",
    "\\*",
    "a_b_c *d*",
    "http://example.org <me@example.org>",
    "1. 列表",
    "- 列表",
    "a\n\nb",
    "+++",
    "===",
    "$x$ ==y== ^z^ |a|b|",
)


def heading(text: str) -> str:
    """What a browser would show for a page whose heading is *text*."""
    source = f"# {markdown(text)} {{: #a8 }}\n"
    return python_markdown.markdown(source, extensions=["attr_list", "tables", "toc", "md_in_html"])


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_heading_shows_its_text_and_nothing_else(text: str) -> None:
    made = heading(text)
    assert made.startswith('<h1 id="a8">')
    assert made.endswith("</h1>")
    inside = made.removeprefix('<h1 id="a8">').removesuffix("</h1>")
    assert "<" not in inside
    assert html.unescape(inside) == " ".join(text.split())


printable = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40
).filter(lambda text: text.split() != [])


@given(printable)
def test_any_heading_shows_its_text(text: str) -> None:
    made = heading(text)
    inside = made.removeprefix('<h1 id="a8">').removesuffix("</h1>")
    assert "<" not in inside
    assert html.unescape(inside) == " ".join(text.split())


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_template_escapes_what_it_is_given(text: str) -> None:
    row = ErratumRow(
        place=Link(text=text, href="#x"),
        erratum=Erratum(quote=text, reading=text, certainty=Certainty.CERTAIN, note=text),
    )
    made = render("errata.md.j2", rows=(row,), base="../")
    assert "<script" not in made
    assert (
        made.count(str(html.escape(text)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;"))
        == 4
    )


def test_an_unknown_name_in_a_template_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("errata.md.j2", base="../")
