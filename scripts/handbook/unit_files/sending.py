"""A register split into one file per unit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from handbook.errors import ConfigError, OutputError
from handbook.proposals import record_words
from handbook.provisioning.blueprint import Part, draw
from handbook.register import Register
from handbook.schema import LIST_SEPARATORS
from handbook.unit_files.memory import forget_old, remember, sent_folder
from handbook.unit_files.model import Remark, SentFile, remark
from handbook.unit_files.preparing import prepare
from handbook.unit_files.shares import Shares
from handbook.unit_files.writing import unit_file

_MOST_ROWS = 12


@dataclass(frozen=True)
class Sending:
    """What became of a register that was split.

    Attributes:
        files: As sent, by unit id.
        folder: Where they are.
        remarks: What could not be sent, and what to do about it.
    """

    files: tuple[SentFile, ...]
    folder: Path
    remarks: tuple[Remark, ...]


def split(
    register: Register,
    file: Path,
    folder: Path,
    language: str,
    at: datetime,
    units: Collection[str] = (),
    *,
    force: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Sending:
    """Write one file per unit, and remember beside the register what was sent.

    Args:
        register: As checked.
        file: The register itself, a workbook or a CSV folder; only read.
        folder: Where to write; made if missing.
        language: Of the files: zh, vi or en.
        at: The moment of sending.
        units: Ids of the units to write for; every unit that takes part, by default.
        force: Whether files of these names may be replaced.
        progress: Told how many of how many files are written.

    Raises:
        ConfigError: A unit has nothing to fill in, or a file would be replaced.
        OutputError: Something cannot be written.
    """
    shares = Shares(register)
    wanted = tuple(units) or shares.units
    _refuse_strangers(wanted, shares)
    files = [prepare(shares, register, unit, language, at) for unit in wanted]
    blueprint = draw(register.schema, language, Part.SHARED)
    contents: list[tuple[Path, bytes]] = []
    for number, sent in enumerate(files, start=1):
        content = unit_file(sent, blueprint, _offered(shares, sent))
        contents.append((folder / sent.file, content))
        progress(number, len(files))
    _write(folder, contents, force=force)
    remember(sent_folder(file), files)
    forget_old(sent_folder(file), at)
    return Sending(tuple(files), folder, tuple(_remarks(shares, language)))


def _offered(shares: Shares, sent: SentFile) -> Mapping[str, Sequence[str]]:
    """Give what the drop-downs of references offer: every unit, and the postings one receives."""
    places = shares.places
    units = places["units"].rows if "units" in places else {}
    return {
        "units": [record_words(places, "units", name) for name in units if name[0] not in "#~"],
        "postings": [record_words(places, "postings", name) for name in received(sent)],
    }


def received(sent: SentFile) -> Iterator[str]:
    """Give the postings in which a unit receives: those whose receiving side's cells are open.

    Args:
        sent: What it was sent.
    """
    postings = sent.by_key.get("postings")
    if postings is not None:
        for name in postings.names:
            if postings.text(name, "receiving_unit_id").split(" ")[0] == sent.unit:
                yield name


def _refuse_strangers(units: Collection[str], shares: Shares) -> None:
    strangers = [unit for unit in units if unit not in shares.units]
    if strangers:
        named = "、".join(strangers)
        raise ConfigError(
            {
                "zh": f"现在没有 {named} 派出或者接收的挂职，没有东西可发。"
                "请核对单位编号；任职文号和任职日期填好以前，挂职也不外发。",
                "vi": f"Hiện {named} không cử đi và cũng không tiếp nhận ai, nên không có gì để "
                "gửi. Hãy kiểm tra mã đơn vị; chưa có số và ngày quyết định thì lượt biệt phái "
                "cũng chưa được gửi.",
                "en": f"{named} neither sends nor receives anybody now, so there is nothing to "
                "send. Check the id of the unit; a posting is sent once its appointment document "
                "and date are entered.",
            },
            "unit",
        )


def _write(folder: Path, contents: Sequence[tuple[Path, bytes]], *, force: bool) -> None:
    """Write all files, or none where one would be replaced by another."""
    try:
        changed = [
            path.name
            for path, content in contents
            if path.exists() and path.read_bytes() != content
        ]
        if changed and not force:
            raise _taken(folder, changed[0], len(changed))
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in contents:
            path.write_bytes(content)
    except OSError as error:
        raise OutputError(folder) from error


def _taken(folder: Path, name: str, count: int) -> ConfigError:
    return ConfigError(
        {
            "zh": f"“{folder}”里已经有“{name}”等 {count} 份内容不同的文件，"
            "可能是发回来的，没有动它们。请换一个文件夹；确实要盖掉，加上 --force。",
            "vi": f"Trong “{folder}” đã có {count} tệp cùng tên nhưng khác nội dung (“{name}”…), "
            "có thể là tệp đã gửi trả, nên không ghi đè. Hãy chọn thư mục khác; "
            "nếu thật sự muốn ghi đè thì thêm --force.",
            "en": f"“{folder}” already holds {count} files of the same names with other contents "
            f"(“{name}” …), perhaps returned ones, and they were left alone. Choose another "
            "folder, or add --force to replace them.",
        },
        "to",
    )


def _remarks(shares: Shares, language: str) -> Iterator[Remark]:
    if shares.embargoed and shares.units:
        yield remark(
            "有 {count} 次挂职没有发：任职文号和任职日期没有填全，或者日期还没到；"
            "表里没有这两列的，看报到日期。补上、到了日子，再拆一次就有。",
            count=shares.embargoed,
        )
    rows: dict[str, list[int]] = {}
    for sheet, row in shares.unnamed():
        rows.setdefault(sheet, []).append(row)
    for sheet, numbers in rows.items():
        shown = LIST_SEPARATORS[language].join(map(str, numbers[:_MOST_ROWS]))
        yield remark(
            "没有发：“{title}”有 {count} 行没有编号，或者和别的行分不开（第 {rows} 行）。"
            "请先补编号。",
            title=shares.places[sheet].located.sheet.title,
            count=len(numbers),
            rows=shown + "…" if len(numbers) > _MOST_ROWS else shown,
        )
