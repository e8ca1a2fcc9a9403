"""Duties proposed of a text: rules and the lexicon beside this file, no model, the same result each time."""

from zhidu.drafting.proposals.actors import named_kind
from zhidu.drafting.proposals.amounts import threshold as stated
from zhidu.drafting.proposals.proposing import UNASSIGNED, Proposal, asks_nothing, propose
from zhidu.drafting.proposals.texts import Passage, Reading, passages

__all__ = [
    "UNASSIGNED",
    "Passage",
    "Proposal",
    "Reading",
    "asks_nothing",
    "named_kind",
    "passages",
    "propose",
    "stated",
]
