"""What every test shares."""

import os

# Decided before Qt is imported by anything; tests/run.sh makes a second pass with "xcb".
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("SOURCE_DATE_EPOCH", None)
