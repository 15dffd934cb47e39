"""Keep beside the records how far they have come, so that what is lost at their end is noticed.

The history shows by itself what was changed in it, but not what is gone from its end: with damage
of the log beside the file, or with an older file in its place. So after each change that is in the
history its head, the newest filing and the latest numbers are sealed into a small file.

The seal may lag behind the records, by what a power cut came in between; nothing is wrong with
that. Records that lag behind the seal have lost something. A seal is replaced only by one further
on in the same history, whoever writes first. Routine (a paper that came out, somebody signing in)
is left to the next change of a filing: it is not worth waiting for the disk once more. ``witness``
remembers it outside the folder.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlmodel import Session

from desk_app import files
from desk_app.errors import EnvironmentFailureError
from desk_app.records.gap import Gap, GapKind
from desk_app.storage.folder.lock import briefly
from desk_app.storage.folder.sealing import Sealer
from desk_app.storage.schema.tables import AUDIT, AUDIT_HEAD, DAY_SEQ, FILING, HALL, META

FILE_NAME = "records.seal"
FACT = "sealed"
"""The fact in the records that says that there is a seal beside them."""
NOTED, GIVEN = "noted", "given"
"""In the notes of a session: whether the history grew by more than routine, and the last number of
each day."""

_LOCK = "seal.lock"
_PURPOSE = "desk-app end of the history"
_DAYS = 60  # days whose last number is kept, of all counters together
_SLOT, _LENGTH = 4096, 2  # two places that take turns, each with the length of what is in it
_NEWEST = select(func.max(FILING.c.id)).scalar_subquery()
_REACHED = select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.hash, _NEWEST)
_EXPECTED = select(func.count()).select_from(META).where(META.c.name == FACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far records have come; ``numbers`` are the last serial of each counter's day."""

    seq: int
    digest: str
    newest: int  # id of the filing registered last
    numbers: Mapping[str, int]

    @property
    def head(self) -> str:
        """The head of the history as it is printed on papers."""
        return f"{self.seq}-{self.digest[:16]}"


class Seal:
    """The seal beside the records of one folder."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._path = folder / FILE_NAME
        self._sealer = Sealer(key, _PURPOSE)
        # What the file was when it was written here: its bytes, the newest mark, where that stands.
        self._known: _Content = (b"", None, 0)

    @property
    def exists(self) -> bool:
        """Tell whether there is a file that can be read or not."""
        return self._path.exists()

    def advance(self, mark: Mark, *, holds: Callable[[Mark], bool]) -> Mark | None:
        """Seal how far the records have come, and return what is sealed now.

        ``holds`` tells whether their history has a mark. A seal of another history, or one that
        is further on, stays; None is returned where it is another's. Raises
        EnvironmentFailureError where it cannot be written.
        """
        with briefly(self._folder, _LOCK):
            content = self._read()
            known = content == self._known[0]
            _, found, place = self._known if known else self._newest(content)
            if found is None:
                self._write(_latest(mark))
            elif known or holds(found):
                self._turn(content, _further(found, mark), into=_SLOT - place)
            else:
                return None
            return self._known[1]

    def renew(self, mark: Mark) -> None:
        """Seal the records as they are now, whatever was sealed before."""
        with briefly(self._folder, _LOCK):
            self._write(_latest(mark))

    def _write(self, mark: Mark) -> None:
        content = self._closed(mark) + bytes(_SLOT)
        files.write_whole(self._path, content)
        self._known = content, mark, 0

    def compare(self, connection: Connection) -> Gap | None:
        """Return how far records fall short of the seal, or None where they do not.

        The seal must be read before the records are: call it with a connection that has not
        begun to read.
        """
        expected = self.sealed()
        if expected is None:
            if not connection.execute(_EXPECTED).scalar():
                return None  # records of a time when there were no seals
            return Gap(kind=GapKind.UNKNOWN, sealed="", found=reached(connection).head)
        return shortfall(connection, expected)

    def sealed(self) -> Mark | None:
        """Return what is sealed; None where there is nothing that can be read."""
        return self._newest(self._read())[1]

    def _read(self) -> bytes:
        try:
            return self._path.read_bytes()
        except OSError:
            return b""

    def _newest(self, content: bytes) -> "_Content":
        """Return content with the newest mark in it and where that stands."""
        found = [(self._opened(content[place : place + _SLOT]), place) for place in (0, _SLOT)]
        marks = [(one, place) for one, place in found if one is not None]
        newest, place = max(marks, key=lambda pair: pair[0].seq, default=(None, 0))
        return content, newest, place

    def _opened(self, slot: bytes) -> Mark | None:
        length = int.from_bytes(slot[:_LENGTH])
        with suppress(EnvironmentFailureError):
            return Mark(**json.loads(self._sealer.unseal(slot[_LENGTH : _LENGTH + length])))
        return None

    def _closed(self, mark: Mark) -> bytes:
        sealed = self._sealer.seal(json.dumps(asdict(mark)).encode())
        return (len(sealed).to_bytes(_LENGTH) + sealed).ljust(_SLOT, b"\0")

    def _turn(self, content: bytes, mark: Mark, *, into: int) -> None:
        """Write a mark into the place of the older of the two; the newer one stays meanwhile.

        Not as a file of its own: putting one in the place of another costs a counter with a slow
        disk three times the wait of the commit itself, at each registering.
        """
        slot = self._closed(mark)
        with files.explained(), self._path.open("r+b", buffering=0) as file:
            file.seek(into)
            file.write(slot)
            os.fsync(file.fileno())
        content = content.ljust(2 * _SLOT, b"\0")
        self._known = content[:into] + slot + content[into + _SLOT :], mark, into


_Content = tuple[bytes, Mark | None, int]


def mark(session: Session) -> Mark | None:
    """Return how far a session brings the records; None where it adds nothing to the history.

    ``session.info[NOTED]`` says whether it is more than routine.
    """
    if NOTED not in session.info:
        return None
    return replace(reached(session.connection()), numbers=session.info.get(GIVEN, {}))


def reached(connection: Connection) -> Mark:
    """Return how far the records have come."""
    found = connection.execute(_REACHED).one_or_none()
    seq, digest, newest = found or (0, b"", 0)  # no row: the check of the history says so
    return Mark(seq=seq, digest=bytes(digest).hex(), newest=newest or 0, numbers={})


def full(connection: Connection) -> Mark:
    """Return how far the records have come, with the last numbers of the latest days."""
    query = (
        select(HALL.c.code, DAY_SEQ.c.counter, DAY_SEQ.c.day, DAY_SEQ.c.last)
        .select_from(DAY_SEQ.join(HALL, HALL.c.id == DAY_SEQ.c.hall_id))
        .order_by(DAY_SEQ.c.day.desc())
        .limit(_DAYS)
    )
    found = connection.execute(query)
    numbers = {f"{code}-{no:02d}-{day:%Y%m%d}": last for code, no, day, last in found}
    return replace(reached(connection), numbers=numbers)


def shortfall(connection: Connection, expected: Mark, *, kind: GapKind | None = None) -> Gap | None:
    """Return how far records fall short of a mark; None where their history goes on from it."""
    if holds(connection, expected):
        return None
    found = reached(connection)
    told = GapKind.MISSING if found.seq < expected.seq else GapKind.BRANCHED
    return Gap(
        kind=kind or told,
        sealed=expected.head,
        found=found.head,
        entries=max(0, expected.seq - found.seq),
        filings=max(0, expected.newest - found.newest),
        numbers=tuple(_absent(connection, expected)),
    )


def holds(connection: Connection, one: Mark) -> bool:
    """Tell whether the history of the records goes on from a mark."""
    if one.seq == 0:
        return True
    found = connection.execute(select(AUDIT.c.hash).where(AUDIT.c.seq == one.seq)).scalar()
    return found is not None and bytes(found).hex() == one.digest


def _further(found: Mark, new: Mark) -> Mark:
    """Return the one of two marks of a history that is further on, with the numbers of both."""
    numbers = dict(found.numbers)
    for day, last in new.numbers.items():
        numbers[day] = max(last, numbers.get(day, 0))
    return _latest(replace(max(found, new, key=lambda one: one.seq), numbers=numbers))


def _latest(mark: Mark) -> Mark:
    """Return a mark with the numbers of the latest days only; a name ends with its day."""
    names = sorted(mark.numbers, key=lambda name: (name[-8:], name))[-_DAYS:]
    return replace(mark, numbers={name: mark.numbers[name] for name in names})


def _absent(connection: Connection, expected: Mark) -> Iterator[str]:
    """Yield the record numbers that were given and are not known here."""
    for name, last in expected.numbers.items():
        hall, counter, day = name.rsplit("-", 2)
        query = (
            select(DAY_SEQ.c.last)
            .select_from(DAY_SEQ.join(HALL, HALL.c.id == DAY_SEQ.c.hall_id))
            .where(HALL.c.code == hall, DAY_SEQ.c.counter == int(counter))
            .where(DAY_SEQ.c.day == datetime.strptime(day, "%Y%m%d").date())  # noqa: DTZ007 - a day
        )
        known = connection.execute(query).scalar() or 0
        yield from (f"{name}-{serial:04d}" for serial in range(known + 1, last + 1))
