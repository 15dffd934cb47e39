"""Files that appear whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a private file beside ``target`` to fill; it takes its place only when all went well.

    What was at ``target`` stays until then; on any error the half-written file is removed.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def write_whole(target: Path, content: bytes) -> Path:
    """Write a file whole, readable by its owner only, and return its path."""
    with replacing(target) as part:
        part.write_bytes(content)
    return target
