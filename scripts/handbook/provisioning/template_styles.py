"""How the cells of an Excel template look."""

from __future__ import annotations

from collections.abc import Mapping

import xlsxwriter
from xlsxwriter.format import Format

from handbook.provisioning.blueprint import Form

_NUMBER_FORMATS: Mapping[Form, str] = {
    Form.TEXT: "@",
    Form.DATE: "yyyy-mm-dd",
    Form.INTEGER: "0",
    Form.NUMBER: "General",
}
_DARK, _MIDDLE, _LIGHT, _BAND = "#1F4E79", "#DDEBF7", "#F2F2F2", "#F6F9FC"


class Styles:
    """The formats of one file, made once and used by every sheet.

    Attributes:
        required: Header of a column every row must fill in.
        optional: Header of any other column.
        stranger: Header of a column the schema does not know.
        cells: Cells below the header, by form; unlocked.
        free: Any other cell; unlocked.
        band: Every second row.
        title: The first line of a written sheet.
        heading: A heading on a written sheet.
        prose: A paragraph on a written sheet.
        link: A paragraph that leads somewhere.
    """

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        """Add the formats to a file.

        Args:
            book: Being written.
        """
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
        head |= {"border_color": "#BFBFBF"}
        self.required = book.add_format(head | {"bg_color": _DARK, "font_color": "#FFFFFF"})
        self.optional = book.add_format(head | {"bg_color": _MIDDLE, "font_color": _DARK})
        self.stranger = book.add_format(head | {"bg_color": _LIGHT})
        self.cells: Mapping[Form, Format] = {
            form: book.add_format({"num_format": code, "locked": False, "valign": "top"})
            for form, code in _NUMBER_FORMATS.items()
        }
        self.free = book.add_format({"locked": False, "valign": "top"})
        self.band = book.add_format({"bg_color": _BAND})
        prose = {"text_wrap": True, "valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": _DARK})
        self.heading = book.add_format(prose | {"bold": True, "bottom": 1, "bottom_color": _DARK})
        self.prose = book.add_format(prose)
        self.link = book.add_format(prose | {"font_color": "#0563C1", "underline": 1})
