"""Find people and their filings by whatever the clerk types into one box."""

import itertools
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session

from desk_app.records.filing import FilingSummary
from desk_app.records.person import PersonRecord
from desk_app.storage.filings.filing_rows import read_summaries, summaries
from desk_app.storage.people import persons
from desk_app.storage.schema.tables import FILING, PERSON
from desk_app.storage.search import search_ways

_FILINGS = 50  # shown of one person
# Each of several words is asked for a few people, and for many if too few of those fit them all.
_MANY = 5000
_AT_ONCE = 100  # are judged one by one, by a word that finds more than it was asked for
_FOUND = bindparam("found", expanding=True, type_=PERSON.c.id.type)
_PEOPLE = persons.whole().where(PERSON.c.id.in_(_FOUND))
_LINES = (
    summaries()
    .where(FILING.c.person_id.in_(_FOUND))
    .order_by(FILING.c.registered_at.desc(), FILING.c.id.desc())
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A person who was found, with their filings (the latest fifty), newest first."""

    person: PersonRecord
    filings: tuple[FilingSummary, ...]


class _Candidates(NamedTuple):
    """The people a word finds, and the ways to read it that may find more of them."""

    word: str
    people: dict[int, None]
    unsure: tuple[search_ways.Way, ...]

    @property
    def rarity(self) -> tuple[bool, bool, int, bool]:
        """Rank of a word to begin with: all its people; people whose fitting is dear to judge."""
        spelled = any(way.is_dear_to_judge for way in self.unsure)
        filed = any(way.reads_filings for way in self.unsure)
        return bool(self.unsure), not spelled, 0 if self.unsure else len(self.people), filed


def find(session: Session, *, text: str, limit: int = 20) -> tuple[Hit, ...]:
    """Return at most ``limit`` people, the best match first; nothing for an empty text.

    Matches any part of a name, its pinyin or initials in every reading, the tail or the first six
    and more digits of a document number or phone, a record number or its tail (up to four digits:
    the newest with this serial), an official number, a place by code or name. Several words must
    all match.
    """
    words = unicodedata.normalize("NFKC", text).replace("\0", "").split()
    if not words or limit < 1:
        return ()
    whole = "".join(words)  # a number in groups is one number, pinyin in syllables one name
    found = list(itertools.islice(_candidates(session, whole, limit).people, limit))
    if len(words) > 1 and not found:
        found = _matching_all(session, words, limit)
    return _hits(session, found)


def _candidates(session: Session, word: str, limit: int | None = None) -> _Candidates:
    """Return the people a word finds: so many of each way to read it, or the few it is worth."""
    ways = tuple(search_ways.of(word))
    answers = [way.people(session, limit=limit or way.few) for way in ways]
    return _Candidates(
        word=word,
        people=dict.fromkeys(_interleaved([people for people, _ in answers])),
        unsure=tuple(
            way
            for way, (_, complete) in zip(ways, answers, strict=True)
            if not (complete or way.newest_only)
        ),
    )


def _matching_all(session: Session, words: list[str], limit: int) -> list[int]:
    """Return people that every word finds: first among few of each word, then among many."""
    asked = sorted((_candidates(session, word) for word in words), key=attrgetter("rarity"))
    found = _fitting(session, asked, limit)
    if len(found) < limit and asked[0].unsure:
        asked = sorted((_deeper(session, one) for one in asked), key=attrgetter("rarity"))
        # Of a word that stands for more than can be asked, nobody reads all the names.
        names = not asked[0].unsure
        found = list(dict.fromkeys(found + _fitting(session, asked, limit, names=names)))
    return found[:limit]


def _deeper(session: Session, one: _Candidates) -> _Candidates:
    """Return many people of each way to read a word that is cheap to ask."""
    more: list[dict[int, None]] = []
    unsure: list[search_ways.Way] = []
    for way in one.unsure:
        people, complete = ({}, False) if way.reads_filings else way.people(session, limit=_MANY)
        more.append(people)
        if not complete:
            unsure.append(way)
    people = dict.fromkeys(_interleaved([one.people, *more]))
    return one._replace(people=people, unsure=tuple(unsure))


def _fitting(
    session: Session, asked: list[_Candidates], limit: int, *, names: bool = True
) -> list[int]:
    """Return people of the first word whom all words find, in turn until there are enough.

    ``names`` says whether their names may be looked at besides who was found by each word.
    """
    found: list[int] = []
    people = list(asked[0].people)
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        for one in asked[1:]:
            fitting = {person for person in some if person in one.people}
            for way in one.unsure:
                if some and way.is_worth_judging(start, names=names):
                    fitting |= way.among(session, some)
            some = [person for person in some if person in fitting]
        found += some
        if len(found) >= limit:
            break
    return found


def _interleaved(ways: list[dict[int, None]]) -> Iterator[int]:
    """Yield ids in turn from each way: no way of reading the text hides another."""
    turns: Iterable[tuple[int | None, ...]] = itertools.zip_longest(*ways)
    return (one for turn in turns for one in turn if one is not None)


def _hits(session: Session, found: list[int]) -> tuple[Hit, ...]:
    if not found:
        return ()
    connection, wanted = session.connection(), {"found": found}
    known = map(persons.read, connection.execute(_PEOPLE, wanted).all())
    people = {person.id: person for person in known}
    filings: dict[int, list[FilingSummary]] = {one: [] for one in found}
    for line in read_summaries(connection.execute(_LINES, wanted).all()):
        filings[line.person_id].append(line)
    return tuple(Hit(person=people[one], filings=tuple(filings[one][:_FILINGS])) for one in found)
