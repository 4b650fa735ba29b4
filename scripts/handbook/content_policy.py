"""What the browser may load and run on a page: the Content-Security-Policy in its head.

Scripts and styles come from the site's own files. The few lines of script that the theme writes
into each page are allowed by their hashes, which are worked out of the very bytes that MkDocs
wrote; whatever script gets into a page after that does not run. A shell carries its policy on to
every page that is stamped from it, so a page of the register costs nothing.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

POLICY_MARK = '<meta http-equiv="Content-Security-Policy" content="">'
"""Where a template of the theme leaves room for the policy, before the first script."""
_OPENING = '<meta http-equiv="Content-Security-Policy" content="'
_DIRECTIVES = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",  # the theme's style sheet holds its icons
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "script-src 'self'",  # last: hashes follow
)
_POLICY = re.compile(re.escape(_OPENING).encode() + rb"(default-src 'none';[^\"]*)\"")
_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script", re.DOTALL | re.IGNORECASE)
_IS_FILE = re.compile(rb"\ssrc\s*=", re.IGNORECASE)
_IS_DATA = re.compile(rb"\stype\s*=\s*[\"']?application/json\b", re.IGNORECASE)


def with_policy(page: str) -> str:
    """Fill in the policy of a page: its own inline scripts may run, and no others.

    Args:
        page: Whole page, with `POLICY_MARK` in its head; without one it stays as it is.
    """
    if POLICY_MARK not in page:
        return page
    hashes = sorted(set(_hashes(page.encode())))
    policy = f'{_OPENING}{" ".join(("; ".join(_DIRECTIVES), *hashes))}">'
    return page.replace(POLICY_MARK, policy, 1)


def with_script_allowed(page: bytes, script: bytes) -> bytes:
    """Let one more inline script run, as the preview on this machine needs it.

    Args:
        page: Whole page with its policy.
        script: What stands between the tags.
    """
    return _POLICY.sub(lambda match: match[0][:-1] + f' {_hash(script)}"'.encode(), page, 1)


def lacks_policy(page: bytes) -> bool:
    """Say whether a page has no policy, or one that scripts stand before.

    Args:
        page: Whole page, or what frames the body of one.
    """
    policy = _POLICY.search(page)
    return policy is None or _SCRIPT.search(page, 0, policy.start()) is not None


def has_unlisted_script(page: bytes) -> bool:
    """Say whether a page holds an inline script that its policy does not name.

    Args:
        page: HTML, whole or in part; in a part without the policy no inline script is named.
    """
    if b"<script" not in page.lower():
        return False
    policy = _POLICY.search(page)
    listed = policy[1].decode().split() if policy else []
    return any(each not in listed for each in _hashes(page))


def _hashes(page: bytes) -> Iterator[str]:
    """Give the hash of every inline script, in order; data for scripts is none."""
    for attributes, script in _SCRIPT.findall(page):
        if not (_IS_FILE.search(attributes) or _IS_DATA.search(attributes)):
            yield _hash(script)


def _hash(script: bytes) -> str:
    return f"'sha256-{b64encode(sha256(script).digest()).decode()}'"
