"""Keep what is being typed in a file of its own where the data folder is gone, and bring it back.

The file is sealed with the data key, which the open program still has: it opens wherever the same
records are opened again, from the folder that was put back or from a backup, and nowhere else;
also after they were given a new data key.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from desk_app import files
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import drafts
from desk_app.storage.filings import filings
from desk_app.storage.folder import sealing
from desk_app.storage.keys import keys
from desk_app.storage.schema.failures import FolderGoneError

__all__ = ["SUFFIX", "FolderGoneError", "bring_back", "put_elsewhere"]

SUFFIX = ".deskdraft"

_PURPOSE = "desk-app draft elsewhere"
_FORMAT = "desk-app-draft-1"
_LONGEST = 16 * 1024 * 1024
_FOREIGN = (
    "这个文件打不开：它不是另存的草稿，或不是用这份数据存的，或已损坏。"
    "请先打开存它时的那份数据（或由备份恢复的），再取回。"
)


def put_elsewhere(
    *, desk: Desk, case: Mapping[str, Any], target: Path, filing: FilingRecord | None = None
) -> Path:
    """Write a raw case into a file anywhere, encrypted, and read it back before it counts.

    ``filing`` is the one the case changes. Raises EnvironmentFailureError where the place cannot
    be written.
    """
    content = {
        "format": _FORMAT,
        "case": dict(case),
        "filing": filing.number if filing else None,
    }
    text = json.dumps(content, ensure_ascii=True).encode()
    key = desk.database.key
    sealed = sealing.seal(key, _PURPOSE, text)
    return files.write_whole(target, sealed, check=lambda found: _opened((key,), found))


def bring_back(*, desk: Desk, path: Path) -> DraftRecord:
    """Make a draft of what was put elsewhere; the file stays.

    Raises RefusedError for a file that is none of these records.
    """
    with files.explained():
        if path.stat().st_size > _LONGEST:
            raise RefusedError(_FOREIGN)
        sealed = path.read_bytes()
    key = desk.database.key
    content = _opened((key, *keys.former(desk.folder, key=key)), sealed)
    filing = None
    if content["filing"]:
        with desk.database.reading() as session:
            filing = filings.by_number(session, number=content["filing"])
    return drafts.save(desk=desk, case=content["case"], filing=filing)


def _opened(tried: Iterable[bytes], sealed: bytes) -> dict[str, Any]:
    """Return what was sealed under one of some data keys."""
    content = None
    for key in tried:
        with suppress(EnvironmentFailureError):
            content = json.loads(sealing.unseal(key, _PURPOSE, sealed))
            break
    if content is None:
        raise RefusedError(_FOREIGN)
    if content["format"] != _FORMAT:
        raise RefusedError("这份草稿是由更新版本的程序存的。请先升级本程序，再取回。")
    found: dict[str, Any] = content
    return found
