"""Remember outside the data folder how far its records had come.

A data folder that was put back as a whole to an earlier day fits the seal in it. So a small file
among the user's own settings, sealed under the data key, keeps how far the records of a place had
come: with each change, also with routine that the seal in the folder does not wait for. It is not
waited for either: after a power cut it may lag behind, which is nothing wrong.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Connection

from desk_app import files
from desk_app.errors import EnvironmentFailureError
from desk_app.records.gap import Gap, GapKind
from desk_app.storage.folder import remembering
from desk_app.storage.folder.sealing import Sealer
from desk_app.storage.schema import seal
from desk_app.storage.schema.seal import Mark

_PURPOSE = "desk-app how far the records had come"
_DIGEST, _HALL = 32, 16


class Witness:
    """What is remembered of the records in one folder; ``hall`` is the id of their key file.

    A copy of them that lies somewhere else is remembered for itself.
    """

    def __init__(self, folder: Path, key: bytes, *, hall: str) -> None:
        self._folder, self._hall = folder, hall
        self._path = remembering.place(folder)
        self._tag = hashlib.sha256(hall.encode()).digest()[:_HALL]
        self._sealer = Sealer(key, _PURPOSE)

    def under(self, key: bytes) -> "Witness":
        """Return the same for the records under another data key."""
        return Witness(self._folder, key, hall=self._hall)

    def compare(self, connection: Connection) -> Gap | None:
        """Return how far records fall short of what is remembered, or None where they do not.

        Call it with a connection that has not begun to read, as ``Seal.compare``.
        """
        content = self._read()
        if not content:
            return None
        marks = self._opened(content)
        if marks is None:  # whole, and not of this key: the records had another one already
            found = seal.reached(connection)
            return Gap(kind=GapKind.BRANCHED, sealed="", found=found.head)
        firm, latest = marks
        found_short = seal.shortfall(connection, firm)
        if found_short is None:
            found_short = seal.shortfall(connection, latest, kind=GapKind.ROUTINE)
        return found_short

    def note(self, latest: Mark, *, firm: Mark | None) -> None:
        """Remember how far the records have come; ``firm`` is what was sealed beside them.

        None leaves that as it was remembered. What is further on already stays.
        """
        content = self._read()
        known = self._opened(content) if content else None
        if known is not None and known[1].seq >= latest.seq:
            return
        self._write(firm or (known[0] if known else latest), latest)

    def renew(self, mark: Mark) -> None:
        """Remember the records as they are, whatever was remembered before."""
        self._write(mark, mark)

    def _write(self, firm: Mark, latest: Mark) -> None:
        marks = [asdict(firm), asdict(latest)]
        told = self._tag + self._sealer.seal(json.dumps(marks).encode())
        content = hashlib.sha256(told).digest() + told
        # What cannot be remembered is no reason not to work.
        with suppress(OSError, EnvironmentFailureError):
            if not self._path.exists():
                files.write_whole(_private(self._path), content)
                return
            with self._path.open("r+b", buffering=0) as file:
                file.write(content)
                file.truncate(len(content))

    def _read(self) -> bytes:
        """Return what is sealed; nothing of another hall's, and where it was cut off in writing."""
        try:
            content = self._path.read_bytes()
        except OSError:
            return b""
        digest, told = content[:_DIGEST], content[_DIGEST:]
        whole = hashlib.sha256(told).digest() == digest
        return told[_HALL:] if whole and told.startswith(self._tag) else b""

    def _opened(self, sealed: bytes) -> tuple[Mark, Mark] | None:
        with suppress(EnvironmentFailureError):
            firm, latest = json.loads(self._sealer.unseal(sealed))
            return Mark(**firm), Mark(**latest)
        return None


def _private(path: Path) -> Path:
    files.private_folder(path.parent)
    return path
