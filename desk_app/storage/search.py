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
from desk_app.storage import persons, search_ways
from desk_app.storage.filing_rows import read_summaries, summaries
from desk_app.storage.tables import FILING, PERSON

_FILINGS = 50  # shown of one person
# Each of several words is asked for a few people, and for many if too few of those fit them all.
_FEW, _MANY, _AT_ONCE = 300, 5000, 60
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
        return bool(self.unsure), not spelled, min(len(self.people), _FEW), filed


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


def _candidates(session: Session, word: str, limit: int) -> _Candidates:
    ways = tuple(search_ways.of(word))
    answers = [way.people(session, limit=limit) for way in ways]
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
    asked = sorted((_candidates(session, word, _FEW) for word in words), key=attrgetter("rarity"))
    found = _fitting(session, asked, limit)
    if len(found) < limit and asked[0].unsure:
        asked = sorted((_deeper(session, one) for one in asked), key=attrgetter("rarity"))
        found = list(dict.fromkeys(found + _fitting(session, asked, limit)))
    return found[:limit]


def _deeper(session: Session, one: _Candidates) -> _Candidates:
    """Return so many people of a word that the others are not missed, where that is cheap."""
    cheap = [way for way in one.unsure if not way.reads_filings]
    more = [way.people(session, limit=_MANY)[0] for way in cheap]
    return one._replace(
        people=dict.fromkeys(_interleaved([one.people, *more])),
        unsure=tuple(way for way in one.unsure if way.reads_filings),
    )


def _fitting(session: Session, asked: list[_Candidates], limit: int) -> list[int]:
    """Return people of the first word whom all words find, in turn until there are enough."""
    found: list[int] = []
    people = iter(asked[0].people)
    while len(found) < limit and (some := list(itertools.islice(people, _AT_ONCE))):
        for one in asked[1:]:
            fitting = {person for person in some if person in one.people}
            fitting.update(*(way.among(session, some) for way in one.unsure))
            some = [person for person in some if person in fitting]
        found += some
    return found


def _interleaved(ways: list[dict[int, None]]) -> Iterator[int]:
    """Yield ids in turn from each way: no way of reading the text hides another."""
    turns: Iterable[tuple[int | None, ...]] = itertools.zip_longest(*ways)
    return (one for turn in turns for one in turn if one is not None)


def _hits(session: Session, found: list[int]) -> tuple[Hit, ...]:
    if not found:
        return ()
    connection, wanted = session.connection(), {"found": found}
    people = {row.id: persons.read(row) for row in connection.execute(_PEOPLE, wanted)}
    filings: dict[int, list[FilingSummary]] = {one: [] for one in found}
    for line in read_summaries(connection.execute(_LINES, wanted)):
        filings[line.person_id].append(line)
    return tuple(Hit(person=people[one], filings=tuple(filings[one][:_FILINGS])) for one in found)
