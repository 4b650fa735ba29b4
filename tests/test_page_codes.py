"""The code on a dispatch notice, read as a telephone reads it."""

from __future__ import annotations

import re

import numpy as np
import pytest
import zxingcpp

from handbook.rendering.page_codes import page_code

PIXELS = 6  # a side of one module


def drawn(svg: str) -> np.ndarray:
    """Paint the modules of a code: rows of lines `M4 4.5h7m1 0h1`, dark on white."""
    found = re.search(r'viewBox="0 0 (\d+) (\d+)".* d="([^"]+)"', svg)
    assert found is not None
    image = np.full((int(found[2]), int(found[1])), 255, dtype=np.uint8)
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", found[3]):
        steps = [float(each) for each in numbers.split()]
        if command == "h":
            image[int(y), int(x) : int(x + steps[0])] = 0
            x += steps[0]
        else:
            x, y = (steps[0], steps[1]) if command == "M" else (x + steps[0], y + steps[1])
    return np.kron(image, np.ones((PIXELS, PIXELS), dtype=np.uint8))


@pytest.mark.parametrize(
    ("site", "address"),
    [
        ("https://handbook.example.org/", "cadres/C-00012.html"),
        ("https://handbook.example.org/vi/", "cadres/C-00001.html"),
        ("https://intranet.example.org/guazhi/internal/en/", "cadres/C-123456.html"),
    ],
)
def test_a_telephone_reads_the_address_of_the_page(site: str, address: str) -> None:
    (code,) = zxingcpp.read_barcodes(drawn(page_code(site, address).split("<figcaption>")[0]))

    assert code.text == site + address
    assert "QR" in str(code.format)
