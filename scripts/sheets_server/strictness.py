"""What a request body may hold: unknown fields and wrong types are refused as Google does.

The shapes are taken from Google's discovery document; a test compares them with it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from sheets_server.refusals import bad_field

Json = dict[str, Any]
_PACKAGE = "type.googleapis.com/google.apps.sheets.v4"
_TYPES = {"int32": "TYPE_INT32", "double": "TYPE_DOUBLE", "boolean": "TYPE_BOOL"}


@cache
def shapes() -> Json:
    """Give the fields of every message: for each its type, see `shapes.json`.

    A type is a scalar's name, `#Message`, a list of one type, `{"map": type}` or `{"enum": names}`.
    """
    path = FilePath(__file__).with_name("shapes.json")
    found: Json = json.loads(path.read_text(encoding="utf-8"))
    return found


Path = tuple["Path", str | int] | None
"""Where a value stands, innermost step last; spelled out only for a refusal."""


def accepted(body: Any, message: str) -> Json:  # noqa: ANN401 - any JSON may arrive
    """Read a request body against a message of the API.

    Args:
        body: Parsed JSON; null fields count as absent, snake_case names are understood.
        message: Its name in the discovery document.

    Returns:
        The body with the API's camelCase names and without nulls.

    Raises:
        Refusal: At the first field that is unknown or of a wrong type.
    """
    if body is None:
        return {}
    if not isinstance(body, dict):
        raise bad_field("", "Invalid JSON payload received. Expected an object.")
    return _message(body, message, None)


def _message(body: Json, message: str, path: Path) -> Json:
    fields = shapes()[message]
    result: Json = {}
    for name, value in body.items():
        spelled = name if name in fields else _camel(name)
        kind = fields.get(spelled)
        if kind is None:
            raise _unknown(name, path)
        if kind == "string" and isinstance(value, str):  # most values are
            result[spelled] = value
        elif value is not None:
            result[spelled] = _value(value, kind, (path, spelled))
    return result


def _value(value: Any, kind: Any, path: Path) -> Any:  # noqa: ANN401 - any JSON
    if kind == "string" and isinstance(value, str):
        return value
    if isinstance(kind, list):
        items = value if isinstance(value, list) else [value]
        return [_item(item, kind[0], (path, place)) for place, item in enumerate(items)]
    if isinstance(kind, dict):
        return _enum(value, kind["enum"], path) if "enum" in kind else _map(value, kind, path)
    if kind.startswith("#"):
        if not isinstance(value, dict):
            raise _invalid(path, f"{_PACKAGE}.{kind[1:]}", value)
        return _message(value, kind[1:], path)
    return _scalar(value, kind, path)


def _item(item: Any, kind: Any, path: Path) -> Any:  # noqa: ANN401 - any JSON
    """Read one item of a list; null is an item of its own only in lists of values."""
    return None if item is None and kind == "any" else _value(item, kind, path)


def _map(value: Any, kind: Json, path: Path) -> Json:  # noqa: ANN401 - any JSON
    if not isinstance(value, dict):
        raise _invalid(path, "Map", value)
    return {key: _value(item, kind["map"], (path, key)) for key, item in value.items()}


def _enum(value: Any, names: list[str], path: Path) -> str:  # noqa: ANN401 - any JSON
    if value not in names:
        last = path[1] if path else ""
        raise _invalid(path, f"{_PACKAGE}.{_snake(str(last)).title()}", value)
    return str(value)


def _scalar(value: Any, kind: str, path: Path) -> Any:  # noqa: ANN401 - any JSON
    if kind == "any":
        return value
    if kind == "boolean" and isinstance(value, bool):
        return value
    if kind in {"int32", "double"} and not isinstance(value, bool):
        number = _number(value, kind)
        if number is not None:
            return number
    raise _invalid(path, _TYPES.get(kind, "TYPE_STRING"), value)


def _number(value: Any, kind: str) -> int | float | None:  # noqa: ANN401 - any JSON
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    if kind == "double":
        return number
    return int(number) if number == int(number) else None


def _spelled(path: Path) -> str:
    if path is None:
        return ""
    before, step = path
    if isinstance(step, int):
        return f"{_spelled(before)}[{step}]"
    return f"{_spelled(before)}.{_snake(step)}" if before else _snake(step)


def _invalid(path: Path, kind: str, value: Any) -> Exception:  # noqa: ANN401 - any JSON
    shown = json.dumps(value, ensure_ascii=False)
    where = _spelled(path)
    return bad_field(where, f"Invalid value at '{where}' ({kind}), {shown}")


def _unknown(name: str, path: Path) -> Exception:
    spelled = _spelled(path)
    where = f" at '{spelled}'" if spelled else ""
    return bad_field(
        spelled,
        f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.',
    )


def check_query(query: dict[str, list[str]], names: frozenset[str]) -> None:
    """Refuse query parameters that a method does not know.

    Args:
        query: Values by name.
        names: What the method knows besides the standard parameters.

    Raises:
        Refusal: At the first unknown one.
    """
    for name in query:
        if name not in names and name not in _STANDARD:
            raise bad_field(
                "",
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query '
                f"parameter. Field '{name}' could not be found in request message.",
            )


_STANDARD = frozenset(
    {"$.xgafv", "access_token", "alt", "callback", "fields", "key", "oauth_token", "prettyPrint"}
    | {"quotaUser", "uploadType", "upload_protocol"}
)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in rest)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name)
