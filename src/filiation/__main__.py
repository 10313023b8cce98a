"""Run the command line with `python -m filiation`."""

import sys

from filiation.cli.main import main

sys.exit(main())
