"""Find people and their filings by whatever the clerk types into one box."""

from dataclasses import dataclass

from sqlmodel import Session

from desk_app.records.filing import FilingSummary
from desk_app.records.person import PersonRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A person who was found, with all their filings, newest first."""

    person: PersonRecord
    filings: tuple[FilingSummary, ...]


def find(session: Session, *, text: str, limit: int = 20) -> tuple[Hit, ...]:
    """Return at most ``limit`` people, the best match first; nothing for an empty text.

    Matches any part of a name, its pinyin or initials in every reading, head or tail of a document
    number or phone, a record number or its tail, an official number, a place by code or name.
    """
    raise NotImplementedError
