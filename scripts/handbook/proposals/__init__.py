"""Changes somebody proposes to a register: compared with it, decided one by one, then written.

Whatever comes from outside (a unit's file, the answers of a form, a newer ledger, rows that are
due) becomes a list of proposals first. Nothing reaches the register that nobody accepted.
"""

from handbook.proposals.applying import Outcome, apply_proposals
from handbook.proposals.comparing import Scope, compare
from handbook.proposals.merging import merge
from handbook.proposals.model import Kind, Origin, Proposal, Rival
from handbook.proposals.places import UNREAD, Place, places_of
from handbook.proposals.review_list import Decisions, read_decisions, write_review_list
from handbook.proposals.wording import Line, lines_of, record_words

__all__ = [
    "UNREAD",
    "Decisions",
    "Kind",
    "Line",
    "Origin",
    "Outcome",
    "Place",
    "Proposal",
    "Rival",
    "Scope",
    "apply_proposals",
    "compare",
    "lines_of",
    "merge",
    "places_of",
    "read_decisions",
    "record_words",
    "write_review_list",
]
