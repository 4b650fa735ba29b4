"""Papers an office prints: A4 as official letters are set, tables with a head on every page.

Margins, sizes and the indent of two characters follow GB/T 9704-2012; other languages take the
sizes their letters have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from handbook import paper_markup
from handbook.forms.filling import plain_text
from handbook.forms.word_styles import prepare, repack
from handbook.rendering.translations import fill_words

_FORMAL_MARGINS = (Mm(37), Mm(26), Mm(35), Mm(28))
_CLOSE_MARGINS = (Mm(18), Mm(15), Mm(16), Mm(15))
"""Top, right, foot, left."""
_A4 = (Mm(210), Mm(297))
_SIZES = {"zh": (22.0, 16.0, 10.5), "vi": (15.0, 13.0, 10.0), "en": (15.0, 12.0, 9.5)}
"""Language → points of the title, of the text and of tables."""
_FONTS = {"title": "方正小标宋简体", "text": "仿宋", "heading": "黑体", "table": "宋体"}
_LATIN = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Mark:
    """Who took a paper out, and when: printed across it.

    Attributes:
        who: Name of the account.
        at: The moment.
    """

    who: str
    at: datetime

    def text(self, language: str) -> str:
        """Give what is printed across every page.

        Args:
            language: zh, vi or en.
        """
        when = f"{self.at:%Y-%m-%d %H:%M}"
        return fill_words(language, "内部资料 {who} {when}", who=plain_text(self.who), when=when)


@dataclass(frozen=True)
class _Shape:
    """Paper and type, before anything is written."""

    language: str
    is_wide: bool
    is_close: bool

    @property
    def margins(self) -> tuple[Length, ...]:
        return _CLOSE_MARGINS if self.is_close else _FORMAL_MARGINS

    @property
    def width(self) -> Length:
        """Of what is written."""
        _, right, _, left = self.margins
        return Length(_A4[1 if self.is_wide else 0] - left - right)

    @property
    def title_size(self) -> float:
        return _SIZES[self.language][0] - (4 if self.is_close else 0)

    @property
    def text_size(self) -> float:
        return self.table_size + 2 if self.is_close else _SIZES[self.language][1]

    @property
    def table_size(self) -> float:
        return _SIZES[self.language][2] - (1.5 if self.is_close else 0)


@lru_cache(maxsize=12)
def _blank(shape: _Shape) -> bytes:
    """Give an empty paper with its styles: made once, for they take longer than a letter."""
    document = Document()
    prepare(document, "", shape.language)
    _set_page(document, shape)
    for name, font, size in (
        ("Paper Title", "title", shape.title_size),
        ("Paper Text", "text", shape.text_size),
        ("Paper Heading", "heading", shape.text_size),
        ("Paper Table", "table", shape.table_size),
    ):
        _add_style(document, name, font, size, shape.language)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _set_page(document: WordDocument, shape: _Shape) -> None:
    section = document.sections[0]
    width, height = reversed(_A4) if shape.is_wide else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if shape.is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        shape.margins
    )
    section.header_distance = section.footer_distance = Mm(8) if shape.is_close else Mm(25)


def _add_style(document: WordDocument, name: str, font: str, size: float, language: str) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(size)
    style.font.bold = font in ("title", "heading") and language != "zh"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), _LATIN)
    fonts.set(qn("w:eastAsia"), _FONTS[font])
    fonts.set(qn("w:hint"), "eastAsia" if language == "zh" else "default")


class Paper:
    """A paper that is being written, from top to foot."""

    def __init__(
        self,
        name: str,
        language: str,
        *,
        is_wide: bool = False,
        is_close: bool = False,
        mark: Mark | None = None,
    ) -> None:
        """Begin a paper.

        Args:
            name: Title among its properties.
            language: zh, vi or en.
            is_wide: Whether the sheet lies on its side.
            is_close: Whether margins and type are small, to have much on a page.
            mark: Who took it out; None where that need not be seen.
        """
        shape = _Shape(language, is_wide=is_wide, is_close=is_close)
        self._document, self._language = Document(BytesIO(_blank(shape))), language
        self._document.core_properties.title = plain_text(name)
        self._size, self._is_close, self.width = shape.text_size, is_close, shape.width
        self._write_foot(mark)

    # What is written

    def title(self, text: str) -> None:
        """Write the title, centred.

        Args:
            text: One line.
        """
        paragraph = self._add(text, "Paper Title")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(4 if self._is_close else 18)

    def heading(self, text: str) -> None:
        """Write a heading that stays with what follows.

        Args:
            text: One line.
        """
        paragraph = self._add(text, "Paper Heading")
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(6)
        paragraph.paragraph_format.space_after = Pt(3)

    def text(self, text: str, *, is_indented: bool = True) -> None:
        """Write a paragraph.

        Args:
            text: Of any length.
            is_indented: Whether its first line begins two characters in.
        """
        paragraph = self._add(text, "Paper Text")
        shape = paragraph.paragraph_format
        if not self._is_close:
            shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            shape.line_spacing = Pt(self._size * 1.75)
        if is_indented:
            shape.first_line_indent = Pt(self._size * 2)

    def sign(self, lines: Sequence[str]) -> None:
        """Write who signs and the date, at the right and together.

        Args:
            lines: From top to foot.
        """
        for number, line in enumerate(lines):
            paragraph = self._add(line, "Paper Text")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(self._size * 2)
            paragraph.paragraph_format.space_before = Pt(0 if number else self._size * 2)
            paragraph.paragraph_format.keep_with_next = number < len(lines) - 1

    def picture(self, content: bytes, side: Length, caption: str) -> None:
        """Show a square picture with a line below it.

        Args:
            content: A .png file.
            side: How wide it is printed.
            caption: One line.
        """
        paragraph = self._add("", "Paper Table")
        paragraph.add_run().add_picture(BytesIO(content), width=side)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(self._size)
        self._add(caption, "Paper Table")

    def new_page(self) -> None:
        """Go on at the top of a page."""
        self._add("", "Paper Table").paragraph_format.page_break_before = True

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int],
        numbers: Sequence[int] = (),
    ) -> None:  # fmt: skip
        """Write a table whose head stands on every page and whose rows are not torn apart.

        Args:
            head: Titles of its columns.
            rows: Texts; as many as there are titles.
            widths: How wide columns are, compared with each other.
            numbers: Places of the columns that are set at the right, from 0.
        """
        lengths = [int(self.width * width / sum(widths)) for width in widths]
        table = paper_markup.table(head, rows, lengths, numbers)
        self._document.element.body.insert(-1, table)
        self._add("", "Paper Table").paragraph_format.line_spacing = Pt(4)

    def _add(self, text: str, style: str) -> Paragraph:
        paragraph = self._document.add_paragraph(plain_text(text))
        # By its id: the library looks through all styles for a name, for every paragraph.
        paragraph._p.style = style.replace(" ", "")
        return paragraph

    # Around it

    def _write_foot(self, mark: Mark | None) -> None:
        section = self._document.sections[0]
        foot = section.footer.paragraphs[0]
        foot._p.style = "PaperTable"
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if mark is not None:
            text = mark.text(self._language)
            head = section.header.paragraphs[0]
            head._p.style, head.alignment = "PaperTable", WD_ALIGN_PARAGRAPH.RIGHT
            head.add_run(text)
            head.add_run()._r.append(paper_markup.across(text))
            foot.add_run(f"{text}    ")
        foot.add_run("— ")
        paper_markup.add_field(foot, "PAGE")
        foot.add_run(" —")

    def content(self) -> bytes:
        """Give the .docx file; the same paper gives the same bytes on any day."""
        packed = BytesIO()
        self._document.save(packed)
        return repack(packed.getvalue())
