"""One program window per data folder."""

from pathlib import Path


class FolderLock:
    """Hold the data folder for this process; the system lets go when the process ends."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; raise EnvironmentFailureError when another process holds it."""
        raise NotImplementedError

    def release(self) -> None:
        """Let the folder go."""
        raise NotImplementedError
