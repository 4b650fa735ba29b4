"""The schema files as typed objects.

YAML keeps Table Schema's camelCase; the translation to Python names happens here and nowhere else.

Spec: Table Schema, https://specs.frictionlessdata.io/table-schema/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from handbook.errors import SchemaFileError
from handbook.findings import Party, Visibility
from handbook.schema.files import read_mapping
from handbook.schema.model import LANGUAGES, Enumeration, Field, Schema, TableSchema


def load_schema(folder: Path) -> Schema:
    """Read all schema files.

    Args:
        folder: `sheets_schema/`.

    Raises:
        SchemaFileError: A file is missing, is no YAML, or lacks something it must have.
    """
    workbook = read_mapping(folder / "workbook.yaml")
    enumerations = {
        name: _enumeration(name, choices)
        for name, choices in read_mapping(folder / "enumerations.yaml").items()
    }
    tables = {}
    for key in workbook["sheets"]:
        path = folder / f"{key}.yaml"
        try:
            tables[key] = _table(key, read_mapping(path), enumerations)
        except (KeyError, ValueError, TypeError) as error:
            raise SchemaFileError(path, repr(error)) from error
    words = read_mapping(folder / "private_words.yaml")
    return Schema(
        version=workbook["version"],
        tables=tables,
        health_words=_all_languages(words["health"]),
        harmless_words=_all_languages(words["harmless"]),
    )


def _enumeration(name: str, choices: Mapping[str, Mapping[str, Any]]) -> Enumeration:
    return Enumeration(
        name=name,
        labels={
            str(key): {language: str(texts[language]) for language in LANGUAGES}
            for key, texts in choices.items()
        },
        aliases={str(key): _words(texts.get("aliases")) for key, texts in choices.items()},
        visibilities={
            str(key): Visibility[texts["visibility"].upper()]
            for key, texts in choices.items()
            if "visibility" in texts
        },
        shown_as={
            str(key): texts["shownAs"] for key, texts in choices.items() if "shownAs" in texts
        },
    )


def _all_languages(words: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    return tuple(word for each in words.values() for word in each)


def _words(value: Iterable[Any] | None) -> tuple[str, ...]:
    return tuple(str(word) for word in value or ())


def _table(
    key: str, content: Mapping[str, Any], enumerations: Mapping[str, Enumeration]
) -> TableSchema:
    extras = content["handbook"]
    missing = frozenset(str(text) for text in content.get("missingValues", ("",)))
    targets = {
        each["fields"]: each["reference"]["resource"] or key
        for each in content.get("foreignKeys", ())
    }
    fields = tuple(_field(key, each, enumerations, targets, missing) for each in content["fields"])
    primary_key = content["primaryKey"]
    label = extras.get("label", ())
    return TableSchema(
        key=key,
        titles=extras["title"],
        descriptions=extras["description"],
        aliases=_words(extras.get("aliases")),
        is_core=bool(extras.get("core")),
        fields=fields,
        primary_key=primary_key,
        key_required=next(field.required for field in fields if field.name == primary_key),
        id_prefix=extras["idPrefix"],
        label=(label,) if isinstance(label, str) else _words(label),
        unique_together=tuple(_words(group) for group in extras.get("uniqueTogether", ())),
        order=tuple((first, second) for first, second in extras.get("order", ())),
        agreements=tuple((own, path) for own, path in extras.get("agree", ())),
        daily=_words(extras.get("daily")),
        keyed_by=_words(extras.get("keyedBy")),
        is_published=bool(extras.get("published")),
        rows_apart=bool(extras.get("rowsApart")),
    )


def _field(
    sheet: str,
    content: Mapping[str, Any],
    enumerations: Mapping[str, Enumeration],
    targets: Mapping[str, str],
    missing: frozenset[str],
) -> Field:
    extras = content["handbook"]
    constraints = content.get("constraints", {})
    name = content["name"]
    return Field(
        sheet=sheet,
        name=name,
        kind=extras["kind"],
        titles=extras["title"],
        descriptions=extras["description"],
        aliases=_words(extras.get("aliases")),
        visibility=Visibility[extras["visibility"].upper()],
        filled_by=Party(extras["filledBy"]),
        required=bool(constraints.get("required")),
        required_when={
            other: _words(keys) for other, keys in extras.get("requiredWhen", {}).items()
        },
        enumeration=enumerations[extras["enumeration"]] if "enumeration" in extras else None,
        target=targets.get(name) or extras.get("references", ""),
        pattern=constraints.get("pattern", ""),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        max_length=constraints.get("maxLength"),
        units_of_measure=_words(extras.get("unitOfMeasure")),
        month_precision=extras.get("monthPrecision", ""),
        missing_values=missing,
        derived=extras.get("derived", ""),
        default=str(extras.get("default", "")),
        example=str(extras.get("example", "")),
        whole_batch=_words(extras.get("wholeBatch")),
    )
