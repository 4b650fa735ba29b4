"""The address of a page as a code to photograph, for the paper that a cadre is sent off with."""

from __future__ import annotations

from io import BytesIO

import segno
from markupsafe import Markup, escape

_QUIET_ZONE = 4  # modules of white around the code, as ISO/IEC 18004 asks for


def page_code(site_url: str, address: str) -> Markup:
    """Draw the address of a page as a QR code, with the same address in text below it.

    Args:
        site_url: Address of the site of one language, ends with a slash; blank where the
            handbook does not know where it will stand.
        address: Of the page, from the root of that site.

    Returns:
        A `<figure>`; blank without an address of the site.

    Source: ISO/IEC 18004:2015, error correction level M.
    """
    if not site_url:
        return Markup("")
    url = site_url + address
    drawn = BytesIO()
    segno.make(url, error="m", micro=False).save(
        drawn, kind="svg", border=_QUIET_ZONE, light="#fff", xmldecl=False, svgns=False,
        omitsize=True, svgclass="hb-page-code", lineclass=None, nl=False,
    )  # fmt: skip
    svg = Markup(drawn.getvalue().decode("ascii"))  # noqa: S704 - modules of the code, no text
    svg = svg.replace(Markup("<svg "), Markup('<svg width="132" height="132" aria-hidden="true" '))
    return Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(svg, escape(url))
