"""Two names for one thing."""

from collections.abc import Iterator, Mapping

from zhidu.judging.review.entries import BLANK, Entry, Reading, quoted
from zhidu.reading.model import Facility, ReviewKind, Role
from zhidu.views.names import cite

_QUOTES = str.maketrans("", "", "“”‘’《》")


def two_names(reading: Reading) -> Iterator[Entry]:
    """同一岗位、场所、表册或事物，在各处用了不同的名称。

    名称和别称来自 roles.yaml、facilities.yaml、terms.yaml 的登记和 drafting.yaml 的 same_things。
    是不是同一事物，要由制定机关确认；“该中心”“本校”一类指代不算。
    """
    texts = _texts(reading)
    for cluster in _clusters(reading):
        used = {
            name: where
            for name, registered in cluster.items()
            if (where := registered or _first_use(name, cluster, texts))
        }
        if len({name.translate(_QUOTES) for name in used}) < 2:  # noqa: PLR2004  one name is none too many
            continue
        told = "、".join(
            f"{quoted(name)}（{_called(reading, place)}）" for name, place in used.items()
        )
        places = [
            place for place in dict.fromkeys(used.values()) if place in reading.handbook.citations
        ]
        draft = reading.advice(ReviewKind.TWO_NAMES).draft
        yield Entry(
            kind=ReviewKind.TWO_NAMES,
            clause=places[0],
            words=tuple(name for name, place in used.items() if place == places[0]),
            also=tuple(places[1:]),
            names=tuple(used),
            found=f"有 {len(used)} 个名称：{told}",
            draft=draft.replace(BLANK, f"{next(iter(used))}〔或：　　〕"),
        )


def _texts(reading: Reading) -> dict[str, str]:
    """Where names can stand: the titles of policies by their ids, then every clause."""
    titles = {policy: e.policy.title for policy, e in reading.handbook.current.items()}
    return {**{c.clause.id: c.clause.text for c in reading.clauses()}, **titles}


def _called(reading: Reading, place: str) -> str:
    citation = reading.handbook.citations.get(place)
    return cite(citation) if citation else f"{reading.handbook.current[place].policy.label}标题"


def _first_use(name: str, cluster: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """The first place that writes *name* by itself, not inside a longer name of the same thing."""
    longer = sorted((n for n in cluster if name in n and n != name), key=len, reverse=True)
    for place, text in texts.items():
        rest = text
        for other in longer:
            rest = rest.replace(other, "")
        if name in rest:
            return place
    return ""


def _clusters(reading: Reading) -> Iterator[Mapping[str, str]]:
    """Names of one thing, the registered name first, each with the clause it is registered for, or nothing.

    An alias holds only where it is registered: 管理人员 is one post here and another there, 网络中心 a room here and a part
    of a post's name there.
    """
    drafting, handbook = reading.drafting, reading.handbook
    ordinary = set(drafting.ordinary_words)
    prefixes = tuple(drafting.relative_prefixes)
    clusters: list[dict[str, str]] = []
    entries: list[Role | Facility] = [*(handbook.roles or {}).values()]
    entries += (handbook.facilities or {}).values()
    for entry in entries:
        relative = prefixes if isinstance(entry, Role) else ()
        names = {entry.name: "", **{alias.name: alias.clause for alias in entry.aliases}}
        clusters.append(
            {
                name: where if where in handbook.citations else ""
                for name, where in names.items()
                if name not in ordinary and not name.startswith(relative)
            }
        )
    things = [(t.name, *t.variants) for t in (handbook.terms or {}).values()]
    things += [same.names for same in drafting.same_things]
    for names_ in things:
        kept = {name: "" for name in names_ if name not in ordinary}
        known = next((c for c in clusters if len(kept) > 1 and c.keys() & kept.keys()), None)
        if known is None:
            clusters.append(kept)
        else:
            known.update({name: "" for name in kept if name not in known})
    yield from clusters
