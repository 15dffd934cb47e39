"""What programs of another user need: a scheduler, a server, somebody who may only read."""

import tempfile
from pathlib import Path


def let_in(folder: Path) -> None:
    """Let other users through to a folder of a test; pytest closes what it makes on the way."""
    everybody_s = Path(tempfile.gettempdir()).resolve()
    for parent in folder.resolve().parents:
        if parent == everybody_s or not parent.is_relative_to(everybody_s):
            return
        parent.chmod(0o755)
