"""What the catalogue knows of one code."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.findings import Effect, Party, Severity, Visibility

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
STOP, WITHHOLD, MASK, TELL = Effect.STOP, Effect.WITHHOLD, Effect.MASK, Effect.TELL


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
        each_cell: Whether a rule judges every cell on its own, so that a finding is as secret as
            its cell and `reads` is empty.
        page_only: Whether it is a page that says where a rule is kept that no check computes (R92).
        at_least: Class of the findings where what they add up to is more secret than any column.
        schemes: Schemes of secondment the rule was drawn from, by their number in
            `catalogue/schemes.py`; empty for what holds in all of them.
        due: Parameter of the message that is the deadline, or the day the matter fell due; blank
            where no day decides.
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
    each_cell: bool = False
    page_only: bool = False
    at_least: Visibility = Visibility.PUBLIC
    schemes: tuple[str, ...] = ()
    due: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it emits nothing itself and only has a page."""
        return bool(self.covers) or self.page_only

    @property
    def number(self) -> int:
        """The number in the code: 404 of `KEY404`, 36 of `POL-R36`."""
        return int(self.code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ-"))

    @property
    def family(self) -> str:
        """The letters before the number: SRC, HDR, CEL, KEY, POL, CNT or WVR."""
        return self.code[:3]
