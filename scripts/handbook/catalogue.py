"""The one table of codes: what each finding is called, what it does, and who acts.

Texts in three languages stand in `sheets_schema/messages/`; this table holds everything else.
"""

from __future__ import annotations

from dataclasses import dataclass

from handbook.findings import Effect, Party, Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_STOP, _WITHHOLD, _MASK, _TELL = Effect.STOP, Effect.WITHHOLD, Effect.MASK, Effect.TELL


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue knows of one code.

    Attributes:
        code: `FAMILYnnn`, or `POL-Rnn` for a rule of the catalogue of rules.
        name: Kebab-case name, the same in every language.
        severities: Those a finding of the code may carry; the first is the usual one.
        effect: What publishing does with the place.
        responsible: Who acts; None means whoever fills in the column, as the schema says.
        policy: Page and anchor of the guidance behind it (`guidance/mentors#how-many`); blank
            where there is none.
        reads: Columns a rule reads, as `sheet.field`; the strictest of them is how secret its
            findings are. Empty for families whose findings are as secret as the cell itself.
        parameters: Columns of `programmes` that steer a rule.
        covers: Codes a page of the catalogue of rules only lists (R01 to R04).
    """

    code: str
    name: str
    severities: tuple[Severity, ...]
    effect: Effect
    responsible: Party | None
    policy: str = ""
    reads: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The letters before the number: SRC, HDR, CEL, KEY, POL, CNT or WVR."""
        return self.code[:3]


CATALOGUE: tuple[Entry, ...] = (
    Entry("SRC101", "missing-core-sheet", (_ERROR,), _STOP, Party.ORG_DEPT),
    Entry("SRC102", "absent-optional-sheet", (_INFO,), _TELL, Party.ORG_DEPT),
    Entry("SRC103", "unknown-sheet", (_INFO,), _TELL, Party.ORG_DEPT),
    Entry("SRC104", "two-sheets-for-one", (_ERROR,), _STOP, Party.ORG_DEPT),
    Entry("SRC105", "no-header-row", (_ERROR,), _STOP, Party.ORG_DEPT),
    Entry("SRC106", "no-header-row-optional", (_ERROR,), _TELL, Party.ORG_DEPT),
    Entry("SRC107", "formula-error", (_ERROR,), _MASK, None),
    Entry("SRC108", "formula-in-data", (_WARNING,), _TELL, None),
    Entry("SRC109", "formula-without-result", (_ERROR,), _MASK, None),
    Entry("SRC110", "merged-cells", (_ERROR,), _MASK, None),
    Entry("SRC111", "hidden-rows", (_INFO,), _TELL, Party.ORG_DEPT),
    Entry("SRC112", "hidden-sheet", (_INFO,), _TELL, Party.ORG_DEPT),
    Entry("SRC113", "not-utf-8", (_INFO,), _TELL, Party.ORG_DEPT),
    Entry("HDR201", "missing-key-column", (_ERROR,), _STOP, Party.ORG_DEPT),
    Entry("HDR202", "missing-column", (_ERROR,), _TELL, Party.ORG_DEPT),
    Entry("HDR203", "unknown-column", (_WARNING,), _TELL, Party.ORG_DEPT),
    Entry("HDR204", "duplicate-column", (_ERROR,), _MASK, Party.ORG_DEPT),
    Entry("HDR205", "duplicate-key-column", (_ERROR,), _STOP, Party.ORG_DEPT),
    Entry("HDR206", "values-without-title", (_WARNING,), _TELL, Party.ORG_DEPT),
    Entry("HDR207", "no-appointment-columns", (_INFO,), _TELL, Party.ORG_DEPT),
    Entry("HDR208", "column-for-the-restricted-spreadsheet", (_WARNING,), _TELL, Party.ORG_DEPT),
    Entry("CEL301", "required-value-missing", (_ERROR,), _MASK, None),
    Entry("CEL302", "not-a-number", (_ERROR,), _MASK, None),
    Entry("CEL303", "impossible-date", (_ERROR,), _MASK, None),
    Entry("CEL304", "ambiguous-date", (_ERROR,), _MASK, None),
    Entry("CEL305", "unreadable-date", (_ERROR,), _MASK, None),
    Entry("CEL306", "date-out-of-range", (_ERROR,), _MASK, None),
    Entry("CEL307", "end-before-start", (_ERROR,), _MASK, None),
    Entry("CEL308", "not-a-choice", (_ERROR,), _MASK, None),
    Entry("CEL309", "wrong-form", (_ERROR,), _MASK, None),
    Entry("CEL310", "out-of-range", (_ERROR,), _MASK, None),
    Entry("CEL311", "too-long", (_ERROR,), _MASK, None),
    Entry("CEL312", "forbidden-characters", (_ERROR,), _MASK, None),
    Entry("CEL313", "number-with-unit", (_INFO,), _TELL, None),
    Entry("CEL314", "day-proposed", (_INFO,), _TELL, None),
    Entry("CEL315", "several-in-one-cell", (_ERROR,), _MASK, None),
    Entry("CEL317", "unusable-link", (_ERROR,), _MASK, None),
    Entry("CEL318", "not-yes-or-no", (_ERROR,), _MASK, None),
    Entry("CEL319", "invisible-characters-removed", (_WARNING,), _TELL, None),
    Entry("CEL320", "number-read-as-date", (_INFO,), _TELL, None),
    Entry("CEL321", "day-not-wanted", (_WARNING,), _TELL, None),
    Entry("KEY401", "blank-id", (_INFO,), _WITHHOLD, None),
    Entry("KEY402", "malformed-id", (_ERROR,), _WITHHOLD, None),
    Entry("KEY403", "duplicate-id", (_ERROR,), _WITHHOLD, None),
    Entry("KEY404", "unknown-reference", (_ERROR,), _MASK, None),
    Entry("KEY405", "name-contradicts-id", (_WARNING,), _TELL, None),
    Entry("KEY406", "name-without-id", (_INFO,), _TELL, None),
    Entry("KEY407", "name-of-several", (_ERROR,), _MASK, None),
    Entry("KEY409", "same-combination-twice", (_ERROR,), _TELL, None),
    Entry("KEY410", "circle", (_ERROR,), _MASK, None),
    Entry("KEY412", "references-disagree", (_ERROR,), _TELL, None),
    Entry("KEY413", "restricted-row-alone", (_ERROR,), _TELL, Party.ORG_DEPT),
    Entry("KEY414", "no-restricted-row", (_INFO,), _TELL, Party.ORG_DEPT),
    Entry("CNT501", "mass-loss", (_ERROR,), _STOP, Party.ORG_DEPT),
    Entry("CNT502", "core-sheet-emptied", (_ERROR,), _STOP, Party.ORG_DEPT),
    Entry("CNT503", "core-sheet-empty", (_WARNING,), _TELL, Party.ORG_DEPT),
    Entry(
        "POL-R01",
        "ids",
        (_ERROR,),
        _WITHHOLD,
        None,
        covers=("HDR201", "HDR205", "KEY401", "KEY402", "KEY403"),
    ),
    Entry(
        "POL-R02",
        "references",
        (_ERROR,),
        _MASK,
        None,
        covers=("KEY404", "KEY405", "KEY406", "KEY407", "KEY410", "KEY412"),
    ),
    Entry("POL-R03", "choices", (_ERROR,), _MASK, None, covers=("CEL308", "CEL318")),
    Entry(
        "POL-R04",
        "dates",
        (_ERROR,),
        _MASK,
        None,
        covers=(
            "CEL303",
            "CEL304",
            "CEL305",
            "CEL306",
            "CEL307",
            "CEL314",
            "CEL320",
            "CEL321",
        ),
    ),
    Entry(
        "POL-R33",
        "sent-to-own-unit",
        (_ERROR,),
        _TELL,
        Party.ORG_DEPT,
        policy="guidance/what-a-secondment-is#two-units",
        reads=(
            "postings.home_unit_id",
            "postings.receiving_unit_id",
            "postings.status",
            "units.unit_name",
        ),
    ),
    Entry(
        "POL-R34",
        "overlapping-postings",
        (_ERROR,),
        _TELL,
        Party.ORG_DEPT,
        policy="guidance/term-and-extension#one-at-a-time",
        reads=(
            "postings.cadre_id",
            "postings.start_planned",
            "postings.end_planned",
            "postings.extension_to",
            "postings.end_actual",
            "postings.status",
        ),
    ),
    Entry(
        "POL-R36",
        "term-too-long",
        (_ERROR,),
        _TELL,
        Party.ORG_DEPT,
        policy="guidance/term-and-extension#maximum",
        reads=(
            "postings.batch_id",
            "postings.start_planned",
            "postings.end_planned",
            "postings.end_actual",
            "postings.extension_to",
            "postings.extension_doc_id",
            "postings.extension_doc_number",
            "postings.term_basis",
            "postings.appointed_on",
            "postings.reported_on",
            "postings.status",
            "batches.programme_id",
            "programmes.name",
        ),
        parameters=("term_max_months",),
    ),
    Entry(
        "POL-R40",
        "active-past-its-end",
        (_INFO, _WARNING, _ERROR),
        _TELL,
        Party.ORG_DEPT,
        policy="guidance/end-and-return#when-the-term-ends",
        reads=(
            "postings.end_planned",
            "postings.extension_to",
            "postings.end_actual",
            "postings.status",
            "postings.outcome",
        ),
    ),
    Entry(
        "POL-R44",
        "too-few-mentors",
        (_ERROR,),
        _TELL,
        Party.RECEIVING,
        policy="guidance/mentors#how-many",
        reads=(
            "postings.batch_id",
            "postings.start_planned",
            "postings.end_planned",
            "postings.extension_to",
            "postings.end_actual",
            "postings.status",
            "batches.programme_id",
            "mentors.posting_id",
            "mentors.role",
            "mentors.level",
            "mentors.start_on",
            "mentors.end_on",
        ),
        parameters=("mentor_min", "mentor_level", "checked_from"),
    ),
)

BY_CODE: dict[str, Entry] = {entry.code: entry for entry in CATALOGUE}
