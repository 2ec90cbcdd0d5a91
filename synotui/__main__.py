"""`python -m synotui`: the same program as the `synotui` script."""

import sys

from synotui.cli import main

if __name__ == "__main__":
    sys.exit(main())
