"""Ask the printing system what became of a job, in its own protocol (IPP, RFC 8011).

The asking is done by the library every CUPS program uses, libcups: it is there wherever ``lp``
is, and finds the scheduler as ``lp`` does (CUPS_SERVER, client.conf, socket or network).
"""

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import POINTER, c_char_p, c_double, c_int, c_void_p
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from urllib.parse import quote

PATIENCE_S = 10
"""Seconds the printing system may take for an answer."""
_LIBRARIES = ("libcups.so.2", "libcups.2.dylib")
_FAMILY_ANY, _BLOCKING = 0, 1
_OPERATION = 1  # the group of attributes that a request is made of
_INTEGER, _ENUM, _NAME, _KEYWORD, _URI = 0x21, 0x23, 0x42, 0x44, 0x45
_STRINGS = range(0x40, 0x4A)
_GET_JOB, _GET_JOBS, _GET_PRINTER = 0x0009, 0x000A, 0x000B
_OK_LAST, _NOT_FOUND = 0x00FF, 0x0406
_STOPPED = 5
_OF_A_JOB = (
    "job-id",
    "job-name",
    "job-state",
    "job-uuid",
    "time-at-creation",
    "time-at-processing",
    "job-printer-up-time",
)
_OF_A_QUEUE = ("printer-state", "printer-state-reasons")

Attributes = Mapping[str, tuple[int | str, ...]]


class JobState(IntEnum):
    """The states of a job in RFC 8011, 5.3.7."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


class NoAnswerError(Exception):
    """The printing system did not answer: nothing is known, neither good nor bad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as the printing system tells it.

    Numbers begin anew when its memory is cleared; ``mark`` is never that of another job.
    """

    number: int
    title: str  # nothing where this user may not read it
    state: JobState
    begun: bool  # whether the printer was ever given any of it
    busy_s: int  # seconds since then, by the printing system's own clock
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How a printer's queue stands; ``reasons`` are keywords such as ``media-empty-error``."""

    stopped: bool
    reasons: frozenset[str]


class Connection:
    """A connection to the printing system; made by ``connected``.

    Every question raises NoAnswerError where it is not answered.
    """

    def __init__(self, library: ctypes.CDLL, http: int) -> None:
        self._library, self._http = library, http

    def job(self, number: int) -> Job | None:
        """Return a job; None where the printing system knows none of this number."""
        request = self._request(_GET_JOB, "job-uri", f"ipp://localhost/jobs/{number}", _OF_A_JOB)
        found = self._answer(request, b"/jobs")
        return None if found is None else _job(found[0] if found else {})

    def jobs(self) -> tuple[Job, ...]:
        """Return every job the printing system knows, ended ones included."""
        request = self._request(_GET_JOBS, "printer-uri", "ipp://localhost/", _OF_A_JOB)
        self._library.ippAddString(request, _OPERATION, _KEYWORD, b"which-jobs", None, b"all")
        return tuple(_job(one) for one in self._answer(request, b"/") or () if one)

    def queue(self, name: str) -> Queue | None:
        """Return how a queue stands; None where there is none of this name."""
        uri = f"ipp://localhost/printers/{quote(name)}"
        request = self._request(_GET_PRINTER, "printer-uri", uri, _OF_A_QUEUE)
        found = self._answer(request, b"/")
        if not found:
            return None
        reasons = frozenset(map(str, found[0].get("printer-state-reasons", ())))
        state = found[0].get("printer-state", (0,))[0]
        return Queue(stopped=state == _STOPPED, reasons=reasons - {"none"})

    def _request(self, operation: int, name: str, uri: str, wanted: Sequence[str]) -> int:
        library = self._library
        request: int = library.ippNewRequest(operation)
        for tag, key, value in (
            (_URI, name.encode(), uri.encode()),
            (_NAME, b"requesting-user-name", library.cupsUser()),
        ):
            library.ippAddString(request, _OPERATION, tag, key, None, value)
        names = (c_char_p * len(wanted))(*(one.encode() for one in wanted))
        key = b"requested-attributes"
        library.ippAddStrings(request, _OPERATION, _KEYWORD, key, len(wanted), None, names)
        return request

    def _answer(self, request: int, resource: bytes) -> list[Attributes] | None:
        """Return the groups of an answer; None where what was asked after does not exist."""
        library = self._library
        answer = library.cupsDoRequest(self._http, request, resource)  # it frees the request
        try:
            code = library.ippGetStatusCode(answer) if answer else library.cupsLastError()
            if code == _NOT_FOUND:
                return None
            if not answer or code > _OK_LAST:
                raise NoAnswerError(f"IPP {code:#06x}")
            return list(_groups(library, answer))
        finally:
            if answer:
                library.ippDelete(answer)


@contextmanager
def connected() -> Iterator[Connection]:
    """Open a connection to this user's printing system.

    Raises NoAnswerError where there is none, or where its library is not installed.
    """
    library = _library()
    if library is None:
        raise NoAnswerError("no libcups")
    library.cupsSetServer(None)  # else the thread goes on with what it found when it first asked
    http = library.httpConnect2(
        library.cupsServer(),
        library.ippPort(),
        None,
        _FAMILY_ANY,
        library.cupsEncryption(),
        _BLOCKING,
        PATIENCE_S * 1000,
        None,
    )
    if not http:
        raise NoAnswerError("no scheduler")
    try:
        library.httpSetTimeout(http, PATIENCE_S, None, None)
        yield Connection(library, http)
    finally:
        library.httpClose(http)


def _job(found: Attributes) -> Job:
    try:
        state = JobState(int(found["job-state"][0]))
        number = int(found["job-id"][0])
    except (KeyError, ValueError):
        raise NoAnswerError("a job without a state") from None
    begun, now = found.get("time-at-processing", ()), found.get("job-printer-up-time", ())
    mark = found.get("job-uuid") or found.get("time-at-creation") or ("",)
    return Job(
        number=number,
        title=str(found.get("job-name", ("",))[0]),
        state=state,
        begun=bool(begun),
        busy_s=int(now[0]) - int(begun[0]) if begun and now else 0,
        mark=str(mark[0]),
    )


def _groups(library: ctypes.CDLL, answer: int) -> Iterator[Attributes]:
    """Read the attributes of an answer, one mapping for each thing it tells of."""
    group: dict[str, tuple[int | str, ...]] = {}
    attribute = library.ippFirstAttribute(answer)
    while attribute:
        name = library.ippGetName(attribute)  # None between two things
        if name is None:
            yield group
            group = {}
        elif library.ippGetGroupTag(attribute) != _OPERATION:
            group[name.decode()] = _values(library, attribute)
        attribute = library.ippNextAttribute(answer)
    if group:
        yield group


def _values(library: ctypes.CDLL, attribute: int) -> tuple[int | str, ...]:
    tag, count = library.ippGetValueTag(attribute), library.ippGetCount(attribute)
    if tag in {_INTEGER, _ENUM}:
        return tuple(library.ippGetInteger(attribute, place) for place in range(count))
    if tag not in _STRINGS:
        return ()
    found = (library.ippGetString(attribute, place, None) for place in range(count))
    return tuple((text or b"").decode("utf-8", "replace") for text in found)


@cache
def _library() -> ctypes.CDLL | None:
    """Return libcups with its functions declared; None where it is not installed."""
    for name in _LIBRARIES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        try:
            for function, (result, *arguments) in _SIGNATURES.items():
                declared = getattr(library, function)
                declared.restype, declared.argtypes = result, arguments
        except AttributeError:  # older than CUPS 1.7
            return None
        return library
    return None


_STRING_LIST = POINTER(c_char_p)
_SIGNATURES: Mapping[str, tuple[type | None, ...]] = {
    "cupsDoRequest": (c_void_p, c_void_p, c_void_p, c_char_p),
    "cupsEncryption": (c_int,),
    "cupsLastError": (c_int,),
    "cupsServer": (c_char_p,),
    "cupsSetServer": (None, c_char_p),
    "cupsUser": (c_char_p,),
    "httpClose": (None, c_void_p),
    "httpConnect2": (
        c_void_p, c_char_p, c_int, c_void_p, c_int, c_int, c_int, c_int, c_void_p,
    ),
    "httpSetTimeout": (None, c_void_p, c_double, c_void_p, c_void_p),
    "ippAddString": (c_void_p, c_void_p, c_int, c_int, c_char_p, c_char_p, c_char_p),
    "ippAddStrings": (
        c_void_p, c_void_p, c_int, c_int, c_char_p, c_int, c_char_p, _STRING_LIST,
    ),
    "ippDelete": (None, c_void_p),
    "ippFirstAttribute": (c_void_p, c_void_p),
    "ippGetCount": (c_int, c_void_p),
    "ippGetGroupTag": (c_int, c_void_p),
    "ippGetInteger": (c_int, c_void_p, c_int),
    "ippGetName": (c_char_p, c_void_p),
    "ippGetStatusCode": (c_int, c_void_p),
    "ippGetString": (c_char_p, c_void_p, c_int, c_void_p),
    "ippGetValueTag": (c_int, c_void_p),
    "ippNewRequest": (c_void_p, c_int),
    "ippNextAttribute": (c_void_p, c_void_p),
    "ippPort": (c_int,),
}  # fmt: skip
"""The functions of libcups used here, their results before their arguments."""
