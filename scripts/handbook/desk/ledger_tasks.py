"""From an old ledger to a register at the desk: how it would be read, then the register."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from handbook.config import day_of
from handbook.desk.folder import free_path, safe_name
from handbook.desk.jobs import Say
from handbook.desk.office_tasks import to_decide
from handbook.desk.results import (
    Asked,
    DraftColumn,
    DraftTable,
    Found,
    LedgerDraft,
    LedgerImported,
    ToDecide,
)
from handbook.desk.tasks import take_register, write_bytes
from handbook.errors import HandbookError
from handbook.findings import column_letters
from handbook.importing import (
    Imported,
    LedgerMap,
    draft_map,
    import_ledger,
    leftover_lines,
    propose_update,
    read_ledger,
    register_workbook,
    with_map,
    write_leftovers,
)
from handbook.importing.reasons import REPORTED_ASSUMED
from handbook.importing.reporting_in import FROM_START, UNKNOWN
from handbook.importing.roles import ROLE_WORDS, fields_for_maps, role_words
from handbook.provisioning.template import ROW_COUNT, write_template
from handbook.rendering.messages import cell_text
from handbook.rendering.translations import fill_words
from handbook.schema import LANGUAGES, Schema
from handbook.texts import load_texts
from handbook.unit_files import Returned, State, listed, read_register

Chosen = Mapping[str, str]
"""Name of a field of the form → what was chosen or typed in it."""

_SPARE_ROWS = 200
_SHOWN_LEFTOVERS = 50


def take_in(say: Say, asked: Asked) -> Found | LedgerDraft:
    """Check a copy that was just dropped; an old ledger is shown as it would be read instead.

    Args:
        say: Told how far it is.
        asked: Names the copy; a register moves to the work folder, a ledger stays where it is.

    Raises:
        PullError: It is no workbook; says what to do.
    """
    if (draft := _ledger(say, asked)) is not None:
        return draft
    return take_register(say, asked)


def _ledger(say: Say, asked: Asked) -> LedgerDraft | None:
    """Read a workbook as an old ledger; None where it has a sheet of a register, or no ledger."""
    schema = load_texts(asked.project).schema
    try:
        sheets = read_ledger(asked.register).sheets
        if any(each.key or schema.table_of_title(each.title) for each in sheets):
            return None
        return draft_ledger(say, asked)
    except HandbookError:  # whatever is wrong with it is told by the check
        return None


def draft_ledger(say: Say, asked: Asked) -> LedgerDraft:
    """Recognise the columns of an old ledger, for somebody to look over.

    Args:
        say: Told how far it is.
        asked: Names the copy of the ledger, which stays until the desk ends.

    Raises:
        HandbookError: It cannot be read, or no table is recognised in it.
    """
    schema = load_texts(asked.project).schema
    drafted = _drafted(say, asked, asked.register, schema)
    roles = (*ROLE_WORDS, *fields_for_maps(schema))
    return LedgerDraft(
        asked.register,
        tuple(
            DraftTable(
                each.block.sheet,
                each.title[1] if each.title else "",
                each.heading.programme,
                each.heading.batch,
                tuple(
                    DraftColumn(
                        column_letters(column.number),
                        column.title,
                        column.role,
                        tuple(map(cell_text, column.samples[:3])),
                    )
                    for column in each.columns
                ),
            )
            for each in drafted.tables
        ),
        {
            language: tuple((role, role_words(role, schema, language)) for role in roles)
            for language in LANGUAGES
        },
        drafted.is_open,
    )


def import_from(say: Say, asked: Asked, ledger: Path, chosen: Chosen) -> LedgerImported:
    """Write a new register into the work folder.

    Args:
        say: Told how far it is.
        asked: What everybody is told; its register is a name for the new one.
        ledger: The old ledger.
        chosen: What each column is, as the form says.

    Raises:
        HandbookError: The ledger cannot be read, or something cannot be written.
    """
    schema = load_texts(asked.project).schema
    drafted = _drafted(say, asked, ledger, schema)
    content = _map_of(drafted, chosen, schema)
    imported = import_ledger(with_map(drafted, content, schema, ledger), schema)
    say(fill_words(asked.language, "正在写登记表"))
    target = free_path(asked.folder, safe_name(asked.register.name))
    longest = max(map(len, imported.records.values()))
    write_template(
        schema,
        imported.language,
        target,
        rows=max(ROW_COUNT, longest + _SPARE_ROWS),
        workbook=register_workbook(imported, schema),
    )
    leftovers = target.with_name(f"{target.stem}.leftovers.xlsx")
    write_leftovers(imported, schema, asked.language, leftovers)
    write_bytes(map_beside(target), json.dumps(content, ensure_ascii=False, indent=1).encode())
    return _told(imported, target, ledger, leftovers, schema)


def update_from(say: Say, asked: Asked, files: Sequence[Path], again: bool) -> ToDecide:
    """Compare a newer ledger with the register that an older one was imported into.

    Args:
        say: Told how far it is.
        asked: What everybody is told.
        files: The newer ledger, alone.
        again: Whether to show what was refused before.

    Raises:
        HandbookError: One of them cannot be read.
    """
    schema, ledger = load_texts(asked.project).schema, files[0]
    drafted = _drafted(say, asked, ledger, schema)
    content = _kept_map(map_beside(asked.register))
    ledger_map = with_map(drafted, content, schema, ledger) if content else drafted
    say(fill_words(asked.language, "正在比对"))
    places = read_register(asked.register, schema)
    imported = import_ledger(ledger_map, schema)
    proposals = propose_update(imported, schema, places, ledger.name)
    file = Returned(ledger, State.CHANGED if proposals else State.UNCHANGED, None, "", ())
    review = listed([file], proposals, places, schema, asked.register, again=again)
    return to_decide(asked, "新台账里的改动", review)


def map_beside(register: Path) -> Path:
    """Give the file beside a register that remembers how its ledger was read.

    Args:
        register: The workbook.
    """
    return register.with_name(f"{register.stem}.map.json")


def _kept_map(path: Path) -> Mapping[str, Any] | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and "tables" in content else None


def _drafted(say: Say, asked: Asked, ledger: Path, schema: Schema) -> LedgerMap:
    say(fill_words(asked.language, "正在读取“{file}”", file=ledger.name))
    workbook = read_ledger(ledger)
    say(fill_words(asked.language, "正在认各列"))
    drafted = draft_map(workbook, schema, as_of=day_of(workbook.manifest))
    if not drafted.tables:
        raise no_ledger(ledger.name)
    return drafted


def _map_of(drafted: LedgerMap, chosen: Chosen, schema: Schema) -> Mapping[str, Any]:
    """Write down what was chosen the way a map says it."""
    tables = [
        {
            "sheet": table.block.sheet,
            "title": table.title[1] if table.title else "",
            "programme": chosen.get(f"programme-{at}", table.heading.programme),
            "batch": chosen.get(f"batch-{at}", table.heading.batch),
            "columns": [
                {
                    "column": column_letters(column.number),
                    "title": column.title,
                    "as": role_words(
                        chosen.get(f"role-{at}-{column_letters(column.number)}", column.role),
                        schema,
                        "zh",
                    ),
                }
                for column in table.columns
            ],
        }
        for at, table in enumerate(drafted.tables)
    ]
    is_reported = chosen.get("reported") == FROM_START
    return {
        "ledger": drafted.ledger,
        "language": drafted.language,
        "reported": FROM_START if is_reported else UNKNOWN,
        "tables": tables,
    }


def _told(
    imported: Imported, target: Path, ledger: Path, leftovers: Path, schema: Schema
) -> LedgerImported:
    """Tell what came of it; the days of reporting in that were assumed are one sentence."""
    left = [each for each in imported.leftovers if each.reason != REPORTED_ASSUMED]
    looked_at = replace(imported, leftovers=left)
    return LedgerImported(
        target,
        ledger.name,
        {key: len(records) for key, records in imported.records.items() if records},
        {
            language: {key: schema.tables[key].titles[language] for key in imported.records}
            for language in LANGUAGES
        },
        {
            language: tuple(
                (sheet, cell, cell_text(text), why, placed)
                for sheet, cell, text, why, placed in leftover_lines(looked_at, schema, language)[
                    :_SHOWN_LEFTOVERS
                ]
            )
            for language in LANGUAGES
        },
        len(looked_at.leftovers),
        (leftovers,),
        len(imported.assumed),
    )


def no_ledger(name: str) -> HandbookError:
    """Say that nothing in a file looks like a ledger.

    Args:
        name: Of the file.
    """
    return HandbookError(
        {
            "zh": f"“{name}”里没有认出台账：要有一行标题，里面有“姓名”和别的几栏。"
            "请确认选对了文件。",
            "vi": f"Không nhận ra danh sách nào trong “{name}”: cần một dòng tiêu đề có "
            "“Họ và tên” và vài cột khác. Hãy kiểm tra xem đã chọn đúng tệp chưa.",
            "en": f"No ledger was recognised in “{name}”: it needs a row of headings with “姓名” "
            "and some others. Check that it is the right file.",
        }
    )
