"""Start the server alone: `python -m sheets_server --port 8765`."""

from __future__ import annotations

import argparse
import gc
import sys
import threading
from datetime import UTC, datetime

from sheets_server.serving import running
from sheets_server.store import Store


def main() -> None:
    """Serve an empty store until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m sheets_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 for a free one")
    parser.add_argument("--title", help="create a spreadsheet with this title")
    arguments = parser.parse_args()
    # A spreadsheet is millions of small objects without cycles; searching them costs seconds.
    gc.set_threshold(100_000, 50, 100)
    store = Store(clock=lambda: datetime.now(UTC))
    with running(store, arguments.port, log_limit=0) as server:
        sys.stdout.write(f"{server.url}\n")
        if arguments.title:
            sys.stdout.write(f"{store.create(arguments.title)}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
