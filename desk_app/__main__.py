"""Run the command line as ``python -m desk_app``."""

import multiprocessing
import sys

from desk_app.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # an installed program is also what its helpers are run by
    sys.exit(main())
