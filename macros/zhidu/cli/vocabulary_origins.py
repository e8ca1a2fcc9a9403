"""`zhidu explain vocabulary`: where each entry of the vocabulary is from, the engine or the project."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from zhidu.handbook.vocabulary_halves import Origin, origins
from zhidu.judging.check import check
from zhidu.reading.documents import VOCABULARIES

ORIGINS = {"general": "程序自带", "both": "自带，本项目改写或补充", "own": "本项目的"}
_HEAD = (
    "词表由两半合成：程序自带的（各地都用得着），和本项目 policies/vocabulary/ 里的。\n"
    "本项目写了同一个编号的，以本项目为准；说法（sayings）第一个词相同的，合在一起；词语的列表合起来用。\n"
    "要改写自带的一条，在同名的文件里照着写一条；文件可以没有。全部内容：zhidu explain vocabulary --format json。\n"
)


def told(root: Path, form: str) -> str:
    """The vocabulary of the project at *root*, entry by entry."""
    handbook = check(root).handbook
    own = {d.kind: d.value for d in handbook.documents if d.kind in VOCABULARIES}
    found = origins(own)
    if form == "json":
        return json.dumps([asdict(origin) for origin in found], ensure_ascii=False, indent=2) + "\n"
    return _HEAD + "".join(_lines(found))


def _lines(found: tuple[Origin, ...]) -> Iterator[str]:
    for (kind, key), group in groupby(found, lambda origin: (origin.kind, origin.list)):
        entries = tuple(group)
        counts = Counter(entry.origin for entry in entries)
        numbers = "，".join(f"{words} {counts[o]}" for o, words in ORIGINS.items() if counts[o])
        yield f"\n{kind}.yaml 的 {key}：{numbers}\n"
        for entry in entries:
            # a list of plain words is too long to read
            if entry.origin != "general" or entry.title:
                yield f"  {' '.join(dict.fromkeys((entry.name, entry.title))).rstrip()}  {ORIGINS[entry.origin]}\n"
