"""The people who filed, each once by kind and number of their document."""

from sqlmodel import Session

from desk_app.policy.vocabulary import IdKind
from desk_app.records.person import PersonRecord


def by_document(session: Session, *, id_kind: IdKind, id_number: str) -> PersonRecord | None:
    """Return the person with this (normalised) document number, if they ever filed here."""
    raise NotImplementedError


def by_id(session: Session, *, person_id: int) -> PersonRecord | None:
    """Return a person."""
    raise NotImplementedError
