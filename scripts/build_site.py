"""Build the site, as the publish workflow does: `handbook build`."""

import sys

from handbook.cli import main

if __name__ == "__main__":
    main(["build", *sys.argv[1:]])
