"""Paper, fonts and package of a .docx file: what does not depend on the form."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt

TITLE, LABEL, TEXT, SMALL = "Form Title", "Form Label", "Form Text", "Form Small"
"""Names of the paragraph styles: whoever wants another font changes it in one place."""

_PAGE_WIDTH, _PAGE_HEIGHT = Mm(210), Mm(297)
_MARGIN_SIDE, _MARGIN_TOP, _MARGIN_FOOT = Mm(18), Mm(14), Mm(12)
WIDTH = Length(_PAGE_WIDTH - 2 * _MARGIN_SIDE)
"""Of the table."""

_SIZES: Mapping[str, Mapping[str, float]] = {
    TITLE: {"zh": 18, "vi": 14, "en": 15},
    LABEL: {"zh": 10.5, "vi": 9, "en": 9},
    TEXT: {"zh": 10.5, "vi": 9.5, "en": 9.5},
    SMALL: {"zh": 9, "vi": 8, "en": 8},
}
"""Style → language → points; Chinese says the same in fewer characters."""
_FONTS = {TITLE: "黑体", LABEL: "宋体", TEXT: "仿宋", SMALL: "仿宋"}
_FREE_FONTS = {
    "黑体": ("Noto Sans CJK SC", "swiss"),
    "宋体": ("Noto Serif CJK SC", "roman"),
    "仿宋": ("Noto Serif CJK SC", "roman"),
}
"""Font of an office computer → free one to take where it is not there, and its family."""
_LATIN_FONT = "Times New Roman"
_CENTRED = (TITLE, LABEL)
_TAGS = {"zh": "zh-CN", "vi": "vi-VN", "en": "en-GB"}

_MADE_ON = datetime(2026, 1, 1)  # noqa: DTZ001 - the format knows no time zone
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
_NEEDLESS = ("/thumbnail", "/stylesWithEffects", "/customXml")
"""Ends of the types of relations whose parts are left out."""
_FONT_TABLE = "word/fontTable.xml"
_BODY = ("word/document.xml", b"<w:body>")
_NO_TITLE = ("docProps/core.xml", b"<dc:title></dc:title>")
"""Part of a package, and what in it is followed by the text or is replaced by the title."""


def form_file(title: str, body: str, language: str) -> bytes:
    """Give a .docx file on the paper of the forms.

    Args:
        title: Of the form.
        body: What stands on it, as markup.
        language: zh, vi or en.
    """
    parts = dict(_blank(language))
    name, opening = _BODY
    parts[name] = parts[name].replace(opening, opening + body.encode(), 1)
    name, without = _NO_TITLE
    titled = f"<dc:title>{escape(title)}</dc:title>"
    parts[name] = parts[name].replace(without, titled.encode(), 1)
    return _packed(parts)


@lru_cache(maxsize=3)
def _blank(language: str) -> Mapping[str, bytes]:
    """Give the parts of an empty file with its styles: made once, for they take longer than a form.

    Returns:
        Name → content, in the order of the file.
    """
    document = Document()
    prepare(document, "", language)
    content = BytesIO()
    document.save(content)
    return _parts(content.getvalue())


def prepare(document: WordDocument, title: str, language: str) -> None:
    """Make an empty document ready for a form: A4, the styles, the properties.

    Args:
        document: As the library makes it.
        title: Of the form.
        language: zh, vi or en.
    """
    _drop_needless_parts(document)
    _describe(document, title, language)
    _set_page(document)
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    _set_language(normal.element.get_or_add_rPr(), language)
    for name in _SIZES:
        _add_style(document, name, language)


def _drop_needless_parts(document: WordDocument) -> None:
    """Leave out what the library's template brings along and no program needs."""
    for part in (document.part.package, document.part):
        for name, relation in list(part.rels.items()):
            if relation.reltype.endswith(_NEEDLESS):
                del part.rels[name]


def _describe(document: WordDocument, title: str, language: str) -> None:
    properties = document.core_properties
    properties.title, properties.language = title, _TAGS[language]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = _MADE_ON


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE_WIDTH, _PAGE_HEIGHT
    section.left_margin = section.right_margin = _MARGIN_SIDE
    section.top_margin, section.bottom_margin = _MARGIN_TOP, _MARGIN_FOOT
    section.header_distance = section.footer_distance = Mm(7)


def _add_style(document: WordDocument, name: str, language: str) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(_SIZES[name][language])
    if name in _CENTRED:
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if name == TITLE:
        style.paragraph_format.space_after = Pt(6)
        style.font.bold = language != "zh"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), _LATIN_FONT)
    fonts.set(qn("w:eastAsia"), _FONTS[name])
    # Punctuation and squares both scripts have are to look Chinese in a Chinese form.
    fonts.set(qn("w:hint"), "eastAsia" if language == "zh" else "default")


def _set_language(properties: BaseOxmlElement, language: str) -> None:
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    tags = OxmlElement("w:lang")
    tags.set(qn("w:val"), _TAGS["en" if language == "zh" else language])
    tags.set(qn("w:eastAsia"), _TAGS["zh"])
    properties.append(tags)


def repack(content: bytes) -> bytes:
    """Pack a document again, in the same order, without the time at which it was made.

    Args:
        content: As the library writes it.
    """
    return _packed(_parts(content))


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: _with_free_fonts(name, package.read(name)) for name in package.namelist()}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return packed.getvalue()


def _with_free_fonts(name: str, content: bytes) -> bytes:
    """Say in the table of fonts which free ones may stand in for those of an office computer."""
    if name != _FONT_TABLE:
        return content
    entries = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{free}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for font, (free, family) in _FREE_FONTS.items()
    )
    return content.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())
