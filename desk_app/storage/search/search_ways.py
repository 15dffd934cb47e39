"""The ways a word typed into the one box can be meant, each as a query for people.

The queries are written once: putting one together costs more than running it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, bindparam, select
from sqlmodel import Session

from desk_app.policy import record_numbers, regions
from desk_app.storage.schema import search_index
from desk_app.storage.schema.search_terms import FORMER_HEAD, FORMER_TAIL, folded, terms
from desk_app.storage.schema.tables import FILING, PERSON, SEARCH_KEY

_LAST = "\U0010ffff"  # sorts behind every character
_DIGITS = re.compile(r"[0-9]+[Xx]?")
_NUMBERED = re.compile(r"(?=.*[0-9])[0-9A-Za-z-]+")
_SERIAL_DIGITS = 4
_PLACE_CODE = 6
# Fewer digits than these begin the numbers of thousands, among whom nobody finds the one whose
# number ends with them.
_HEAD_DIGITS = 6
# A person may have several terms with the same beginning: in characters where one of their name
# comes twice, in letters often.
_TERMS, _TERMS_IN_LETTERS = 2, 4
# A row of a number costs less than one of a name or of a filing, and four digits end as many.
_FEW, _NUMBERED_FEW, _SPELLED_FEW = 100, 300, 400
_FORMER_MOST = 100  # people whose former names are looked at: each filing is read for its own
_READ, _READ_ALOUD = 5000, 600  # names at most, when people are judged one by one


class Queries(NamedTuple):
    """The two queries of a way: for the first people in order, and for those among some."""

    first: Select[Any]
    among: Select[Any]
    rows: int = 1  # of the first query for each person that is wanted
    reads_filings: bool = False  # each row of it lies on a page of its own
    newest_only: bool = False  # what is older than the first is not wanted


@dataclass(frozen=True, slots=True)
class Way:
    """One meaning of a word: its queries, and what they are asked with."""

    queries: Queries
    asked: Mapping[str, Any]

    @property
    def is_dear_to_judge(self) -> bool:
        """Whether ``among`` takes long for each person."""
        return False

    @property
    def reads_filings(self) -> bool:
        """Whether ``people`` takes long for each person."""
        return self.queries.reads_filings

    @property
    def newest_only(self) -> bool:
        """Whether nobody wants more than the first: a serial comes again every day."""
        return self.queries.newest_only

    @property
    def few(self) -> int:
        """How many people are asked for first where other words must fit them too."""
        return _FEW if self.reads_filings else _NUMBERED_FEW

    def is_worth_judging(self, judged: int, *, names: bool) -> bool:
        """Whether ``among`` is to be asked of more people after so many were judged.

        ``names`` says whether names may be looked at.
        """
        del judged, names
        return True

    def people(self, session: Session, *, limit: int) -> tuple[dict[int, None], bool]:
        """Return the first people found, once each and in order, and whether that is all."""
        most = limit * self.queries.rows
        asked = {**self.asked, "most": most}
        found = session.connection().execute(self.queries.first, asked).scalars().all()
        return dict.fromkeys(found), len(found) < most

    def among(self, session: Session, people: Collection[int]) -> set[int]:
        """Return which of some people are found."""
        asked = {**self.asked, "people": list(people)}
        return set(session.connection().execute(self.queries.among, asked).scalars().all())


class Named(Way):
    """The meaning as part of a name, of its pinyin or initials."""

    __slots__ = ()

    @property
    def is_dear_to_judge(self) -> bool:
        """Whether it is in letters: then each name must be read aloud, at 50 us."""
        return self._term.isascii()

    @property
    def few(self) -> int:
        """How many: more of those in letters, since judging the rest is dear."""
        return _SPELLED_FEW if self.is_dear_to_judge else _FEW

    def is_worth_judging(self, judged: int, *, names: bool) -> bool:
        """Whether more names may be looked at: each is read, at 8 us, or read aloud."""
        return names and judged < (_READ_ALOUD if self.is_dear_to_judge else _READ)

    def among(self, session: Session, people: Collection[int]) -> set[int]:
        """Return which of some people are found: keys are kept by term, so names are looked at."""
        rows = session.connection().execute(self.queries.among, {"people": list(people)}).all()
        found = {own for own, name in rows if self._is_named(name)}
        if len(people) > _FORMER_MOST:
            return found
        others = search_index.names_on_papers(session, people=set(people) - found)
        return found | {own for own, names in others.items() if any(map(self._is_named, names))}

    def _is_named(self, name: str) -> bool:
        if self.is_dear_to_judge:
            return any(one.startswith(self._term) for one in terms(name))
        return self._term in folded(name)

    @property
    def _term(self) -> str:
        return str(self.asked["low"])


def of(text: str) -> Iterator[Way]:
    """Yield the ways to read a word without spaces, in the order they are to be shown."""
    number = record_numbers.read(text)
    if number is not None:
        yield Way(_NUMBER, {"value": number})
    elif _NUMBERED.fullmatch(text):
        yield from _by_digits(text)
    if _DIGITS.fullmatch(text):
        return
    if term := folded(text):
        yield Named(_TERM_IN_LETTERS if term.isascii() else _TERM, _range(term))
    if (code := _named_places().get(text)) is not None:
        yield Way(_PLACE, {"value": code})


def _by_digits(text: str) -> Iterator[Way]:
    upper = text.upper()
    bare = upper.replace("-", "")
    yield Way(_ID_TAIL, _range(bare[::-1]))
    yield Way(_PHONE_TAIL, _range(bare[::-1]))
    yield Way(_FORMER, _range(FORMER_TAIL + bare[::-1]))
    if len(bare) >= _HEAD_DIGITS:
        yield Way(_PHONE, _range(bare))
        yield Way(_ID, _range(bare))
        yield Way(_FORMER, _range(FORMER_HEAD + bare))
    if text.isdigit() and len(text) <= _SERIAL_DIGITS:
        yield Way(_SERIAL, {"value": int(text)})
    else:
        yield Way(_NUMBER_TAIL, _range(upper[::-1]))
        yield Way(_NUMBER_HEAD, _range(upper))
        yield Way(_OFFICIAL, {"value": upper})
    if text.isdigit() and len(text) == _PLACE_CODE:
        yield Way(_PLACE, {"value": text})


@cache
def _named_places() -> Mapping[str, str]:
    """Return the code each beginning of two characters or more stands for.

    A name in full, or all but its last character, goes before the beginning of a longer one.
    """
    known = regions.places()
    whole = [(name, one.code) for one in known for name in (one.name, one.name[:-1])]
    begun = [(one.name[:end], one.code) for one in known for end in range(2, len(one.name))]
    return {name: code for name, code in reversed(whole + begun) if len(name) > 1}


def _range(beginning: str) -> dict[str, str]:
    return {"low": beginning, "high": beginning + _LAST}


def _begins(column: ColumnElement[str]) -> ColumnElement[bool]:
    return (column >= bindparam("low")) & (column < bindparam("high"))


def _people(column: ColumnElement[str]) -> Queries:
    query = select(PERSON.c.id).where(_begins(column))
    return Queries(
        first=query.order_by(column, PERSON.c.id).limit(_MOST),
        among=query.where(PERSON.c.id.in_(_PEOPLE)),
    )


def _filed(column: ColumnElement[Any], *order: ColumnElement[Any]) -> Queries:
    # Where people are given, their own filings are few: a sum keeps the column's index out of it.
    bare = column + (0 if isinstance(column.type, Integer) else "")
    query = select(FILING.c.person_id)
    return Queries(
        first=query.where(column == _VALUE).order_by(*order).limit(_MOST),
        among=query.where(bare == _VALUE, FILING.c.person_id.in_(_PEOPLE)),
        reads_filings=True,
    )


def _numbered(column: ColumnElement[str]) -> Queries:
    query = select(FILING.c.person_id).where(_begins(column))
    return Queries(
        first=query.order_by(column).limit(_MOST),
        among=query.where(FILING.c.person_id.in_(_PEOPLE)),
        reads_filings=True,
    )


def _termed() -> Queries:
    own = SEARCH_KEY.c
    query = select(own.person_id).where(_begins(own.term)).order_by(own.term, own.person_id)
    names = select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(_PEOPLE))
    return Queries(first=query.limit(_MOST), among=names, rows=_TERMS)


def _of_before() -> Queries:
    own = SEARCH_KEY.c
    query = select(own.person_id).where(_begins(own.term))
    return Queries(
        first=query.order_by(own.term, own.person_id).limit(_MOST),
        among=query.where(own.person_id.in_(_PEOPLE)),
    )


_MOST = bindparam("most", type_=Integer)
_PEOPLE = bindparam("people", expanding=True, type_=PERSON.c.id.type)
_VALUE: BindParameter[Any] = bindparam("value")
_TERM, _FORMER = _termed(), _of_before()
_TERM_IN_LETTERS = _TERM._replace(rows=_TERMS_IN_LETTERS)
_ID, _ID_TAIL, _PHONE, _PHONE_TAIL = (
    _people(column)
    for column in (PERSON.c.id_number, PERSON.c.id_rev, PERSON.c.phone, PERSON.c.phone_rev)
)
_NUMBER, _OFFICIAL = _filed(FILING.c.number), _filed(FILING.c.official_no)
_NUMBER_HEAD, _NUMBER_TAIL = _numbered(FILING.c.number), _numbered(FILING.c.number_rev)
_SERIAL = _filed(FILING.c.serial, FILING.c.day.desc())._replace(newest_only=True)
_PLACE = _filed(FILING.c.place, FILING.c.registered_at.desc())
