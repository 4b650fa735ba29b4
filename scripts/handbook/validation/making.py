"""Making findings: the catalogue's facts, the schema's class and party, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handbook.catalogue import BY_CODE
from handbook.findings import Cell, Finding, Param, Party, Related, Severity, Visibility
from handbook.schema import LANGUAGES, LIST_SEPARATORS, Schema
from handbook.workbook import Workbook

_LISTED_AT_MOST = 12  # a list in a sentence; the rest is in the JSON report


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes findings; a code's usual severity and party come from the catalogue.

    Attributes:
        schema: Tells who fills in a field and how secret it is.
        language: Language of the workbook, for titles that nobody typed.
    """

    schema: Schema
    language: str
    _classes: dict[tuple[str, str, str, bool], Visibility] = field(
        default_factory=dict, compare=False, repr=False
    )

    def __call__(
        self,
        code: str,
        cell: Cell,
        *,
        record: str = "",
        variant: str = "",
        severity: Severity | None = None,
        visibility: Visibility | None = None,
        related: tuple[Related, ...] = (),
        batch: str = "",
        more: Mapping[str, Param] | None = None,
        **params: Param,
    ) -> Finding:
        """Make one finding.

        Args:
            code: Entry in the catalogue.
            cell: Where to act.
            record: Key of the record as typed.
            variant: Which of the code's texts to use.
            severity: One of the entry's; the usual one if left out.
            visibility: Strictest class read; by default the class of the cell's field, or the
                classes the catalogue's entry reads.
            related: Other places involved.
            batch: Id of the batch the record belongs to, if any.
            more: Values for the texts that are at hand as a mapping.
            **params: Values for the texts.
        """
        entry = BY_CODE[code]
        return Finding(
            code=code,
            cell=cell,
            record=record,
            severity=severity or entry.severities[0],
            responsible=entry.responsible or self._filled_by(cell),
            visibility=self.visibility_of(code, cell) if visibility is None else visibility,
            variant=variant,
            params=params | dict(more or {}),
            related=related,
            batch=batch,
        )

    def visibility_of(self, code: str, cell: Cell) -> Visibility:
        """Give the strictest class of what a code reads at a cell."""
        place = (code, cell.sheet, cell.field, cell.row_number is not None)
        if place not in self._classes:
            self._classes[place] = self._strictest_class(code, cell)
        return self._classes[place]

    def _strictest_class(self, code: str, cell: Cell) -> Visibility:
        reads = [self.schema.field(path).visibility for path in BY_CODE[code].reads]
        reads.append(BY_CODE[code].at_least)
        if cell.sheet and cell.field:
            reads.append(self.schema.tables[cell.sheet].field(cell.field).visibility)
        elif cell.sheet and cell.row_number:
            table = self.schema.tables[cell.sheet]
            reads.append(table.field(table.primary_key).visibility)
        return max(reads)

    @classmethod
    def for_workbook(cls, schema: Schema, workbook: Workbook) -> Maker:
        """Make a maker that speaks the workbook's language.

        Args:
            schema: What the register consists of.
            workbook: Its manifest names the language, else the titles of most of its tabs tell.
        """
        language = workbook.manifest.language
        if not language:
            votes = schema.languages_of([sheet.title for sheet in workbook.sheets])
            language = max(LANGUAGES, key=lambda each: votes[each])
        return cls(schema, language)

    def text(self, texts: Mapping[str, str]) -> str:
        """Give a text of the schema in the workbook's language."""
        return texts[self.language]

    def listed(self, items: Iterable[str]) -> str:
        """Write a list as it stands in a sentence, at most twelve items."""
        every = list(items)
        shown = LIST_SEPARATORS[self.language].join(every[:_LISTED_AT_MOST])
        return shown + "…" if len(every) > _LISTED_AT_MOST else shown

    def _filled_by(self, cell: Cell) -> Party:
        if cell.sheet and cell.field:
            return self.schema.tables[cell.sheet].field(cell.field).filled_by
        return Party.ORG_DEPT
