"""What is stamped into written pages: flow charts, the year's calendar, the programme of a scheme.

A page asks for one by a comment on a line of its own, such as `<!-- flow: leave -->`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2 import Environment

from handbook.pages import Book
from handbook.pages.scheme import scheme_parts
from handbook.pages.year import year_calendar
from handbook.rendering.flow_charts import Flow, flow_svg
from handbook.schemes import Scheme


def render_regions(
    book: Book, environment: Environment, schemes: Iterable[Scheme], flows: Iterable[Flow]
) -> Iterator[tuple[str, str]]:
    """Give every region with what its comment says, such as `scheme: S07`.

    Links in it lead from a page one folder deep.

    Args:
        book: What all pages share.
        environment: Of the language of the book.
        schemes: All there are.
        flows: All charts in the language of the book.
    """
    for flow in flows:
        yield f"flow: {flow.name}", str(flow_svg(flow))
    calendar = environment.get_template("calendar.html")
    yield "calendar: year", calendar.render(calendar=year_calendar(book))
    parameters = environment.get_template("scheme.html")
    reading = environment.get_template("reading.html")
    for part in scheme_parts(book, schemes):
        yield f"scheme: {part.number}", parameters.render(part=part)
        yield f"reading: {part.number}", reading.render(part=part)
