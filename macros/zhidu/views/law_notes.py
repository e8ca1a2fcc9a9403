"""Editors' notes on what the law says: they travel with a duty and its number wherever these are shown."""

from dataclasses import dataclass

from zhidu.handbook.book import Citation, Handbook
from zhidu.reading.model import Ask, Clause, Duty, Note, NoteKind
from zhidu.views.names import number_words


@dataclass(frozen=True, slots=True, kw_only=True)
class LawNote:
    """A note beside a duty. `demand` is what the law asks of the duty's number in words; nothing where it asks none."""

    text: str
    source: str
    demand: str

    @property
    def said(self) -> str:
        """The note in running text, without a full stop: the number where it has one."""
        return f"法律要求{self.demand}" if self.demand else self.text.rstrip("。")


def travelling(clause: Clause, duty: Duty) -> tuple[Note, ...]:
    """The notes of *clause* that go wherever *duty* goes: about the law, and about the duty's own words or number."""
    return tuple(
        note for note in clause.notes if note.kind is NoteKind.LAW and _concerns(note, clause, duty)
    )


def _concerns(note: Note, clause: Clause, duty: Duty) -> bool:
    if duty.threshold and any(ask.metric == duty.threshold.metric for ask in note.asks):
        return True
    return note.quote is None or _overlap(clause.text, note.quote, duty.quote)


def _overlap(text: str, one: str, other: str) -> bool:
    """Whether two quotes of *text* share a character."""
    start, begin = text.find(one), text.find(other)
    if start < 0 or begin < 0:
        return False
    return start < begin + len(other) and begin < start + len(one)


def ask_of(note: Note, duty: Duty) -> Ask | None:
    """What the law asks of the number of *duty*, if the note says so."""
    metric = duty.threshold.metric if duty.threshold else None
    return next((ask for ask in note.asks if ask.metric == metric), None)


def law_notes(handbook: Handbook, citation: Citation, duty: Duty) -> tuple[LawNote, ...]:
    """The notes that travel with *duty*, ready to show."""
    found = []
    for note in travelling(citation.clause, duty):
        ask = ask_of(note, duty)
        demand = number_words(handbook, ask.op, ask.value, ask.unit) if ask else ""
        found.append(LawNote(text=note.text, source=note.source or "", demand=demand))
    return tuple(found)


NOTE = NoteKind.LAW.label
"""What such a note is called."""
