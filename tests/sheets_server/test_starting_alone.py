"""The server started alone, as a program of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import requests

SCRIPTS = Path(__file__).parents[2] / "scripts"


def test_it_prints_its_address_and_answers_there():
    command = [sys.executable, "-m", "sheets_server", "--port", "0", "--title", "登记"]
    with subprocess.Popen(command, cwd=SCRIPTS, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url, spreadsheet_id = (program.stdout.readline().strip() for _ in range(2))
        try:
            found = requests.get(f"{url}/v4/spreadsheets/{spreadsheet_id}", timeout=5).json()
            page = requests.get(f"{url}/", timeout=5)
        finally:
            program.terminate()
    assert found["properties"]["title"] == "登记"
    assert page.headers["Content-Type"].startswith("text/html")


def test_it_imports_nothing_of_the_handbook():
    check = (
        "import sheets_server, sheets_server.page, sys; "
        "print([name for name in sys.modules if name.partition('.')[0] == 'handbook'])"
    )
    printed = subprocess.run(
        [sys.executable, "-c", check], cwd=SCRIPTS, capture_output=True, text=True, check=True
    )
    assert printed.stdout == "[]\n"
