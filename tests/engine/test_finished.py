"""Finished blocks reach the page as they are."""

import markdown
import pytest

from zhidu.site.markdown_extension import mark

EXTENSIONS = ["zhidu.site.markdown_extension", "attr_list", "tables", "toc"]
ARTICLE = """# 标题 {: #top }

<p class="x">一 **不是粗体** `也不是`</p>

<ul>
<li>    四个空格</li>
</ul>
## 第一条 {: #a1-1 }
<p id="inside">&lt;b&gt;</p>
"""


def test_only_what_stands_between_headings_is_marked() -> None:
    assert mark(ARTICLE).splitlines() == [
        "# 标题 {: #top }",
        "",
        "<!--finished-->",
        '<p class="x">一 **不是粗体** `也不是`</p>',
        "",
        "<ul>",
        "<li>    四个空格</li>",
        "</ul>",
        "<!--/finished-->",
        "",
        "## 第一条 {: #a1-1 }",
        "",
        "<!--finished-->",
        '<p id="inside">&lt;b&gt;</p>',
        "<!--/finished-->",
    ]


def test_marked_blocks_are_not_read() -> None:
    made = markdown.markdown(mark(ARTICLE), extensions=EXTENSIONS)
    assert '<p class="x">一 **不是粗体** `也不是`</p>\n\n<ul>\n<li>    四个空格</li>\n</ul>' in made
    assert '<h2 id="a1-1">第一条</h2>\n<p id="inside">&lt;b&gt;</p>' in made
    assert "finished" not in made


def test_a_block_is_let_go_of_when_it_stands_in_its_page() -> None:
    made = markdown.Markdown(extensions=EXTENSIONS)  # type: ignore[no-untyped-call]
    assert '<p class="x">' in made.convert(mark(ARTICLE))
    blocks = made.htmlStash.rawHtmlBlocks
    assert len(blocks) == 2
    assert not any(blocks)
    with pytest.raises(IndexError):  # it would be missing where it is wanted again
        str(blocks[0])
