"""Keep the search keys of people: for one person as they change, for all when the terms do."""

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from desk_app.storage.schema.search_terms import VERSION, terms
from desk_app.storage.schema.tables import PERSON, SEARCH_KEY, Meta

_NAME = "search_version"
_BATCH = 1000


def bring(session: Session, *, person_id: int, old: set[str], new: set[str]) -> None:
    """Bring the keys of a person from the terms they had to those they have."""
    if gone := old - new:
        session.connection().execute(
            delete(SEARCH_KEY).where(
                SEARCH_KEY.c.person_id == person_id, SEARCH_KEY.c.term.in_(gone)
            )
        )
    if added := new - old:
        session.connection().execute(
            insert(SEARCH_KEY), [{"term": term, "person_id": person_id} for term in sorted(added)]
        )


def outdated(session: Session) -> bool:
    """Tell whether the keys were written by other rules than this program's."""
    row = session.get(Meta, _NAME)
    return row is None or row.value != VERSION


def rebuild(session: Session) -> int:
    """Write the keys of everybody anew and return how many people: 40 s for 600,000."""
    session.connection().execute(delete(SEARCH_KEY))
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
        rows = [
            {"term": term, "person_id": person.id}
            for person in people
            for term in sorted(terms(person.name))
        ]
        if rows:
            session.connection().execute(insert(SEARCH_KEY), rows)
        count, last = count + len(people), people[-1].id
    session.merge(Meta(name=_NAME, value=VERSION))
    return count
