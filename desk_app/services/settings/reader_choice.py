"""Which card reader this computer has and whether it reads by itself.

It belongs to the computer, not to the records, so it is kept in a small file beside them and no
backup brings it along.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from desk_app.devices import registry
from desk_app.devices.reader import DeviceInfo
from desk_app.files import write_whole

FILE = "card_reader.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderChoice:
    """``device`` is as for ``registry.opener``; None takes the first reader that answers."""

    automatic: bool = False
    device: str | None = None


def read(folder: Path) -> ReaderChoice:
    """Return what was chosen; a file that cannot be read counts as nothing chosen."""
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
        device = content["device"]
        return ReaderChoice(
            automatic=content["automatic"] is True, device=None if device is None else str(device)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ReaderChoice()


def keep(folder: Path, choice: ReaderChoice) -> None:
    """Keep a choice; raise EnvironmentFailureError where the folder cannot be written."""
    write_whole(folder / FILE, json.dumps(asdict(choice)).encode())


def found() -> tuple[DeviceInfo, ...]:
    """Return the readers this computer may have; it takes a moment to look."""
    return registry.find()


def name_of(info: DeviceInfo) -> str:
    """Return what ``device`` is for a reader that was found."""
    return f"{info.source}:{info.address}"
