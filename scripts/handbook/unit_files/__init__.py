"""Files that go out to the units and come back: split, remembered, compared, decided on.

A unit gets its own rows and the columns it fills in. What comes back is compared with what was
sent and with the register as it stands; nothing is written that nobody accepted.
"""

from handbook.unit_files.copies import review_copy
from handbook.unit_files.decisions import decided_before
from handbook.unit_files.memory import recall, sent_folder
from handbook.unit_files.model import Remark, SentFile, SentSheet, remark
from handbook.unit_files.returned import Returned, State
from handbook.unit_files.reviewing import (
    Decided,
    Review,
    decide,
    listed,
    read_register,
    review_returned,
    without_conflict,
)
from handbook.unit_files.sending import Sending, split

__all__ = [
    "Decided",
    "Remark",
    "Returned",
    "Review",
    "Sending",
    "SentFile",
    "SentSheet",
    "State",
    "decide",
    "decided_before",
    "listed",
    "read_register",
    "recall",
    "remark",
    "review_copy",
    "review_returned",
    "sent_folder",
    "split",
    "without_conflict",
]
