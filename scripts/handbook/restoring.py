"""From an encrypted raw backup to a register one can work in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from handbook.demo.writing import write_xlsx
from handbook.errors import HandbookError
from handbook.findings import Cell
from handbook.keeping import take_out
from handbook.provisioning.template import write_template
from handbook.saving import save_csv_folder
from handbook.schema import Schema
from handbook.sources import pull_csv_folder
from handbook.sources.manifest import MANIFEST_NAME
from handbook.workbook import RESTRICTED, Workbook

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "exists": {
        "zh": "“{name}”已经存在，没有覆盖它。请换一个名称，或先把它移开。",
        "vi": "“{name}” đã có sẵn nên không bị ghi đè. Hãy chọn tên khác hoặc chuyển nó đi trước.",
        "en": "“{name}” exists already and was not replaced. "
        "Choose another name, or move it away first.",
    },
    "no_register": {
        "zh": "“{name}”里没有登记表，可能是发布记录。请选用以 backup- 开头的备份。",
        "vi": "“{name}” không chứa sổ đăng ký, có thể là lịch sử công bố. "
        "Hãy chọn bản sao lưu có tên bắt đầu bằng backup-.",
        "en": "“{name}” holds no register; it may be the published history. "
        "Choose a backup whose name starts with backup-.",
    },
    "files": {
        "zh": "“{name}”里装的就是文件，不用恢复。请用 handbook vault unpack 取出来。",
        "vi": "“{name}” chứa sẵn các tệp nên không cần khôi phục. "
        "Hãy lấy ra bằng handbook vault unpack.",
        "en": "“{name}” holds files as they were, so there is nothing to restore. "
        "Take them out with handbook vault unpack.",
    },
}
"""Sentences by reason, then by language."""
_REGISTER_FILES = (".xlsx", ".xlsm")


class RestoreError(HandbookError):
    """A backup cannot be restored.

    Attributes:
        reason: Key of `SENTENCES`.
        path: The backup, or what stands in the way.
    """

    def __init__(self, reason: str, path: Path) -> None:
        """Build the sentence from the reason; only the name of the path is shown.

        Args:
            reason: Key of `SENTENCES`.
            path: The backup, or what stands in the way.
        """
        super().__init__(
            {lang: text.format(name=path.name) for lang, text in SENTENCES[reason].items()}
        )
        self.reason = reason
        self.path = path


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring wrote.

    Attributes:
        paths: The files, or the folder.
        cut: Cells whose text is longer than Excel can hold, and was cut there.
    """

    paths: tuple[Path, ...]
    cut: tuple[Cell, ...] = ()


def restore(backup: Path, keys: Sequence[bytes], to: Path, schema: Schema) -> Restored:
    """Make a usable register from a raw backup, and touch nothing that is there already.

    Args:
        backup: A vault that holds one pulled CSV folder with its manifest.
        keys: 32 bytes each; one of them is that it was packed with.
        to: A name that ends in `.xlsx` for an Excel file with drop-downs and instructions, and
            anything else for a CSV folder. What stood in a second spreadsheet becomes a file of
            its own, `NAME.restricted.xlsx`; a CSV folder keeps both together.
        schema: What the register consists of.

    Raises:
        RestoreError: The target exists already, or there is no register in the backup.
        VaultError: It is no vault, or no key fits.
    """
    targets = _targets(to)
    for target in targets:
        if target.exists():
            raise RestoreError("exists", target)
    workbook = _unpacked(backup, keys)
    to.parent.mkdir(parents=True, exist_ok=True)
    if len(targets) == 1:
        save_csv_folder(workbook, to)
        return Restored((to,))
    return _write_books(workbook, targets, schema)


def _targets(to: Path) -> list[Path]:
    if to.suffix.casefold() != ".xlsx":
        return [to]
    return [to, to.with_suffix(f".{RESTRICTED}{to.suffix}")]


def _unpacked(backup: Path, keys: Sequence[bytes]) -> Workbook:
    with TemporaryDirectory() as folder:
        files = take_out(backup, keys, Path(folder))
        manifests = [file for file in files if file.name == MANIFEST_NAME]
        if any(file.suffix.casefold() in _REGISTER_FILES for file in files):
            raise RestoreError("files", backup)
        if len(manifests) != 1:
            raise RestoreError("no_register", backup)
        return pull_csv_folder(manifests[0].parent)


def _write_books(workbook: Workbook, targets: Sequence[Path], schema: Schema) -> Restored:
    main, restricted = _of_book(workbook, ""), _of_book(workbook, RESTRICTED)
    language = workbook.manifest.language or "zh"
    written = write_template(schema, language, targets[0], workbook=main)
    if not restricted.sheets:
        return Restored((targets[0],), written.cut)
    write_xlsx(restricted, targets[1])
    return Restored(tuple(targets), written.cut)


def _of_book(workbook: Workbook, book: str) -> Workbook:
    sheets = (replace(sheet, book="") for sheet in workbook.sheets if sheet.book == book)
    return replace(workbook, sheets=tuple(sheets))
