"""Google's own description of its API, used to judge the requests and replies that tests see.

`python tests/discovery.py` writes the shapes of request bodies that the emulator is strict about.
"""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

SHAPES = Path(__file__).parents[1] / "scripts" / "sheets_server" / "shapes.json"

BODIES = (
    "AppendValuesRequest",
    "BatchClearValuesByDataFilterRequest",
    "BatchClearValuesRequest",
    "BatchGetValuesByDataFilterRequest",
    "BatchUpdateSpreadsheetRequest",
    "BatchUpdateValuesByDataFilterRequest",
    "BatchUpdateValuesRequest",
    "ClearValuesRequest",
    "CopySheetToAnotherSpreadsheetRequest",
    "GetSpreadsheetByDataFilterRequest",
    "SearchDeveloperMetadataRequest",
    "Spreadsheet",
    "ValueRange",
)

NOT_EMULATED = re.compile(
    r"Chart|Slicer|Pivot|DataSource(?!ColumnReference)|Comment|Table|Chip|AutoFill|FindReplace"
    r"|CutPaste|DeleteDuplicates|DuplicateFilterView|FilterView(?!$)|PasteData|Randomize"
    r"|TextToColumns|TrimWhitespace|EmbeddedObject|AutoResize|Borders?Request|(Insert|Delete)Range"
)
"""Messages whose inside is of no interest here; they are passed on and refused by kind."""


@cache
def document(name: str) -> dict[str, Any]:
    """Load a discovery document.

    Args:
        name: Such as `sheets.v4`.
    """
    folder = importlib.resources.files("googleapiclient") / "discovery_cache" / "documents"
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return found


def shapes() -> dict[str, Any]:
    """Give the messages a request body of the emulator may hold, in the emulator's notation."""
    schemas = document("sheets.v4")["schemas"]
    found: dict[str, Any] = {}
    waiting = [name for name in BODIES if name in schemas]
    while waiting:
        name = waiting.pop()
        if name not in found:
            properties = schemas[name].get("properties", {})
            found[name] = {key: _kind(value) for key, value in sorted(properties.items())}
            waiting += re.findall(r'"#(\w+)"', json.dumps(found[name]))
    return dict(sorted(found.items()))


def _kind(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        name = schema["$ref"]
        return "any" if NOT_EMULATED.search(name) else f"#{name}"
    if schema["type"] == "array":
        return [_kind(schema["items"])]
    if schema["type"] == "object":
        return {"map": _kind(schema["additionalProperties"])}
    if "enum" in schema:
        return {"enum": schema["enum"]}
    return {"integer": "int32", "number": "double"}.get(schema["type"], schema["type"])


class _Entry(Protocol):
    """What a server's log says of a request."""

    name: str
    query: dict[str, list[str]]
    body: Any
    status: int
    fault: Any

    @property
    def response(self) -> Any:
        """Parsed reply."""


@cache
def methods() -> dict[str, tuple[str, dict[str, Any]]]:
    """Give each method of both APIs by its full name: the document's name and the method."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for name in ("sheets.v4", "drive.v3"):
        waiting = list(document(name)["resources"].values())
        while waiting:
            resource = waiting.pop()
            waiting += resource.get("resources", {}).values()
            found |= {one["id"]: (name, one) for one in resource.get("methods", {}).values()}
    return found


@dataclass(frozen=True)
class _Judge:
    """Judges JSON by the schemas of one document.

    Attributes:
        schemas: By name.
        is_request: Whether null may stand for an absent field.
    """

    schemas: dict[str, Any]
    is_request: bool

    def problems(self, value: Any, schema: dict[str, Any], path: str) -> list[str]:
        if "$ref" in schema:
            schema = self.schemas[schema["$ref"]]
        if value is None and self.is_request:
            return []
        kind = schema.get("type", "object")
        if kind == "object":
            return self._object(value, schema, path)
        if kind == "array":
            return self._array(value, schema, path)
        return self._scalar(value, schema, path)

    def _object(self, value: Any, schema: dict[str, Any], path: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{path}: {value!r} is no object"]
        fields, rest = schema.get("properties", {}), schema.get("additionalProperties")
        found = []
        for name, item in value.items():
            inner = fields.get(name, rest)
            if inner is None:
                found.append(f"{path}.{name}: no such field")
            else:
                found += self.problems(item, inner, f"{path}.{name}")
        return found

    def _array(self, value: Any, schema: dict[str, Any], path: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{path}: {value!r} is no list"]
        return [
            problem
            for place, item in enumerate(value)
            for problem in self.problems(item, schema["items"], f"{path}[{place}]")
        ]

    def _scalar(self, value: Any, schema: dict[str, Any], path: str) -> list[str]:
        kind = schema["type"]
        fits = kind == "any" or isinstance(value, _PYTHON[kind])
        if isinstance(value, bool) and kind in {"integer", "number"}:
            fits = False
        if not fits:
            return [f"{path}: {value!r} is no {kind}"]
        if "enum" in schema and value not in schema["enum"]:
            return [f"{path}: {value!r} is none of {schema['enum']}"]
        if schema.get("format") == "int64" and not re.fullmatch(r"-?\d+", str(value)):
            return [f"{path}: {value!r} is no decimal"]
        return []


_PYTHON: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}


def problems_of(entry: _Entry) -> list[str]:
    """Judge one request and its reply; what was refused or spoilt on purpose is left out.

    Args:
        entry: Of a server's log.
    """
    if not entry.name or entry.status != 200 or entry.fault is not None:
        return []
    name, method = methods()[entry.name]
    found = _query_problems(entry, name, method)
    schemas = document(name)["schemas"]
    if "request" in method and isinstance(entry.body, dict):
        body = {field: sent for field, sent in entry.body.items() if field not in _SENT_BY_GSPREAD}
        found += _Judge(schemas, is_request=True).problems(body, method["request"], "request")
    if "response" in method and entry.name != "drive.files.export":
        found += _Judge(schemas, is_request=False).problems(
            entry.response, method["response"], "reply"
        )
    return [f"{entry.name}: {problem}" for problem in found]


def _query_problems(entry: _Entry, name: str, method: dict[str, Any]) -> list[str]:
    known = {**document(name)["parameters"], **method.get("parameters", {})}
    unknown = entry.query.keys() - known.keys() - _SENT_BY_GSPREAD
    found = [f"query: {parameter} is unknown" for parameter in sorted(unknown)]
    for parameter in entry.query.keys() & known.keys():
        names = known[parameter].get("enum")
        wrong = [value for value in entry.query[parameter] if names and value not in names]
        found += [f"query: {parameter} may not be {value}" for value in wrong]
    return found


_SENT_BY_GSPREAD = {"includeItemsFromAllDrives", "supportsAllDrives", "withLink"}
"""Drive lets them pass where it does not know them."""


def assert_all_valid(log: Iterable[_Entry]) -> None:
    """Fail if a request or reply is not as Google describes it.

    Args:
        log: Of a server.
    """
    found = [problem for entry in list(log) for problem in problems_of(entry)]
    assert found == [], "\n".join(found)


@contextmanager
def attach(server: Any) -> Iterator[None]:
    """Judge everything a server answers while the block lasts, at its end.

    Args:
        server: With a `log`.
    """
    before = len(server.log)
    yield
    assert_all_valid(server.log[before:])


if __name__ == "__main__":
    SHAPES.write_text(json.dumps(shapes(), indent=0, sort_keys=True) + "\n", encoding="utf-8")
