"""Optional sheets that are not there, and the rules nobody hears of because of that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handbook.catalogue import BY_CODE, CATALOGUE
from handbook.findings import Cell, Finding, Plain
from handbook.schema import LIST_SEPARATORS, TableSchema
from handbook.switches import Switches
from handbook.validation.making import Maker

_SHEETS_READ = {
    entry.code: frozenset(path.split(".")[0] for path in entry.reads) for entry in CATALOGUE
}
"""Rule → keys of the sheets it reads, in the order of the catalogue."""


def tell_absent(
    tables: Sequence[TableSchema], switches: Switches, make: Maker
) -> Iterator[Finding]:
    """Tell once which optional sheets are not there, apart those that silence rules.

    Args:
        tables: The absent sheets, in the order of the schema.
        switches: Which rules are on; the others are silent anyway and not named.
        make: Makes findings in the workbook's language.

    Yields:
        SRC102 for the workbook; variant `no_rules` for sheets that no rule misses.
    """
    silenced = {table.key: _silenced_by(table.key, switches) for table in tables}
    loud = [table for table in tables if silenced[table.key]]
    quiet = [table for table in tables if not silenced[table.key]]
    if loud:
        codes = {code for table in loud for code in silenced[table.key]}
        rules = sorted(codes, key=lambda code: BY_CODE[code].number)
        yield make(
            "SRC102", Cell("", ""), sheet=_titles(loud), count=len(rules), rules=_in_a_row(rules)
        )
    if quiet:
        yield make("SRC102", Cell("", ""), variant="no_rules", sheet=_titles(quiet))


def _silenced_by(sheet: str, switches: Switches) -> list[str]:
    """Give the rules that read a sheet and are on for some programme."""
    return [
        code for code, sheets in _SHEETS_READ.items() if sheet in sheets and switches.is_on(code)
    ]


def _titles(tables: Sequence[TableSchema]) -> Plain:
    return Plain(
        {
            language: separator.join(table.titles[language] for table in tables)
            for language, separator in LIST_SEPARATORS.items()
        }
    )


def _in_a_row(codes: Sequence[str]) -> Plain:
    """List rules by their numbers alone, as they stand in 启用规则: R44, not POL-R44."""
    numbers = [code.removeprefix("POL-") for code in codes]
    return Plain(
        {language: separator.join(numbers) for language, separator in LIST_SEPARATORS.items()}
    )
