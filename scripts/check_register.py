"""Check the pulled register, as the publish workflow does: `handbook check`."""

import sys

from handbook.cli import main

if __name__ == "__main__":
    main(["check", *sys.argv[1:]])
