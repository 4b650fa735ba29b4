"""Pieces of a Word paper as markup: long tables, a text across the page, the page number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from xml.sax.saxutils import escape

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from handbook.forms.filling import plain_text

_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    lengths: Sequence[int],
    numbers: Collection[int],
) -> BaseOxmlElement:
    """Write a table whose head stands on every page and whose rows are not torn apart.

    Args:
        head: Titles of its columns.
        rows: Texts; as many as there are titles.
        lengths: Widths of the columns, in the units of the library.
        numbers: Places of the columns that are set at the right, from 0.
    """
    body = [_row(row, lengths, numbers) for row in rows]
    content = "".join((_grid(lengths), _row(head, lengths, (), is_head=True), *body))
    written: BaseOxmlElement = parse_xml(f"<w:tbl {nsdecls('w')}>{content}</w:tbl>")
    return written


def _grid(lengths: Sequence[int]) -> str:
    width = sum(map(_twips, lengths))
    columns = "".join(f'<w:gridCol w:w="{_twips(each)}"/>' for each in lengths)
    return (
        f'<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{width}" w:type="dxa"/>'
        '<w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
        f'<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def _row(
    texts: Sequence[str], lengths: Sequence[int], numbers: Collection[int], *, is_head: bool = False
) -> str:
    """Write a row as markup: as objects of the library a long table takes minutes."""
    head = "<w:tblHeader/>" if is_head else ""
    cells = "".join(
        _cell(text, length, "center" if is_head else "right" if place in numbers else "left",
              is_bold=is_head)
        for place, (text, length) in enumerate(zip(texts, lengths, strict=True))
    )  # fmt: skip
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def _cell(text: str, length: int, side: str, *, is_bold: bool) -> str:
    bold = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(length)}" w:type="dxa"/>'
        '<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="PaperTable"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{bold}<w:t xml:space="preserve">{escape(plain_text(text))}</w:t></w:r></w:p></w:tc>'
    )


def _twips(length: int) -> int:
    return length // 635


def add_field(paragraph: Paragraph, name: str) -> None:
    """Add what the program that opens the paper works out itself.

    Args:
        paragraph: Where it stands.
        name: Such as `PAGE`.
    """
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def across(text: str) -> BaseOxmlElement:
    """Draw a text across the page, behind what is written, as the program's own watermark is.

    Args:
        text: One line.
    """
    shape: BaseOxmlElement = parse_xml(
        f"<w:pict {nsdecls('w')} {_VML}>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>'
        '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
        '<v:shape id="PaperMark" o:spid="_x0000_s2049" type="#_x0000_t136" '
        'style="position:absolute;margin-left:0;margin-top:0;width:460pt;height:34pt;'
        "rotation:325;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#c8c8c8" '
        'stroked="f"><v:fill opacity=".5"/>'
        '<v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" string=""/>'
        "</v:shape></w:pict>"
    )
    (path,) = [each for each in shape.iter() if each.tag.endswith("}textpath")
               if each.get("string") is not None]  # fmt: skip
    path.set("string", text)
    return shape
