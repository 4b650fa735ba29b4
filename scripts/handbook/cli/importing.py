"""`handbook import`: from an old flat ledger to a register, and from a newer one to a list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count
from pathlib import Path

import click

from handbook.building import load_texts
from handbook.cli import group
from handbook.cli.group import main, say
from handbook.config import account, day_of, find_project, now
from handbook.errors import ConfigError, HandbookError, OutputError
from handbook.findings import column_letters
from handbook.importing import (
    Imported,
    LedgerMap,
    draft_map,
    import_ledger,
    propose_update,
    read_ledger,
    read_map,
    register_workbook,
    with_map,
    write_leftovers,
    write_map,
)
from handbook.importing.map_file import on_one_line
from handbook.importing.roles import role_words
from handbook.proposals import Line, read_decisions, write_review_list
from handbook.provisioning.template import ROW_COUNT, write_template
from handbook.schema import Schema
from handbook.unit_files import (
    Returned,
    Review,
    State,
    decide,
    listed,
    read_register,
    without_conflict,
)
from handbook.workbook import Manifest

_SPARE_ROWS = 200
_MAP, _REGISTER = "map.yaml", "register.xlsx"
_SHOWN_SHEETS = ("units", "cadres", "programmes", "batches", "postings", "mentors")
_CORE = ("units", "cadres", "programmes", "batches", "postings")
_file = click.Path(path_type=Path, dir_okay=False)
_given = click.Path(path_type=Path, dir_okay=False, exists=True)


@dataclass(frozen=True)
class _Wanted:
    """What is to become of the changes a newer ledger asks for."""

    write_to: Path | None
    decisions: Path | None
    is_all: bool
    again: bool


@main.command(name="import")
@click.argument("ledger", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--map", "map_file", type=_file, help="The map; drafted if it is not there.")
@click.option("--to", "register", type=click.Path(path_type=Path), help="The register.")
@click.option("--yes", is_flag=True, help="Go on with the drafted map without looking at it.")
@click.option("--force", is_flag=True, help="Write the register anew although it is there.")
@click.option("--before", type=_given, help="The ledger imported earlier, to tell what is new.")
@click.option("--list", "write_to", type=_file, help="Write the changes as an Excel list.")
@click.option("--apply", "decisions", type=_given, help="That list, filled in.")
@click.option(
    "--accept-all-without-conflict", "is_all", is_flag=True, help="Write what nobody contradicts."
)
@click.option("--again", is_flag=True, help="List once more what was refused before.")
@group.as_of
@group.language
def import_command(
    ledger: Path,
    map_file: Path | None,
    register: Path | None,
    yes: bool,
    force: bool,
    before: Path | None,
    write_to: Path | None,
    decisions: Path | None,
    is_all: bool,
    again: bool,
    as_of: datetime | None,
    lang: str,
) -> None:
    """Read an old flat LEDGER (.xlsx or .csv) into a new register, or update one from it."""
    schema = load_texts(find_project()).schema
    path = map_file or ledger.with_name(_MAP)
    target = register or ledger.with_name(_REGISTER)
    if not target.exists() and target.suffix.casefold() != ".xlsx":
        raise _no_excel_file(target)
    today = day_of(Manifest(source=""), group.day(as_of))
    drafted = _drafted(ledger, schema, today)
    ledger_map = _map_of(drafted, ledger, path, schema, lang, is_named=map_file is not None)
    if ledger_map is None and not yes:
        say(lang, "请打开 {file} 看一遍，再运行一次同样的命令；不想看，加上 --yes。", file=path)
        return
    imported = import_ledger(ledger_map or drafted, schema)
    if target.exists() and not force:
        earlier = _earlier(before, path, schema, today) if before else None
        wanted = _Wanted(write_to, decisions, is_all, again)
        _update(imported, earlier, ledger, target, schema, wanted, lang)
    else:
        _write(imported, target, schema, lang)


def _no_excel_file(target: Path) -> HandbookError:
    return ConfigError(
        {
            "zh": f"登记表写成 Excel 文件，“{target.name}”请改成 .xlsx 结尾的名字。",
            "vi": f"Sổ đăng ký được ghi thành tệp Excel; hãy đổi “{target.name}” thành tên "
            "kết thúc bằng .xlsx.",
            "en": f"The register is written as an Excel file; give “{target.name}” a name that "
            "ends in .xlsx.",
        },
        "to",
    )


def _drafted(ledger: Path, schema: Schema, today: date) -> LedgerMap:
    workbook = read_ledger(ledger)
    known = {table.key for s in workbook.sheets if (table := schema.table_of_title(s.title))}
    if known.issuperset(_CORE):
        raise _register_already(ledger)
    drafted = draft_map(workbook, schema, as_of=today)
    if not drafted.tables:
        raise HandbookError(
            {
                "zh": f"“{ledger.name}”里没有认出台账：要有一行标题，"
                "里面有“姓名”和别的几栏。请确认选对了文件。",
                "vi": f"Không nhận ra danh sách nào trong “{ledger.name}”: cần một dòng "
                "tiêu đề có “Họ và tên” và vài cột khác. Hãy kiểm tra xem đã chọn đúng tệp chưa.",
                "en": f"No ledger was recognised in “{ledger.name}”: it needs a row of "
                "headings with “姓名” and some others. Check that it is the right file.",
            }
        )
    return drafted


def _register_already(ledger: Path) -> HandbookError:
    return HandbookError(
        {
            "zh": f"“{ledger.name}”已经是登记表，不用导入。检查用 handbook check；"
            "两份登记表要合并，用 handbook propose。",
            "vi": f"“{ledger.name}” đã là sổ đăng ký, không cần nhập. Kiểm tra bằng handbook "
            "check; muốn gộp hai sổ thì dùng handbook propose.",
            "en": f"“{ledger.name}” is a register already and need not be imported. Check it with "
            "handbook check, or join two registers with handbook propose.",
        }
    )


def _map_of(
    drafted: LedgerMap, ledger: Path, path: Path, schema: Schema, lang: str, *, is_named: bool
) -> LedgerMap | None:
    """Read the ledger by its map; None where the map was only drafted just now."""
    if path.exists():
        content = read_map(path)
        if not is_named and content.get("ledger") != ledger.name:
            raise _other_ledger(path, ledger)
        return with_map(drafted, content, schema, path)
    try:
        path.write_text(write_map(drafted, schema, lang), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(path) from error
    _tell_map(drafted, schema, lang)
    say(lang, "对照表起草在 {file}。", file=path)
    return None


def _other_ledger(path: Path, ledger: Path) -> HandbookError:
    return HandbookError(
        {
            "zh": f"{path} 是另一份台账的对照表。要照它读“{ledger.name}”，请加上 --map {path}；"
            "要重新起草，请用 --map 给一个新的文件名。",
            "vi": f"{path} là bảng đối chiếu của một sổ khác. Muốn đọc “{ledger.name}” theo bảng "
            f"này, hãy thêm --map {path}; muốn soạn mới, hãy dùng --map với tên tệp khác.",
            "en": f"{path} is the map of another ledger. To read “{ledger.name}” by it, "
            f"add --map {path}; for a new draft, give another file name with --map.",
        }
    )


def _tell_map(drafted: LedgerMap, schema: Schema, lang: str) -> None:
    for table in drafted.tables:
        title = table.title[1] if table.title else ""
        click.echo(on_one_line(f"{table.block.sheet}  {title}"))
        for column in table.columns:
            words = role_words(column.role, schema, lang)
            title = on_one_line(column.title)
            click.echo(f"  {column_letters(column.number)}  {title} → {words}")


def _write(imported: Imported, target: Path, schema: Schema, lang: str) -> None:
    longest = max(map(len, imported.records.values()))
    write_template(
        schema,
        imported.language,
        target,
        rows=max(ROW_COUNT, longest + _SPARE_ROWS),
        workbook=register_workbook(imported, schema),
    )
    for sheet in _SHOWN_SHEETS:
        if imported.records[sheet]:
            click.echo(f"{schema.tables[sheet].titles[lang]}  {len(imported.records[sheet])}")
    say(lang, "登记表写在 {file}。", file=target)
    _leave(imported, target, schema, lang)
    if imported.assumed:
        count = len(imported.assumed)
        say(lang, "有 {count} 人的报到日期是按起始日期填的，请照清单核对。", count=count)
    say(lang, "接着检查：handbook check {file}", file=target)


def _leave(imported: Imported, target: Path, schema: Schema, lang: str) -> None:
    """Write the list of leftovers, and say how many of which kind there are."""
    path = target.with_name(f"{target.stem}.leftovers.xlsx")
    write_leftovers(imported, schema, lang, path)
    say(
        lang,
        "有 {count} 处没有看懂或没有带入，逐条写在 {file}。",
        count=len(imported.leftovers) - len(imported.assumed),
        file=path,
    )


def _earlier(before: Path, path: Path, schema: Schema, today: date) -> Imported:
    drafted = _drafted(before, schema, today)
    ledger_map = with_map(drafted, read_map(path), schema, path) if path.exists() else drafted
    return import_ledger(ledger_map, schema)


def _update(
    imported: Imported,
    before: Imported | None,
    ledger: Path,
    target: Path,
    schema: Schema,
    wanted: _Wanted,
    lang: str,
) -> None:
    places = read_register(target, schema)
    proposals = propose_update(imported, schema, places, ledger.name, before)
    file = Returned(ledger, State.CHANGED if proposals else State.UNCHANGED, None, "", ())
    review = listed([file], proposals, places, schema, target, again=wanted.again)
    for remark in review.remarks:
        click.echo(remark.text(lang))
    if wanted.decisions or wanted.is_all:
        _apply(review, target, schema, wanted, lang)
        return
    path = wanted.write_to or _free(target.with_name(f"{target.stem}.changes.xlsx"))
    lines = review.lines(lang)
    write_review_list(lines, path, lang)
    _leave(imported, target, schema, lang)
    _tell(lines, path, lang)


def _free(path: Path) -> Path:
    """Give a name that is not taken, since a list that is there may have been filled in."""
    names = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(each for each in chain([path], names) if not each.exists())


def _tell(lines: list[Line], path: Path, lang: str) -> None:
    for sheet, changes in Counter(line.sheet for line in lines).items():
        click.echo(f"{sheet}  {changes}")
    say(lang, "和登记表比，有 {count} 处要定。", count=len(lines))
    say(lang, "清单写在 {file}。填好“采纳吗”一栏，再用 --apply。", file=path)


def _apply(review: Review, target: Path, schema: Schema, wanted: _Wanted, lang: str) -> None:
    accepted, refused = frozenset[str](), frozenset[str]()
    if wanted.decisions:
        decisions = read_decisions(wanted.decisions)
        accepted, refused = decisions.accepted, decisions.refused
        for row in decisions.unclear:
            say(lang, "清单第 {row} 行看不出采纳还是不采纳，当作还没有定。", row=row)
    if wanted.is_all:
        accepted |= without_conflict(review) - refused
    decided = decide(review, target, schema, accepted, refused, who=account(), at=now())
    for remark in decided.remarks:
        click.echo(remark.text(lang))
    amended = decided.outcome.amended
    say(lang, "改了 {cells} 格，添了 {count} 行。", cells=amended.written, count=amended.added)
    if amended.backup:
        say(lang, "原来的总表另存为 {file}。", file=amended.backup)
