"""A small stand-in for the parts of Google Sheets v4 and Drive v3 that a register needs.

It is the tests' server, and the sandbox in which anyone tries the loop without an account.
"""

from sheets_server.faults import Fault
from sheets_server.refusals import Refusal
from sheets_server.serving import Served, Server, running
from sheets_server.store import Store

__all__ = ["Fault", "Refusal", "Served", "Server", "Store", "running"]
