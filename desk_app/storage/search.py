"""Find people and their filings by whatever the clerk types into one box."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session

from desk_app.policy import record_numbers, regions
from desk_app.records.filing import FilingSummary
from desk_app.records.person import PersonRecord
from desk_app.storage import persons
from desk_app.storage.filing_rows import read_summaries, summaries
from desk_app.storage.search_terms import folded
from desk_app.storage.tables import FILING, PERSON, SEARCH_KEY, Person

_LAST = "\U0010ffff"  # sorts behind every character
_DIGITS = re.compile(r"[0-9]+[Xx]?")
_NUMBERED = re.compile(r"(?=.*[0-9])[0-9A-Za-z-]+")
_SERIAL_DIGITS = 4
_FILINGS = 50  # shown of one person


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A person who was found, with their filings (the latest fifty), newest first."""

    person: PersonRecord
    filings: tuple[FilingSummary, ...]


def find(session: Session, *, text: str, limit: int = 20) -> tuple[Hit, ...]:
    """Return at most ``limit`` people, the best match first; nothing for an empty text.

    Matches any part of a name, its pinyin or initials in every reading, head or tail of a document
    number or phone, a record number or its tail (up to four digits: the newest with this serial),
    an official number, a place by code or name. Several words must all match.
    """
    words = unicodedata.normalize("NFKC", text).replace("\0", "").split()
    if not words or limit < 1:
        return ()
    whole = "".join(words)  # a number in groups is one number, pinyin in syllables one name
    found = list(itertools.islice(_interleaved(_ways(session, whole, limit)), limit))
    if len(words) > 1 and not found:
        found = _matching_all(session, words, limit)
    return _hits(session, found)


def _matching_all(session: Session, words: list[str], limit: int) -> list[int]:
    """Return the people that every word finds; a word is looked at no further than 2,000 deep."""
    deep = 2000
    sets = [list(_interleaved(_ways(session, word, deep))) for word in words]
    shared = set(sets[0]).intersection(*sets[1:])
    return [one for one in min(sets, key=len) if one in shared][:limit]


def _ways(session: Session, text: str, limit: int) -> list[Iterable[int]]:
    """Return, for each way a text can be meant, the ids of the people it finds."""
    queries: list[Select[Any]] = []
    number = record_numbers.read(text)
    if number is not None:
        queries.append(_filed(FILING.c.number == number, limit))
    elif _NUMBERED.fullmatch(text):
        queries += _by_digits(text, limit)
    if not _DIGITS.fullmatch(text):
        queries += [_by_term(term, limit)] if (term := folded(text)) else []
        queries += _by_place(text, limit)
    return [dict.fromkeys(session.connection().execute(query).scalars()) for query in queries]


def _by_digits(text: str, limit: int) -> list[Select[Any]]:
    upper = text.upper()
    bare = upper.replace("-", "")
    queries = [
        _people(PERSON.c.id_rev, bare[::-1], limit),
        _people(PERSON.c.phone_rev, bare[::-1], limit),
        _people(PERSON.c.phone, bare, limit),
        _people(PERSON.c.id_number, bare, limit),
    ]
    if text.isdigit() and len(text) <= _SERIAL_DIGITS:
        queries.append(_filed(FILING.c.serial == int(text), limit, FILING.c.day.desc()))
    else:
        queries.append(_filed(_prefix(FILING.c.number_rev, upper[::-1]), limit))
        queries.append(_filed(_prefix(FILING.c.number, upper), limit))
        queries.append(_filed(FILING.c.official_no == upper, limit))
    if text.isdigit() and len(text) == 6:
        queries.append(_filed(FILING.c.place == text, limit, FILING.c.registered_at.desc()))
    return queries


def _by_place(text: str, limit: int) -> list[Select[Any]]:
    """Return the query of a place that is named in full, or all but its last character."""
    if len(text) < 2 or text.isascii():
        return []
    named = [one for one in regions.find_places(text, limit=3) if one.name.startswith(text)]
    newest = FILING.c.registered_at.desc()
    return [_filed(FILING.c.place == one.code, limit, newest) for one in named[:1]]


def _by_term(term: str, limit: int) -> Select[Any]:
    # A person has several terms with the same beginning; four rows a person are enough.
    rows = (
        select(SEARCH_KEY.c.term, SEARCH_KEY.c.person_id)
        .where(_prefix(SEARCH_KEY.c.term, term))
        .order_by(SEARCH_KEY.c.term, SEARCH_KEY.c.person_id)
        .limit(limit * 4)
        .subquery()
    )
    return select(rows.c.person_id)


def _people(column: ColumnElement[str], beginning: str, limit: int) -> Select[Any]:
    query = select(PERSON.c.id).where(_prefix(column, beginning))
    return query.order_by(column, PERSON.c.id).limit(limit)


def _filed(condition: ColumnElement[bool], limit: int, *order: ColumnElement[Any]) -> Select[Any]:
    return select(FILING.c.person_id).where(condition).order_by(*order).limit(limit)


def _prefix(column: ColumnElement[str], beginning: str) -> ColumnElement[bool]:
    return (column >= beginning) & (column < beginning + _LAST)


def _interleaved(ways: list[Iterable[int]]) -> Iterator[int]:
    """Yield ids in turn from each way, once each: no way of reading the text hides another."""
    seen: set[int] = set()
    for turn in itertools.zip_longest(*ways):
        for one in turn:
            if one is not None and one not in seen:
                seen.add(one)
                yield one


def _hits(session: Session, found: list[int]) -> tuple[Hit, ...]:
    query = select(Person).where(PERSON.c.id.in_(found))
    people = {row.id: persons.record(row) for row in session.scalars(query)}
    filings: dict[int, list[FilingSummary]] = {one: [] for one in found}
    lines = summaries().where(FILING.c.person_id.in_(found))
    lines = lines.order_by(FILING.c.registered_at.desc(), FILING.c.id.desc())
    for line in read_summaries(session.connection().execute(lines)):
        filings[line.person_id].append(line)
    return tuple(Hit(person=people[one], filings=tuple(filings[one][:_FILINGS])) for one in found)
