"""The records know how often the key file was changed: an older one in its place is noticed."""

from pathlib import Path

from sqlmodel import Session

from desk_app.errors import EnvironmentFailureError
from desk_app.storage.keys import keyfile
from desk_app.storage.schema import meta

_OLDER = (
    "密钥文件 keys.json 比数据旧：它被换成了以前的一份，以前的口令因此又能用，所以没有打开。"
    "请取回原来的 keys.json 或 keys.json.before；没有时，由主管用备份恢复。"
)


def meet(session: Session, folder: Path) -> None:
    """Have the records learn of the present key file, in the session's transaction.

    Raises EnvironmentFailureError where they know a newer one.
    """
    present = keyfile.load(folder).generation
    known = _known(session)
    if present < known:
        raise EnvironmentFailureError(_OLDER)
    if present > known:
        meta.put(session, name=meta.KEYS, value=present)


def _known(session: Session) -> int:
    return int(meta.get(session, name=meta.KEYS) or 0)
