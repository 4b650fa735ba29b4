"""Pull the shared sheet, as the publish workflow does: `handbook pull`."""

import sys

from handbook.cli import main

if __name__ == "__main__":
    main(["pull", *sys.argv[1:]])
