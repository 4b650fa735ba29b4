"""The group of all commands, and the options that several of them share."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import click

from handbook.checking import Checked
from handbook.config import Project, is_log_shared, now, spreadsheet_ids
from handbook.errors import ConfigError, HandbookError
from handbook.publishable import AUDIENCES, UNIT_PREFIX, Audience, unit_audience
from handbook.rendering.translations import fill_words
from handbook.schema import LANGUAGES
from handbook.shared_logs import hide_values_in_tracebacks
from handbook.sources.names import Source, source_named

EXIT_FINDINGS = 10
EXIT_GATE = 11
EXIT_INTERRUPTED = 130
"""Ctrl-C; what shells give for it."""

Command = TypeVar("Command", bound=Callable[..., Any])


MODULES: Mapping[str, str] = {
    "check": "checking",
    "explain": "checking",
    "diff": "comparing",
    "build": "building",
    "serve": "building",
    "publish": "publishing",
    "rollback": "publishing",
    "gate": "publishing",
    "retention": "retaining",
    "exports": "retaining",
    "demo": "building",
    "template": "excel",
    "import": "importing",
    "form": "forms",
    "split": "unit_files",
    "merge": "unit_files",
    "propose": "unit_files",
    "answers": "unit_files",
    "number": "office",
    "rows": "office",
    "remind": "papers",
    "roster": "papers",
    "weekly": "papers",
    "pull": "sheets",
    "annotate": "sheets",
    "watch": "sheets",
    "sheet": "sheets",
    "changed": "keeping",
    "summary": "keeping",
    "vault": "keeping",
    "restore": "keeping",
    "desk": "desk",
}
"""Command → module of this package that defines it; loaded when it is asked for.

Loading what speaks to Google takes longer than checking a small register.
"""


class _Group(click.Group):
    """Loads commands when needed; tells a `HandbookError` as one sentence, exits with its code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in MODULES:
            _load(f"handbook.cli.{MODULES[cmd_name]}")
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except HandbookError as error:
            click.echo(error.text(str(ctx.obj or "zh")), err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo(err=True)  # the terminal has written ^C on the line
            ctx.exit(EXIT_INTERRUPTED)


def _load(module: str) -> None:
    """Load a module of commands.

    What modules hold is in use to the end, so the garbage collector need not look through it.
    """
    if module in sys.modules:
        return
    gc.disable()
    try:
        import_module(module)
    finally:
        gc.freeze()
        gc.enable()


@click.group(cls=_Group)
@click.version_option(package_name="secondment-handbook")
def main() -> None:
    """Check a register of secondments and publish it as a handbook."""
    if is_log_shared():
        hide_values_in_tracebacks()


def _remember(ctx: click.Context, _: click.Parameter, value: str) -> str:
    """Let errors speak the language that was asked for."""
    ctx.find_root().obj = value
    return value


language = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="zh",
    callback=_remember,
    is_eager=True,
    help="Language of the answer.",
)


def language_of_answer(languages: Sequence[str]) -> str:
    """Give the language to answer in: the first that was named, else Chinese.

    Args:
        languages: As named on the command line.
    """
    return languages[0] if languages else "zh"


def _remember_first(
    ctx: click.Context, _: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    """Let errors speak the first language that was asked for."""
    ctx.find_root().obj = language_of_answer(value)
    return value


languages = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    multiple=True,
    callback=_remember_first,
    is_eager=True,
    help="Language of the site, and of the answer; repeat it for several. All by default.",
)
source_option = click.option(
    "--source",
    metavar="SOURCE",
    help="Excel file, folder of CSV files, or id or address of a Google spreadsheet; "
    "the demo register without it.",
)
restricted = click.option(
    "--restricted",
    default="",
    metavar="SPREADSHEET",
    help="Id or address of a second spreadsheet that holds what few may see.",
)
as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the register speaks about; by default the source's own, else today.",
)


class AudienceType(click.ParamType[Audience]):
    """Reads the name of an audience: one that every register has, or `unit:` and an id."""

    name = "audience"

    def __init__(self, others: Mapping[str, Audience] = MappingProxyType({})) -> None:
        """Remember what else may be named.

        Args:
            others: Name → audience.
        """
        self._known = {**AUDIENCES, **others}

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Say what may be named."""
        del param, ctx
        return "|".join((*self._known, f"{UNIT_PREFIX}ID"))

    def convert(
        self, value: str | Audience, param: click.Parameter | None, ctx: click.Context | None
    ) -> Audience:
        """Give the audience of a name."""
        if isinstance(value, Audience):
            return value
        unit = value.removeprefix(UNIT_PREFIX)
        if unit not in (value, ""):
            return unit_audience(unit)
        if value not in self._known:
            named = ", ".join((*self._known, f"{UNIT_PREFIX}ID"))
            self.fail(f"{value!r} is not one of {named}.", param, ctx)
        return self._known[value]


audience = click.option(
    "--audience",
    type=AudienceType(),
    default="internal",
    help="Whom the site is for; of a unit its id, as in unit:U-0007.",
)


def day(moment: datetime | None) -> date | None:
    """Take the day out of what click gives for a date."""
    return moment.date() if moment else None


def source_of(project: Project, text: str | None, second: str = "") -> Source:
    """Give the source a person named, or the demo register.

    Args:
        project: Where the demo register stands.
        text: As typed; None where nobody named one.
        second: Id or address of the second spreadsheet, as typed; blank where there is none.
    """
    return _named(text, second) if text else project.demo_folder


def spreadsheet_of(text: str | None, second: str = "") -> Source:
    """Give the spreadsheet a person named, else the one the environment names.

    Args:
        text: As typed; None where nobody named one.
        second: Id or address of the second spreadsheet, as typed.

    Raises:
        ConfigError: None is named, or what is named is none.
    """
    first, other = spreadsheet_ids()
    if not (text or first):
        raise ConfigError(
            {
                "zh": "没有说是哪份登记表。请在命令后面写上表格的地址或文件名，地址加引号。",
                "vi": "Chưa cho biết sổ nào. Hãy ghi địa chỉ bảng tính hoặc tên tệp sau lệnh, "
                "địa chỉ đặt trong dấu ngoặc kép.",
                "en": "Which register is missing. Write the address of a spreadsheet, in quotation "
                "marks, or the name of a file after the command.",
            },
            "source",
        )
    return _named(text or first, second or other)


def _named(text: str, second: str) -> Source:
    """Give the source that is named; an address that is none of a spreadsheet is no file either."""
    source = source_named(text, second)
    if isinstance(source, Path):
        if "://" in text:
            raise no_spreadsheet(text, "source")
        return source
    if second and not source.restricted_id:
        raise no_spreadsheet(second, "restricted")
    if source.id == source.restricted_id:
        raise ConfigError(
            {
                "zh": "两个地址是同一份表格。请在 --restricted 后面写第二份表格的地址。",
                "vi": "Hai địa chỉ là cùng một bảng tính. Hãy ghi địa chỉ của bảng tính thứ hai "
                "sau --restricted.",
                "en": "Both addresses are of the same spreadsheet. Write the address of the second "
                "one after --restricted.",
            },
            "restricted",
        )
    return source


def no_spreadsheet(text: str, setting: str) -> ConfigError:
    """Say that a text names no spreadsheet.

    Args:
        text: As typed.
        setting: Name of the option it was typed for.
    """
    return ConfigError(
        {
            "zh": f"“{text}”不是 Google 表格的地址或编号。请从浏览器里把表格的地址整条复制过来。",
            "vi": f"“{text}” không phải địa chỉ hay mã của Google Trang tính. "
            "Hãy chép nguyên địa chỉ của bảng tính từ trình duyệt.",
            "en": f"“{text}” is neither the address nor the id of a Google spreadsheet. "
            "Copy the whole address of the spreadsheet from the browser.",
        },
        setting,
    )


def typed_labels(checked: Checked) -> dict[tuple[str, str], str]:
    """Give the headers as the editor typed them.

    Args:
        checked: Outcome of a check.

    Returns:
        (sheet key, field name) → header.
    """
    return {
        (key, field): label
        for key, table in checked.register.tables.items()
        for field, label in table.located.typed_labels.items()
    }


def refuse_taken(file: Path, *, force: bool) -> None:
    """See that a file to be written is not there yet, or may be replaced.

    Args:
        file: To be written.
        force: Whether a file of that name may be replaced.

    Raises:
        ConfigError: It is there and must stay.
    """
    if file.exists() and not force:
        raise ConfigError(
            {
                "zh": f"已经有一个“{file}”，没有动它。请换个名字；确实要盖掉，加上 --force。",
                "vi": f"Đã có tệp “{file}” nên không ghi đè. "
                "Hãy dùng tên khác; nếu thật sự muốn ghi đè thì thêm --force.",
                "en": f"There is already a file “{file}”, and it was left alone. "
                "Choose another name, or add --force to replace it.",
            },
            "file",
        )


def say(lang: str, msgid: str, **values: object) -> None:
    """Print a sentence of the interface in the language asked for."""
    click.echo(fill_words(lang, msgid, **values))


def teller(lang: str) -> Callable[[HandbookError], None]:
    """Make the function that prints an error of the background with the time it occurred at."""

    def tell(error: HandbookError) -> None:
        click.echo(f"{now():%H:%M:%S} {error.text(lang)}", err=True)

    return tell
