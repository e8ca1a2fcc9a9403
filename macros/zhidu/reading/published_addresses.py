"""The addresses that have ever been published, kept in `policies/published.txt`: the list only ever grows.

Each release adds its new addresses and a seal: the date, how many there are by then, and a digest of all lines above.
A line taken away or altered breaks every seal below it.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FILE = "published.txt"
_HEAD = "# 发布过的网址，由 zhidu release 追加。只增不减：这里有的网址永远要能打开。\n"
_SEAL = re.compile(r"# sealed [0-9-]{10} ([0-9]+) ([0-9a-f]{64})\Z")
_LIMIT = 20_000_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The addresses, and the number of the first line that does not fit its seal; 0 where all do."""

    addresses: tuple[str, ...]
    broken: int = 0


def read(policies: Path) -> Published | None:
    """The list of the project whose `policies/` that is; None where nothing was ever released."""
    path = policies / FILE
    if not path.is_file():
        return None
    text = path.read_bytes()[:_LIMIT].decode("utf-8", "replace")
    addresses: list[str] = []
    above = hashlib.sha256()
    broken = sealed = 0
    for number, bare in enumerate(_lines(text), 1):
        seal = _SEAL.match(bare)
        if seal:
            right = seal[2] == above.hexdigest() and int(seal[1]) == len(addresses)
            broken = broken or (0 if right else number)
            sealed = len(addresses)
        elif bare.startswith("/"):
            addresses.append(bare)
        elif bare and not bare.startswith("#"):
            broken = broken or number
        above.update(f"{bare}\n".encode())
    if sealed != len(addresses) and not broken:
        broken = len(_lines(text))
    return Published(addresses=tuple(addresses), broken=broken)


def _lines(text: str) -> list[str]:
    """The lines, which are what is sealed: git on Windows ends them its own way, and an editor may add a last break."""
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def add(policies: Path, addresses: Iterable[str], date: str) -> int:
    """Add those of *addresses* that are new, and seal the list; how many they were. Written aside, put in one step."""
    known = read(policies)
    before = set(known.addresses) if known else set()
    new = sorted(set(addresses) - before)
    if not new:
        return 0
    path = policies / FILE
    text = _HEAD
    if path.is_file():
        text = "".join(f"{line}\n" for line in _lines(path.read_bytes().decode()))
    text += "".join(f"{address}\n" for address in new)
    digest = hashlib.sha256(text.encode()).hexdigest()
    text += f"# sealed {date} {len(before) + len(new)} {digest}\n"
    from zhidu.reading.disk import ownership  # noqa: PLC0415  every check reads this file, few write it

    ownership.put(path, text.encode(), over=True)
    return len(new)


def of_site(site: Path, anchors: Iterable[str] = ()) -> list[str]:
    """Every address of a built site that others may hold on to: pages, open data, feeds, and *anchors* on pages."""
    found = set()
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or name == "404.html":
            continue
        if name.endswith(".html"):
            found.add("/" + name.removesuffix("index.html"))
        elif name.startswith(("api/", "feeds/")) or name.endswith(".docx"):
            found.add(f"/{name}")
    return sorted(found | set(anchors))


def dead(site: Path, addresses: Iterable[str]) -> list[str]:
    """Those of *addresses* that a built site does not have."""
    gone = []
    texts: dict[Path, str] = {}
    for address in addresses:
        page, _, anchor = address.partition("#")
        path = site / page.lstrip("/")
        path = path / "index.html" if page.endswith("/") else path
        if not path.is_file():
            gone.append(address)
        elif anchor:
            if path not in texts:
                texts[path] = path.read_text(encoding="utf-8")
            if f'id="{anchor}"' not in texts[path]:
                gone.append(address)
    return gone
