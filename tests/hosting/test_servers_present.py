"""Without the servers their tests are skipped, except where they have to be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import PROJECT
from hosting import offices


@pytest.mark.parametrize(
    ("required", "outcome"),
    [
        pytest.param("1", pytest.fail.Exception, id="required"),
        pytest.param("", pytest.skip.Exception, id="not required"),
    ],
)
def test_a_missing_module_is_named(
    required: str, outcome: type[Exception], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv(offices.REQUIRED, required)
    monkeypatch.setattr(offices, "MODULES", tmp_path)
    with pytest.raises(outcome, match="mod_auth_openidc"):
        offices.require_servers()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (".ci/run", "HANDBOOK_REQUIRE_WEB_SERVERS=1"),
        (".github/workflows/check.yml", 'HANDBOOK_REQUIRE_WEB_SERVERS: "1"'),
    ],
)
def test_the_servers_are_installed_and_required(file: str, said: str):
    text = (PROJECT / file).read_text(encoding="utf-8")
    assert said in text
    assert [name for name in ("nginx", "apache2-bin", "libapache2-mod-auth-openidc")
            if name not in text] == []  # fmt: skip
