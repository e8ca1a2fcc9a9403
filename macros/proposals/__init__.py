"""Duties proposed of a text: rules and the lexicon beside this file, no model, the same result each time."""

from macros.proposals.proposing import UNASSIGNED, Proposal, propose
from macros.proposals.texts import Passage, Reading, passages

__all__ = ["UNASSIGNED", "Passage", "Proposal", "Reading", "passages", "propose"]
