"""The file of a hall package: a list of its parts, and the parts, each with its fingerprint."""

import hashlib
import lzma
import zipfile
import zlib
from pathlib import Path
from typing import Any

from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.given import is_portable
from desk_app.services.lists import json_text

LIST = "package.json"
FORMAT = "desk-app-hall-package-1"
_LARGEST = 200 * 1024 * 1024  # unpacked; more is no hall package
_LARGEST_LIST = 1024 * 1024
_MOST_FILES = 1000
MALFORMED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),  # damaged
    *(RuntimeError, NotImplementedError),  # locked by a password, packed in an unknown way
    *(ValueError, LookupError, TypeError, AttributeError),  # not the list we write
    *(RefusedError, OSError, EOFError, OverflowError),
)
NOT_OURS = "这个文件不是厅包，或已损坏、被改动过。请向提供者重新索取。"


def read(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return a package's list and files, every one compared with its fingerprint."""
    if not path.is_file():
        raise EnvironmentFailureError("找不到这个厅包。请核对文件名，确认磁盘或U盘已接好。")
    try:
        with zipfile.ZipFile(path) as archive:
            _expect_bounded(archive)
            facts = json_text.parse(archive.read(LIST), what="厅包")
            listed = _listed(facts)
            parts = {name: archive.read(name) for name in listed}
            extra = set(archive.namelist()) - {LIST, *listed}
    except MALFORMED as error:
        raise EnvironmentFailureError(NOT_OURS) from error
    if extra or any(sha256(content) != listed[name] for name, content in parts.items()):
        raise EnvironmentFailureError(NOT_OURS)
    return facts, parts


def _expect_bounded(archive: zipfile.ZipFile) -> None:
    """Refuse, before anything is unpacked, what would fill the memory or names a file twice."""
    members = archive.infolist()
    sizes = {member.filename: member.file_size for member in members}
    too_large = sum(sizes.values()) > _LARGEST or sizes.get(LIST, 0) > _LARGEST_LIST
    if too_large or len(members) > _MOST_FILES or len(sizes) < len(members):
        raise EnvironmentFailureError(NOT_OURS)


def _listed(facts: Any) -> dict[str, str]:
    """Return the fingerprints of a package by file, when the list is one this program wrote."""
    texts = [facts["label"], facts["made_at"], *facts["files"].values(), *facts["fonts"].values()]
    if facts["format"] != FORMAT or not all(isinstance(one, str) for one in texts):
        raise EnvironmentFailureError(NOT_OURS)
    if not all(is_portable(name) for path in facts["files"] for name in path.split("/")):
        raise EnvironmentFailureError(NOT_OURS)
    if not all(is_portable(name) for name in facts["fonts"]):
        raise EnvironmentFailureError(NOT_OURS)
    return dict(facts["files"])


def sha256(content: bytes) -> str:
    """Return the fingerprint of a part."""
    return hashlib.sha256(content).hexdigest()
