"""Duty cards: everything that binds a role, gathered from all policies, each line with the clause it comes from."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zhidu.handbook.book import Handbook
from zhidu.posters.sheets import NOTE, PLAIN, Dress, Sheet, absolute, common
from zhidu.posters.sizes import POCKET, Size
from zhidu.reading.model import Modality, RoleKind
from zhidu.views.names import DAMAGED
from zhidu.views.on_paper.printed_text import fingerprint
from zhidu.views.unread import unread_words

if TYPE_CHECKING:  # the page of a role stands on many views, and a poster needs none of them
    from collections.abc import Sequence

    from zhidu.views.on_screen.duty_items import DutyItem
    from zhidu.views.on_screen.roles import Section

SECTION, ITEM = 10, 11  # levels of blocks, above those of clauses
_SOURCE = "以制度原文为准"
_MILD = (Modality.SHOULD.label, Modality.MAY.label)
ON_CARDS = (RoleKind.POST, RoleKind.BODY)


@dataclass(frozen=True, slots=True)
class Line:
    """A duty or a record on a card.

    `mark` says in what capacity, where it is not simply one's own job, in which room, and that it is only asked
    (应当) or allowed (可以); `reading` that an editor read the role into the text.
    """

    text: str
    mark: str
    citation: str
    reading: bool = False


@dataclass(frozen=True, slots=True)
class CardText:
    """What a duty card says."""

    role: str
    name: str
    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    notes: tuple[str, ...]
    duties: int
    clauses: int
    policies: int
    seldom: str
    unread: str
    issuer: str
    as_of: str

    @property
    def title(self) -> str:
        """What stands at its head."""
        return f"{self.name}岗位职责"

    @property
    def readings(self) -> bool:
        """Whether some line rests on an editor's reading."""
        return any(line.reading for _, lines in self.sections for line in lines)

    @property
    def hash(self) -> str:
        """By this two prints can be told to carry the same text."""
        every = (line for _, found in self.sections for line in found)
        lines = [line.text + line.mark + line.citation for line in every]
        return fingerprint((self.name, *lines, *self.notes, *filter(None, [self.unread])))


def roles(handbook: Handbook) -> tuple[str, ...]:
    """The roles that have a card: posts and bodies of a school that some duty names, in whatever capacity."""
    return tuple(
        role.id
        for role in (handbook.roles or {}).values()
        if role.kind in ON_CARDS and role.id in handbook.duties_of
    )


def card_text(handbook: Handbook, role: str) -> CardText:
    """All duties of *role*, each once, by when they fall due; what is forbidden after them, records last."""
    from zhidu.views.on_screen.roles import REPORTS, THRESHOLDS, UNASSIGNED, role_page  # noqa: PLC0415

    page = role_page(handbook, role)
    # they repeat duties of the other sections, or are nobody's yet
    again = {REPORTS, THRESHOLDS, UNASSIGNED}
    told: set[tuple[str, str]] = set()
    sections = []
    for section in page.sections:
        # on paper a line that has been read is not read again under another heading
        lines = tuple(x for x in _lines(section) if (x.text, x.citation) not in told)
        if section.id not in again and lines:
            told |= {(line.text, line.citation) for line in lines}
            # what a name says in brackets explains the grouping of the page, not the duty
            sections.append((section.name.partition("（")[0], lines))
    return CardText(
        role=role,
        name=page.role.name,
        sections=tuple(sections),
        seldom=page.seldom,
        unread=unread_words(handbook),
        notes=_notes(page.sections),
        duties=page.duties,
        clauses=page.clauses,
        policies=page.policies,
        issuer="、".join(dict.fromkeys(n.value.signoff.issuer for n in handbook.notices)),
        as_of=handbook.as_of.isoformat(),
    )


def _lines(section: "Section") -> tuple[Line, ...]:
    duties = (Line(d.summary, _mark(d), d.citation.text, d.reading) for d in section.duties)
    entries = (Line(e.text, "", "、".join(c.text for c in e.citations)) for e in section.entries)
    return (*duties, *entries)


def _mark(item: "DutyItem") -> str:
    """What stands in brackets after a line.

    Where a prohibition holds, in what capacity, how strict; that a day is not said or cannot be read; what the law asks.
    """
    strict = item.modality if item.modality in _MILD else ""
    laws = (f"法律要求{note.demand}" if note.demand else "见编者注" for note in item.notes)
    damaged = DAMAGED if item.damaged else ""
    marks = (item.room, item.capacity, strict, item.deadline, damaged, *laws)
    return "；".join(dict.fromkeys(mark for mark in marks if mark))


def _notes(sections: "Sequence[Section]") -> tuple[str, ...]:
    """The editors' notes on the law, each once, with the clause."""
    return tuple(
        dict.fromkeys(
            f"编者注（{duty.citation.text}）：{note.text}"
            for section in sections
            for duty in section.duties
            for note in duty.notes
        )
    )


def _data(text: CardText, size: Size, theme: str, dress: Dress, site: str) -> dict[str, Any]:
    blocks = []
    for name, lines in text.sections:
        blocks.append({"level": SECTION, "number": "", "text": name, "mark": "", "citation": ""})
        for place, line in enumerate(lines, 1):
            words = line.text + ("※" if line.reading else "")
            block = {"level": ITEM, "number": f"{place}.", "text": words}
            blocks.append({**block, "mark": line.mark, "citation": line.citation})
    blocks += [{"level": NOTE, "number": "", "text": note} for note in text.notes]
    return {
        **common(size, theme, dress, absolute(site, f"roles/{text.role}/")),
        "title": [text.title],
        "suffix": "",
        "name": text.name,
        "label": f"岗位职责牌　{text.name}",
        "about": [
            f"{text.duties} 项职责，出自 {text.policies} 项制度的 {text.clauses} 条"
            if text.duties
            else "现行制度没有写给这个岗位要做的事，下面是要遵守、要知道的",
            *([text.seldom.rstrip("。")] if text.seldom else []),
            *([text.unread] if text.unread else []),
            f"截至 {text.as_of}",
            _SOURCE,
            *(["※ 编者按上下文读出"] if text.readings else []),
        ],
        "hash": text.hash,
        "scan": "扫码看每一条的原文",
        "columns": [1, 2, 3] if size.width > size.height else [1, 2],
        "blocks": blocks,
        "issuer": "依据" + text.issuer,
        "signed": "印发的现行制度",
        "date": [*map(int, text.as_of.split("-"))],
    }


def card(text: CardText, size: Size, theme: str, *, dress: Dress = PLAIN, site: str = "") -> Sheet:
    """A duty card for a desk or a door."""
    return Sheet("poster.typ", _data(text, size, theme, dress, site))


def pocket(text: CardText, theme: str, *, dress: Dress = PLAIN, site: str = "") -> Sheet:
    """A card for the pocket: A6, two pages to be printed on both sides. Its foot has room for the least only."""
    data = _data(replace(text, seldom=""), POCKET, theme, dress, site)
    return Sheet("pocket.typ", {**data, "about": [a for a in data["about"] if a != _SOURCE]})
