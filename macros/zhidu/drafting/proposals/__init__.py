"""Duties proposed of a text: rules and the lexicon beside this file, no model, the same result each time."""

from zhidu.drafting.proposals.proposing import UNASSIGNED, Proposal, propose
from zhidu.drafting.proposals.texts import Passage, Reading, passages

__all__ = ["UNASSIGNED", "Passage", "Proposal", "Reading", "passages", "propose"]
