"""Cells, ids and references: CEL and KEY."""

from __future__ import annotations

from handbook.catalogue.model import ERROR, INFO, MASK, TELL, WARNING, WITHHOLD, Entry
from handbook.findings import Party

ENTRIES: tuple[Entry, ...] = (
    Entry("CEL301", "required-value-missing", (ERROR,), MASK, None),
    Entry("CEL302", "not-a-number", (ERROR,), MASK, None),
    Entry("CEL303", "impossible-date", (ERROR,), MASK, None),
    Entry("CEL304", "ambiguous-date", (ERROR,), MASK, None),
    Entry("CEL305", "unreadable-date", (ERROR,), MASK, None),
    Entry("CEL306", "date-out-of-range", (ERROR,), MASK, None),
    Entry("CEL307", "end-before-start", (ERROR,), MASK, None),
    Entry("CEL308", "not-a-choice", (ERROR,), MASK, None),
    Entry("CEL309", "wrong-form", (ERROR,), MASK, None),
    Entry("CEL310", "out-of-range", (ERROR,), MASK, None),
    Entry("CEL311", "too-long", (ERROR,), MASK, None),
    Entry("CEL312", "forbidden-characters", (ERROR,), MASK, None),
    Entry("CEL313", "number-with-unit", (INFO,), TELL, None),
    Entry("CEL314", "day-proposed", (INFO,), TELL, None),
    Entry("CEL315", "several-in-one-cell", (ERROR,), MASK, None),
    Entry("CEL316", "no-such-rule", (ERROR,), TELL, Party.ORG_DEPT),
    Entry("CEL317", "unusable-link", (ERROR,), MASK, None),
    Entry("CEL318", "not-yes-or-no", (ERROR,), MASK, None),
    Entry("CEL319", "invisible-characters-removed", (WARNING,), TELL, None),
    Entry("CEL320", "number-read-as-date", (INFO,), TELL, None),
    Entry("CEL321", "day-not-wanted", (WARNING,), TELL, None),
    Entry("KEY401", "blank-id", (INFO,), WITHHOLD, None),
    Entry("KEY402", "malformed-id", (ERROR,), WITHHOLD, None),
    Entry("KEY403", "duplicate-id", (ERROR,), WITHHOLD, None),
    Entry("KEY404", "unknown-reference", (ERROR,), MASK, None),
    Entry("KEY405", "name-contradicts-id", (WARNING,), TELL, None),
    Entry("KEY406", "name-without-id", (INFO,), TELL, None),
    Entry("KEY407", "name-of-several", (ERROR,), MASK, None),
    Entry("KEY409", "same-combination-twice", (ERROR,), TELL, None),
    Entry("KEY410", "circle", (ERROR,), MASK, None),
    Entry("KEY412", "references-disagree", (ERROR,), TELL, None),
    Entry("KEY413", "restricted-row-alone", (ERROR,), TELL, Party.ORG_DEPT),
    Entry("KEY414", "no-restricted-row", (INFO,), TELL, Party.ORG_DEPT),
)
