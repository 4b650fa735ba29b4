"""What the emulator is strict about is what Google's discovery document says."""

from __future__ import annotations

import json

import discovery
from sheets_server.methods import METHODS
from sheets_server.requests import REQUESTS


def test_the_shapes_of_requests_are_those_of_the_discovery_document():
    shapes = json.loads(discovery.SHAPES.read_text(encoding="utf-8"))
    assert shapes == discovery.shapes(), "write them anew: python tests/discovery.py"


def test_every_emulated_request_has_a_shape():
    kinds = discovery.shapes()["Request"]
    assert {kind: kinds[kind] for kind in REQUESTS if kinds[kind] == "any"} == {}


def test_every_method_is_one_of_googles_with_its_verb_and_parameters():
    for method in METHODS:
        if method.name:
            _, described = discovery.methods()[method.name]
            assert described["httpMethod"] == method.verb
            known = described["parameters"].keys() | {"includeItemsFromAllDrives"}
            known |= {"supportsAllDrives", "supportsTeamDrives"}
            assert method.query - known == set()


def test_an_unknown_field_of_a_reply_is_noticed():
    class Entry:
        name = "sheets.spreadsheets.values.get"
        query: dict[str, list[str]] = {}  # noqa: RUF012
        body = None
        status = 200
        fault = None
        response = {"range": 1, "cells": []}  # noqa: RUF012

    assert discovery.problems_of(Entry()) == [
        "sheets.spreadsheets.values.get: reply.range: 1 is no string",
        "sheets.spreadsheets.values.get: reply.cells: no such field",
    ]
