"""Answer in the shared sheet, as the publish workflow does: `handbook annotate`."""

import sys

from handbook.cli import main

if __name__ == "__main__":
    main(["annotate", *sys.argv[1:]])
