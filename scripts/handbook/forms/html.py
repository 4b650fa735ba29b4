"""A form as HTML: a table to be read on a screen and filled in on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from handbook.forms.model import Cell, CellKind, Choice, Form, Row

_BEFORE_HTML_BLOCKS = 25
_OPENING = "<!-- form: "
_CLOSING = " -->"
_EMPTY_SQUARE = "□"


def form_html(form: Form, language: str) -> str:
    """Give a blank form as HTML, without an empty line in it.

    Args:
        form: The form.
        language: zh, vi or en.
    """
    title = escape(form.titles[language])
    head = "".join(f"<span>{escape(each[language])}</span>" for each in form.head)
    notes = "".join(f"<li>{_lines(each[language])}</li>" for each in form.notes)
    total = sum(form.widths)
    columns = "".join(f'<col width="{width / total:.2%}">' for width in form.widths)
    return "\n".join(
        [
            f'<div class="hb-form" id="form" role="group" aria-label="{title}">',
            f'<div class="hb-form__sheet" role="region" aria-label="{title}" tabindex="0">',
            f'<table class="hb-form__table"><caption>{title}',
            f'<span class="hb-form__head">{head}</span>' if head else "",
            "</caption>",
            f"<colgroup>{columns}</colgroup><tbody>",
            *(_row(row, language) for row in form.rows),
            "</tbody></table></div>",
            f'<ol class="hb-form__notes">{notes}</ol>' if notes else "",
            "</div>",
        ]
    ).replace("\n\n", "\n")


def _row(row: Row, language: str) -> str:
    cells = "".join(_cell(cell, row, language) for cell in row.cells)
    # A class for each height (forms.css): the policy of pages allows no style in an element.
    height = f"{row.height:g}".replace(".", "-")
    page = " hb-form__page" if row.is_new_page else ""
    return f'<tr class="hb-mm-{height}{page}">{cells}</tr>'


def _cell(cell: Cell, row: Row, language: str) -> str:
    spans = "".join(
        f' {name}="{span}"'
        for name, span in (("colspan", cell.across), ("rowspan", cell.down))
        if span > 1
    )
    inside = "".join(_inside(cell, language))
    if cell.kind is CellKind.LABEL:
        scope = "col" if row.is_header else "row"
        return f'<th scope="{scope}"{spans}>{inside}</th>'
    return f'<td class="hb-form__{cell.kind}"{spans}>{inside}</td>'


def _inside(cell: Cell, language: str) -> Iterator[str]:
    printed = "".join(_printed(cell, language))
    if not cell.sign:
        yield printed
        return
    lines = "".join(
        f'<span class="hb-form__sign">{_lines(each[language])}</span>' for each in cell.sign
    )
    yield f'<div class="hb-form__signed"><div>{printed}</div><div>{lines}</div></div>'


def _printed(cell: Cell, language: str) -> Iterator[str]:
    text = _lines(cell.texts[language])
    if text and cell.kind is CellKind.BOX:
        yield f'<span class="hb-form__hint">{text}</span>'
    else:
        yield text
    if cell.choices:
        yield f'<span class="hb-form__choices">{_choices(cell.choices, language)}</span>'


def _choices(choices: Iterable[Choice], language: str) -> str:
    return " ".join(
        f"<span>{_EMPTY_SQUARE}&nbsp;{escape(each.texts[language])}</span>" for each in choices
    )


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


class FormExtension(Extension):
    """Puts a form in the place of the line that names it: `<!-- form: leave-request -->`."""

    def __init__(self, forms: Callable[[], Mapping[str, Form]], language: str) -> None:
        """Remember where to get the forms.

        Args:
            forms: Gives them, slug → form; called whenever a page asks for one.
            language: Language of the pages.
        """
        super().__init__()
        self._forms = forms
        self._language = language

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name Python-Markdown calls
        """Add it to a converter.

        Args:
            md: The converter.
        """
        md.preprocessors.register(_Placer(self), "form", _BEFORE_HTML_BLOCKS)

    def html_of(self, slug: str) -> str:
        """Give a form as HTML.

        Args:
            slug: Its name.

        Raises:
            KeyError: There is no such form.
        """
        return form_html(self._forms()[slug], self._language)


class _Placer(Preprocessor):
    """One for every page; the extension gives what it puts there."""

    def __init__(self, extension: FormExtension) -> None:
        super().__init__()
        self._extension = extension

    def run(self, lines: list[str]) -> list[str]:
        return [self._placed(line) for line in lines]

    def _placed(self, line: str) -> str:
        slug = line.strip().removeprefix(_OPENING).removesuffix(_CLOSING)
        is_place = line.strip() == f"{_OPENING}{slug}{_CLOSING}"
        return self._extension.html_of(slug) if is_place else line
