"""The map of a ledger: what each column is taken for, and a person's word that decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from handbook.errors import HandbookError, SchemaFileError
from handbook.findings import column_letters
from handbook.importing import reporting_in
from handbook.importing.blocks import Block, Tables, is_note, tables_of
from handbook.importing.headings import Heading, read_heading
from handbook.importing.matching import region_of
from handbook.importing.model import At
from handbook.importing.recognising import Recognised, Why, recognise
from handbook.importing.roles import (
    role_of_words,
)
from handbook.schema import LANGUAGES, Schema, fold
from handbook.schema.files import read_mapping
from handbook.workbook import Workbook


@dataclass(frozen=True)
class Table:
    """One table of a ledger and what it means.

    Attributes:
        block: Where its cells are.
        columns: What each column is.
        heading: What its title tells.
        title: The cell of the title, with its text; None where there is none.
        region: Region the title begins with; blank for none.
    """

    block: Block
    columns: tuple[Recognised, ...]
    heading: Heading
    title: tuple[At, str] | None = None
    region: str = ""

    @property
    def roles(self) -> frozenset[str]:
        """What its columns are."""
        return frozenset(column.role for column in self.columns)


@dataclass(frozen=True)
class LedgerMap:
    """A ledger as it will be read.

    Attributes:
        ledger: Name of the file.
        language: Of the ledger: zh, vi or en.
        tables: Its tables, in their order.
        loose: Cells of sheets without a recognised header.
        units: Name as written → full name, as a person confirmed.
        as_of: The day on which a term has begun or not; None where nobody said.
        is_reported: Whether those whose term has begun count as reported in.
    """

    ledger: str
    language: str
    tables: tuple[Table, ...]
    loose: tuple[tuple[At, str], ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    is_reported: bool = False

    @property
    def roles(self) -> frozenset[str]:
        """What the columns of all its tables are."""
        return frozenset[str]().union(*(table.roles for table in self.tables))

    @property
    def is_open(self) -> bool:
        """Whether it does not tell who has been appointed or has reported in."""
        return reporting_in.is_open(table.roles for table in self.tables)

    @property
    def begun_by(self) -> date | None:
        """The day by which those whose term has begun count as reported in; None for nobody."""
        return self.as_of if self.is_reported else None


def draft_map(
    workbook: Workbook, schema: Schema, language: str = "", as_of: date | None = None
) -> LedgerMap:
    """Recognise the tables and columns of a ledger.

    Args:
        workbook: The ledger as pulled.
        schema: What the register consists of.
        language: Of the ledger; told by its letters where blank.
        as_of: Whose term has begun by this day is taken to have reported in, where the ledger
            tells neither that nor appointments; nobody is without it.
    """
    language = language or _language_of(workbook)
    found = [tables_of(sheet, schema) for sheet in workbook.sheets]
    tables = [table for each in found for table in _tables(each, schema, language)]
    loose = tuple(cell for each in found for cell in each.loose)
    source, is_reported = workbook.manifest.source, as_of is not None
    return LedgerMap(source, language, tuple(tables), loose, {}, as_of, is_reported)


def _language_of(workbook: Workbook) -> str:
    letters = "".join(
        text
        for sheet in workbook.sheets
        for row in sheet.text.head(12).itertuples(index=False)
        for text in row
    )
    han = sum("\u3400" <= letter <= "\u9fff" for letter in letters)
    if han * 5 > len(letters):
        return "zh"
    return "vi" if any(letter in "ăâđêôơưạảấầịọộợụứừ" for letter in letters.casefold()) else "zh"


def _tables(found: Tables, schema: Schema, language: str) -> Iterator[Table]:
    for block in found.blocks:
        title = _title(block)
        heading = read_heading(title[1]) if title else Heading("", "", "", "")
        by_tab = read_heading(block.sheet)
        if not heading.batch and by_tab.batch:
            heading = replace(heading, batch=by_tab.batch, batch_no=by_tab.batch_no)
        columns = tuple(recognise(block, schema, language))
        region = next(filter(None, (region_of(text) for _, text in block.titles)), "")
        yield Table(block, columns, heading, title, region)


def _title(block: Block) -> tuple[At, str] | None:
    """Give the line above a table that says most about it."""
    cells = [cell for cell in block.titles if not is_note(cell[1])]
    telling = [cell for cell in cells if read_heading(cell[1]).programme]
    batches = [cell for cell in cells if read_heading(cell[1]).batch]
    return next(iter((*telling, *batches)), None)


def read_map(path: Path) -> Mapping[str, Any]:
    """Read a map that a person has looked over.

    Raises:
        HandbookError: It is no map, or names something unknown.
    """
    try:
        content = read_mapping(path)
    except SchemaFileError as error:
        raise _unreadable_map(path, error.problem) from error
    if not isinstance(content.get("tables"), list):
        raise _bad_map(path, "tables")
    return content


def with_map(
    drafted: LedgerMap, content: Mapping[str, Any], schema: Schema, path: Path
) -> LedgerMap:
    """Let a map that was looked over decide, wherever it speaks of a table or column.

    Columns are found by their titles, so that a newer ledger may have them in another order; what
    the map does not know is taken for what it was recognised as.

    Args:
        drafted: The ledger as the program reads it by itself.
        content: From `read_map`.
        schema: Knows what the register's columns are called.
        path: Of the map, for what is said of a mistake in it.

    Raises:
        HandbookError: The map names something unknown.
    """
    units = content.get("units") or {}
    if not isinstance(units, dict):
        raise _bad_map(path, "units")
    language = str(content.get("language") or drafted.language)
    if language not in LANGUAGES:
        raise _bad_map(path, language)
    is_reported = reporting_in.answer(content)
    if is_reported is None:
        raise _bad_map(path, str(content["reported"]))
    mapped = [each for each in content["tables"] if isinstance(each, dict)]
    tables = tuple(_mapped(table, mapped, schema, path) for table in drafted.tables)
    return replace(
        drafted,
        language=language,
        tables=tables,
        units={str(name): str(full) for name, full in units.items()},
        is_reported=is_reported,
    )


def _mapped(table: Table, mapped: Sequence[Mapping[str, Any]], schema: Schema, path: Path) -> Table:
    title = table.title[1] if table.title else ""
    own = [each for each in mapped if each.get("sheet") == table.block.sheet]
    same = [each for each in own if str(each.get("title") or "") == title]
    heading = table.heading
    if same:
        programme, batch = (str(same[0].get(key) or "") for key in ("programme", "batch"))
        heading = replace(heading, programme=programme, batch=batch)
    known = _roles_by_title([*same, *own, *mapped], schema, path)
    columns = tuple(_column(column, known) for column in table.columns)
    return replace(table, columns=columns, heading=heading)


def _roles_by_title(
    mapped: Sequence[Mapping[str, Any]], schema: Schema, path: Path
) -> dict[tuple[str, str], str]:
    known: dict[tuple[str, str], str] = {}
    for each in mapped:
        for column in each.get("columns") or ():
            if not isinstance(column, dict):
                raise _bad_map(path, str(column))
            title, words = str(column.get("title") or ""), str(column.get("as") or "")
            role = role_of_words(words, schema)
            if role is None:
                raise _bad_map(path, words)
            known.setdefault((fold(title), str(column.get("column"))), role)
            known.setdefault((fold(title), ""), role)
    return known


def _column(column: Recognised, known: Mapping[tuple[str, str], str]) -> Recognised:
    title = fold(column.title)
    role = known.get((title, column_letters(column.number)), known.get((title, "")))
    if role is None or role == column.role:
        return column
    return replace(column, role=role, why=Why.MAP)


def _unreadable_map(path: Path, problem: str) -> HandbookError:
    return HandbookError(
        {
            "zh": f"对照表“{path.name}”读不了：{problem}。请照原样改回来，"
            "或者删掉它，再运行一次，重新起草。",
            "vi": f"Không đọc được bảng đối chiếu “{path.name}”: {problem}. Hãy sửa lại cho đúng "
            "dạng ban đầu, hoặc xóa tệp rồi chạy lại để soạn mới.",
            "en": f"The map “{path.name}” cannot be read: {problem}. Put it back into shape, or "
            "delete it and run again for a new draft.",
        }
    )


def _bad_map(path: Path, what: str) -> HandbookError:
    return HandbookError(
        {
            "zh": f"对照表“{path.name}”里的“{what}”看不懂。能写的词列在它的开头；"
            "也可以删掉它，再运行一次，重新起草。",
            "vi": f"Không hiểu “{what}” trong bảng đối chiếu “{path.name}”. Các từ dùng được "
            "ghi ở đầu tệp; cũng có thể xóa tệp rồi chạy lại để soạn mới.",
            "en": f"“{what}” in the map “{path.name}” is not understood. The words it may hold "
            "stand at its top; or delete it and run again for a new draft.",
        }
    )
