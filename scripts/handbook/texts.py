"""Everything a site is made from beside the register and the written pages, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handbook.config import Project
from handbook.rendering.flow_charts import Flow, load_flows
from handbook.rendering.messages import Messages, load_messages
from handbook.schema import Schema, load_schema
from handbook.schemes import Scheme, load_schemes
from handbook.site import settings, site_address

STALE_AFTER_HOURS = 72.0
"""So old may data be before readers are warned, where mkdocs.yml says nothing else."""


@dataclass(frozen=True, eq=False)
class Texts:
    """Schema and message files, read once.

    Attributes:
        schema: What the register consists of.
        messages: What findings say.
        contact: Mail address for mistakes, from `extra.contact` of mkdocs.yml; blank for none.
        schemes: The schemes of secondment.
        flows: Language → flow charts of the guidance.
        calendar_names: Whether calendars say names instead of ids, from `extra.calendar_names`.
        site_url: Address the site will be read at, with a slash at its end; blank for unknown.
        stale_after_hours: So old may data be before readers are warned, from
            `extra.stale_after_hours`.
    """

    schema: Schema
    messages: Messages
    contact: str = ""
    schemes: tuple[Scheme, ...] = ()
    flows: Mapping[str, tuple[Flow, ...]] = field(default_factory=dict)
    calendar_names: bool = False
    site_url: str = ""
    stale_after_hours: float = STALE_AFTER_HOURS


def load_texts(project: Project) -> Texts:
    """Read the schema and message files of a project.

    Raises:
        SchemaFileError: A file cannot be used.
    """
    folder = project.schema_folder
    extra = settings(project.root)
    return Texts(
        load_schema(folder),
        load_messages(folder / "messages"),
        str(extra.get("contact", "")),
        load_schemes(folder / "schemes.yaml"),
        load_flows(folder / "flows.yaml"),
        extra.get("calendar_names") is True,
        site_address(project.root),
        float(extra.get("stale_after_hours", STALE_AFTER_HOURS)),
    )
