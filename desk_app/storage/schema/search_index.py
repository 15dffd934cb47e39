"""Keep the search keys of people: for one person as they change, for all when the terms do."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from desk_app.storage.schema.search_terms import VERSION, numbered, terms
from desk_app.storage.schema.tables import FILING, FORMER, PERSON, SEARCH_KEY, STATED_NAME, Meta

_NAME = "search_version"
_BATCH = 1000


def add(session: Session, *, person_id: int, name: str, besides: Collection[str] = ()) -> None:
    """Let a person be found under a name; ``besides`` are those they are found under already.

    Nothing is taken away: their earlier papers bear the earlier name.
    """
    known = set[str]().union(*map(terms, besides))
    if added := terms(name) - known:
        session.connection().execute(
            insert(SEARCH_KEY), [{"term": term, "person_id": person_id} for term in sorted(added)]
        )


def names_on_papers(session: Session, *, people: Collection[int]) -> Mapping[int, set[str]]:
    """Return the names that the filings of people state or stated, by the id of the person."""
    found = defaultdict[int, set[str]](set)
    query = select(FILING.c.person_id, STATED_NAME).where(FILING.c.person_id.in_(list(people)))
    for person_id, name in session.connection().execute(query.distinct()):
        found[person_id].add(name)
    corrected = select(FORMER.c.person_id, FORMER.c.name)
    for person_id, name in session.connection().execute(
        corrected.where(FORMER.c.person_id.in_(list(people)))
    ):
        found[person_id].add(name)
    return found


def add_number(session: Session, *, person_id: int, number: str) -> None:
    """Let a person be found under a document number they had before."""
    wanted = sorted(numbered(number))
    query = select(SEARCH_KEY.c.term).where(
        SEARCH_KEY.c.term.in_(wanted), SEARCH_KEY.c.person_id == person_id
    )
    known = set(session.connection().execute(query).scalars())
    if added := [term for term in wanted if term not in known]:
        session.connection().execute(
            insert(SEARCH_KEY), [{"term": term, "person_id": person_id} for term in added]
        )


def take(session: Session, *, person_id: int, name: str, left: Collection[str]) -> None:
    """Let a person no more be found under a name that was never theirs; ``left`` are their own."""
    if gone := terms(name) - set[str]().union(*map(terms, left)):
        session.connection().execute(
            SEARCH_KEY.delete().where(
                SEARCH_KEY.c.person_id == person_id, SEARCH_KEY.c.term.in_(gone)
            )
        )


def outdated(session: Session) -> bool:
    """Tell whether the keys were written by other rules than this program's."""
    row = session.get(Meta, _NAME)
    return row is None or row.value != VERSION


def _numbers(session: Session, people: Collection[int]) -> list[dict[str, Any]]:
    query = select(FORMER.c.person_id, FORMER.c.id_number).where(FORMER.c.person_id.in_(people))
    keys = {
        (term, person_id)
        for person_id, number in session.connection().execute(query)
        for term in numbered(number)
    }
    return [{"term": term, "person_id": person_id} for term, person_id in sorted(keys)]


def rebuild(session: Session) -> int:
    """Write the keys of everybody anew and return how many people: 40 s for 600,000."""
    session.connection().execute(SEARCH_KEY.delete())
    count, last = 0, 0
    while (
        people := session.connection()
        .execute(
            select(PERSON.c.id, PERSON.c.name)
            .where(PERSON.c.id > last)
            .order_by(PERSON.c.id)
            .limit(_BATCH)
        )
        .all()
    ):
        printed = names_on_papers(session, people=[one.id for one in people])
        rows = [
            {"term": term, "person_id": person.id}
            for person in people
            for term in sorted(set().union(*map(terms, printed[person.id] | {person.name})))
        ]
        rows += _numbers(session, [one.id for one in people])
        if rows:
            session.connection().execute(insert(SEARCH_KEY), rows)
        count, last = count + len(people), people[-1].id
    session.merge(Meta(name=_NAME, value=VERSION))
    return count
