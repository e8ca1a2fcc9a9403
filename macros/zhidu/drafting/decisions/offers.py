"""Proposals → rows for a person: what is sure is kept beforehand, what is doubtful is left open."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhidu.drafting.decisions import decision_columns as columns
from zhidu.drafting.decisions.naming import Names
from zhidu.drafting.proposals import (
    UNASSIGNED,
    Passage,
    Proposal,
    Reading,
    asks_nothing,
    named_kind,
    propose,
)
from zhidu.reading.model import Method, Modality, RoleKind, SanctionKind, WhenKind

_LONG = 60  # characters of a quote that may hold more than one act
_SHORT = 2  # characters of one that may be a part of another
# how words begin that need those before them
_DANGLING = re.compile("[并且而及其该此]|等|则|也|还|均|都|者|由|有(?!关|权)")
_BESIDE = re.compile("、(?=[^、，]{5})")  # an act and not a word alone
_MODAL = re.compile("(?:应当?|要|须|必须|需要?|得|可以?)?(?:在|于)?$|^(?:应当?|要|须|必须)")
_LONGEST_NAME = 30
_SENDING = re.compile(
    "(?:[^。；请应须]*，)?现将?[^。；，]{0,60}(?:印|转|下)?发给你们"
    "(?:，请(?:认真|严格|结合(?:本校|本地|各自)?实际|，|遵照|贯彻|抓好)*(?:执行|落实|实施))?。|特此通知。"
)
"""What is sent, and that it is to be followed, with nothing that the text that is sent does not ask."""
_ASKED = (Method.INTERVIEW, "问是怎样做的，请他指出来看")
_OF_A_ROW = frozenset({"id", "text", "quote", "summary", "because"})
_GENERIC = frozenset("员长处室科组任生师人校学中心部委会管理主")
"""Characters that names of all posts share."""
_STRANGERS = re.compile("外|访|家长|监护人|者$|任何|单位|个人|人员$|、|和")
_OUTSIDE = re.compile("局$|厅$|公安|医院$|派出所$|公司$|消防|政府")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A row to be decided. `values` by column; `doubt`: why it is left open, "" where it is not."""

    clause: str
    values: Mapping[str, str]
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewName:
    """A name that no vocabulary has: what it is a name of, the clause, and what it is taken for; "" asks."""

    name: str
    what: str
    clause: str
    taken_for: str = ""


def offers(
    reading: Reading, decided: frozenset[str], names: Names
) -> tuple[tuple[Offer, ...], tuple[NewName, ...]]:
    """The rows of all clauses that nobody has decided, and the names in them that are new."""
    rows: list[Offer] = []
    new: dict[tuple[str, str], NewName] = {}
    shown = {role: name for name, role in names.roles.items()}  # the name itself is the last
    parents = {passage.parent for passage in reading.passages}
    proposals = propose(reading, names.roles)
    for passage in reading.passages:
        if passage.id in decided:
            continue
        here = [p for p in proposals if p.clause == passage.id and not _sends(passage.text)]
        for number, proposal in enumerate(here, 1):
            values = _values(passage, number, proposal, names, shown)
            doubt = _doubt(proposal, values, names)
            decision = "" if doubt else columns.KEEP
            rows.append(
                Offer(clause=passage.id, values={**values, "decision": decision}, doubt=doubt)
            )
            for one in new_names(passage.id, values, names):
                new.setdefault((one.what, one.name), one)
        if not here and passage.id not in parents:
            rows.append(_nothing(passage))
    return tuple(rows), tuple(new.values())


def supplied(quote: str, names: Names, addressee: str | None) -> dict[str, str]:
    """What the words of a *quote* that a person has found say of themselves; how to check it, where they say nothing."""
    speaks_to = next((name for name, role in names.roles.items() if role == addressee), None)
    passage = Passage(id="", text=quote)
    found = propose(Reading(title="", passages=(passage,), addressee=speaks_to), names.roles)
    if len(found) != 1:
        return dict(zip(("method", "evidence"), (_ASKED[0].label, _ASKED[1]), strict=True))
    shown = {role: name for name, role in names.roles.items()}
    values = _values(passage, 1, found[0], names, shown)
    return {key: words for key, words in values.items() if key not in _OF_A_ROW and words}


def _values(
    passage: Passage, number: int, proposal: Proposal, names: Names, shown: Mapping[str, str]
) -> dict[str, str]:
    when, amount = proposal.when, proposal.threshold
    method, evidence = _assessed(proposal)
    return {
        "id": f"{passage.id}·{number}",
        "text": passage.text,
        "quote": proposal.quote,
        "modality": Modality(proposal.modality).label,
        "who": _who(proposal, names, shown),
        "kind": columns.KINDS[WhenKind(when.kind)] if when else "",
        "words": when.words if when else "",
        "amount": amount.words if amount else "",
        "metric": _counted(proposal) if amount else "",
        "records": columns.BETWEEN.join(columns.listed(columns.BETWEEN.join(proposal.records))),
        "report": (proposal.report or columns.NOBODY) if proposal.reported else "",
        "approval": (proposal.approval or columns.NOBODY) if proposal.approved else "",
        "sanction": _sanction(proposal).label if proposal.sanction else "",
        "summary": _summary(proposal),
        "method": method.label,
        "evidence": evidence,
        "because": proposal.because,
    }


def _who(proposal: Proposal, names: Names, shown: Mapping[str, str]) -> str:
    """Names of roles; for a prohibition that names nobody everybody, as the guide of annotators has it."""
    said = [
        shown.get(actor.role, actor.role) for actor in proposal.roles if actor.role != UNASSIGNED
    ]
    everyone = names.of_kind(RoleKind.EVERYONE)
    if not said and proposal.modality == Modality.MUST_NOT and everyone:
        return shown[everyone]
    return columns.BETWEEN.join(dict.fromkeys(said)) or columns.NOBODY


def _nothing(passage: Passage) -> Offer:
    """The row of a clause in which nothing was read; what plainly asks for nothing is taken for read."""
    values = {"id": f"{passage.id}·1", "text": passage.text}
    if _sends(passage.text) or asks_nothing(passage.text):
        told = "只说印发什么、目的、所指，或从何时起施行、由谁解释"
        return Offer(
            clause=passage.id, values={**values, "decision": columns.NONE, "because": told}
        )
    told = f"没有读出职责：确实没有，选“{columns.NONE}”；有，选“{columns.CHANGE}”，写上摘引和谁，别的空着就照摘引的字补"
    return Offer(clause=passage.id, values={**values, "because": told}, doubt="没有读出职责")


def _sends(text: str) -> bool:
    """Whether a paragraph is the sentence that every notice has: 现将《…》印发给你们，请遵照执行。"""
    return _SENDING.fullmatch(text) is not None


def _counted(proposal: Proposal) -> str:
    """What is counted: the words before the amount, without who and when (归档率不低于98%), else those after it."""
    if proposal.threshold is None:
        return ""
    before, _, after = proposal.quote.partition(proposal.threshold.words)
    before = re.split("[，、。；：]", before)[-1]
    said = [actor.words or "" for actor in proposal.roles]
    for words in (*said, proposal.when.words if proposal.when else ""):
        before = before.removeprefix(words) if words else before
    before = _MODAL.sub("", before)
    after = re.split("[，。；：（]", after)[0]
    return (before if len(before) > 1 else after or proposal.quote)[:_LONGEST_NAME]


def _sanction(proposal: Proposal) -> SanctionKind:
    if "赔" in proposal.quote:
        return SanctionKind.COMPENSATION
    return SanctionKind.ACCOUNTABILITY if "追究" in proposal.quote else SanctionKind.PENALTY


def _summary(proposal: Proposal) -> str:
    """The quote itself; where a prohibition stands over a list, with the word that forbids."""
    if proposal.modality == Modality.MUST_NOT and not re.search("[不禁勿莫]", proposal.quote):
        return (
            f"不得有：{proposal.quote}"
            if proposal.quote.endswith("的")
            else f"不得{proposal.quote}"
        )
    return proposal.quote


def _assessed(proposal: Proposal) -> tuple[Method, str]:
    """How it can be checked, in words that ask for nothing that the clause does not."""
    if proposal.records:
        return Method.INSPECT, f"查{columns.BETWEEN.join(proposal.records)}"
    if proposal.threshold is not None:
        return Method.MEASURE, f"数一数：{proposal.threshold.words}"
    return _ASKED


def _doubt(proposal: Proposal, values: Mapping[str, str], names: Names) -> str:
    """Why a person has to look at this one; "" where nothing speaks against it."""
    quote, when = proposal.quote, proposal.when
    shown = names.rhythms.get(when.kind, ()) if when else ()
    reasons = (
        (proposal.doubtful, "可能只是说明，不是要求"),
        (len(quote) > _LONG, "摘引很长，可能不止一项"),
        (len(_BESIDE.findall(quote)) > 1, "摘引里并列了几件事，可能不止一项"),
        (
            len(quote) <= _SHORT and proposal.modality != Modality.MUST_NOT,
            "摘引很短，可能不是单独的一项",
        ),
        (_DANGLING.match(quote) is not None, "摘引的开头像是接着前面的话"),
        (bool(values["records"] and values["amount"]), "又有数量，又有记录"),
        (
            when is not None and shown and not any(word in when.words for word in shown),
            f"词表里“{values['kind']}”的用字没有“{values['words']}”：换一类，或请技术人员补进词表",
        ),
    )
    return next((told for holds, told in reasons if holds), "")


def _kind(name: str, names: Names) -> str:
    """What a new name is surely one of; "" where it may be a role that is there, under another name, or is of no kind that words show.

    教务处 beside 教导处, 外来人员, 家长 are for a person to say.
    """
    told = set(name) - _GENERIC
    others = [
        other
        for other, role in names.roles.items()
        if names.kinds.get(role) not in {RoleKind.EVERYONE, RoleKind.UNASSIGNED}
    ]
    if any(told & set(other) for other in others) or _STRANGERS.search(name):
        return ""
    ends = {kind: label for label, kind in columns.NEW_ROLES.items()}
    if _OUTSIDE.search(name):
        return ends[RoleKind.OUTSIDE]
    kind = named_kind(name)
    return ends[RoleKind.BODY] if kind == "body" else ends[RoleKind.POST] if kind else ""


def new_names(clause: str, values: Mapping[str, str], names: Names) -> list[NewName]:
    """The names of a row that no vocabulary has."""
    roles = [
        name
        for column in ("who", "report", "approval")
        for name in columns.listed(values[column])
        if name not in names.roles and name != columns.NOBODY
    ]
    found = [(columns.ROLE, name, _kind(name, names)) for name in roles]
    found += [
        (columns.RECORD, name, columns.NEW_RECORD)
        for name in columns.listed(values["records"])
        if name not in names.records
    ]
    if (metric := values["metric"]) and metric not in names.metrics:
        found.append((columns.METRIC, metric, columns.NEW_METRIC))
    return [
        NewName(name=name, what=what, clause=clause, taken_for=kind) for what, name, kind in found
    ]
