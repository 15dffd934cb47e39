"""Read a case file: one case, or a list of them, as JSON."""

from pathlib import Path
from typing import Any

from desk_app import given
from desk_app.errors import RefusedError
from desk_app.services.lists import json_text

LARGEST = 20_000_000  # bytes; ten thousand cases
_WHAT = "案件文件"


def read(path: Path) -> list[Any]:
    """Return the cases of a file, raw as they stand there.

    Raises RefusedError for what is no case file, EnvironmentFailureError where it cannot be read.
    """
    content = given.read(path, what=_WHAT, most=LARGEST)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError("案件文件不是 UTF-8 编码，请另存为 UTF-8 后重试。") from None
    cases = json_text.parse(text, what=_WHAT)
    return cases if isinstance(cases, list) else [cases]
