"""The tables. Private to storage: everything else sees the records they are read into."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    type_coerce,
)
from sqlmodel import Field, SQLModel

from desk_app.policy.vocabulary import CancelReason, FilingStatus, IdKind
from desk_app.records.audit import Verb
from desk_app.records.columns import Coded, Moment, Structured
from desk_app.records.filing import FilingFields
from desk_app.records.hall import ClerkFields, HallFields
from desk_app.records.person import PersonFields
from desk_app.records.print_job import PrintOutcome

BIG = BigInteger().with_variant(Integer(), "sqlite")
# Prefix ranges (term >= q and term < q + U+10FFFF) are right only in code point order.
PLAIN = String().with_variant(String(collation="C"), "postgresql")

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Rows(SQLModel):
    """Base of every table of the records."""

    metadata = MetaData(naming_convention=_NAMES)


def _counts_changes() -> Column[int]:
    return Column("version", Integer, nullable=False)


_HALL_VERSION = _counts_changes()
_CLERK_VERSION = _counts_changes()
_PERSON_VERSION = _counts_changes()
_FILING_VERSION = _counts_changes()
_DRAFT_VERSION = _counts_changes()


class Hall(HallFields, Rows, table=True):
    """A service hall."""

    __table_args__ = (UniqueConstraint("code"),)
    __mapper_args__ = {"version_id_col": _HALL_VERSION}

    id: int | None = Field(default=None, primary_key=True)
    version: int | None = Field(default=None, sa_column=_HALL_VERSION)


class Clerk(ClerkFields, Rows, table=True):
    """A person who works at a counter; never deleted, since the history names them."""

    __table_args__ = (UniqueConstraint("staff_no"),)
    __mapper_args__ = {"version_id_col": _CLERK_VERSION}

    id: int | None = Field(default=None, primary_key=True)
    staff_no: str = Field(max_length=20)
    created_at: datetime = Field(sa_type=Moment)
    version: int | None = Field(default=None, sa_column=_CLERK_VERSION)


class Person(PersonFields, Rows, table=True):
    """A person who filed; ``*_rev`` are reversed for finding by the last digits."""

    __table_args__ = (UniqueConstraint("id_number", "id_kind"),)
    __mapper_args__ = {"version_id_col": _PERSON_VERSION}

    id: int | None = Field(default=None, sa_column=Column("id", BIG, primary_key=True))
    id_number: str = Field(sa_column=Column("id_number", PLAIN, nullable=False))
    phone: str = Field(sa_column=Column("phone", PLAIN, nullable=False, index=True))
    id_rev: str = Field(sa_column=Column("id_rev", PLAIN, nullable=False, index=True))
    phone_rev: str = Field(sa_column=Column("phone_rev", PLAIN, nullable=False, index=True))
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    version: int | None = Field(default=None, sa_column=_PERSON_VERSION)


class Former(Rows, table=True):
    """A name and document number that a person had in the records, and is still found by."""

    id: int | None = Field(default=None, sa_column=Column("id", BIG, primary_key=True))
    person_id: int = Field(
        sa_column=Column("person_id", BIG, ForeignKey("person.id"), nullable=False, index=True)
    )
    name: str = Field(max_length=100)
    id_kind: IdKind = Field(sa_type=Coded(IdKind))
    id_number: str = Field(sa_column=Column("id_number", PLAIN, nullable=False))
    at: datetime = Field(sa_type=Moment)


class SearchKey(Rows, table=True):
    """One beginning under which a person is found: part of the name, pinyin, initials."""

    __tablename__ = "search_key"
    __table_args__ = {"sqlite_with_rowid": False}

    term: str = Field(sa_column=Column("term", PLAIN, primary_key=True))
    person_id: int = Field(
        sa_column=Column(
            "person_id", BIG, ForeignKey("person.id"), primary_key=True, autoincrement=False
        )
    )


class DaySeq(Rows, table=True):
    """The last number given at a counter on a day, and how many of that day were purged."""

    __tablename__ = "day_seq"
    __table_args__ = {"sqlite_with_rowid": False}

    hall_id: int = Field(
        sa_column=Column("hall_id", ForeignKey("hall.id"), primary_key=True, autoincrement=False)
    )
    counter: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    day: date = Field(primary_key=True)
    last: int
    purged: int


class Filing(FilingFields, Rows, table=True):
    """A filing; ``case`` is the whole case as JSON, the columns are what lists work on."""

    __table_args__ = (
        UniqueConstraint("hall_id", "counter", "day", "serial"),
        Index("ix_filing_hall_time", "hall_id", "registered_at", "id"),
        Index("ix_filing_time", "registered_at", "id"),
        Index("ix_filing_status_time", "status", "registered_at", "id"),
        Index("ix_filing_person_place", "person_id", "place"),
        Index("ix_filing_place_time", "place", "registered_at", "id"),
        Index("ix_filing_serial_day", "serial", "day"),
    )
    __mapper_args__ = {"version_id_col": _FILING_VERSION}

    id: int | None = Field(default=None, sa_column=Column("id", BIG, primary_key=True))
    number: str = Field(sa_column=Column("number", PLAIN, nullable=False, unique=True))
    number_rev: str = Field(sa_column=Column("number_rev", PLAIN, nullable=False, index=True))
    hall_id: int = Field(foreign_key="hall.id")
    counter: int
    day: date
    serial: int
    clerk_id: int = Field(foreign_key="clerk.id")
    person_id: int = Field(
        sa_column=Column("person_id", BIG, ForeignKey("person.id"), nullable=False)
    )
    status: FilingStatus = Field(sa_type=Coded(FilingStatus))
    case: dict[str, Any] = Field(sa_column=Column("case", Structured, nullable=False))
    registered_at: datetime = Field(sa_type=Moment)
    accepted_at: datetime | None = Field(default=None, sa_type=Moment)
    accepted_day: date | None = None
    replaces_id: int | None = Field(
        default=None, sa_column=Column("replaces_id", BIG, ForeignKey("filing.id"), index=True)
    )
    closed_day: date | None = None  # day it was cancelled or replaced: retention counts from it
    cancelled_at: datetime | None = Field(default=None, sa_type=Moment)
    cancelled_day: date | None = None
    cancel_reason: CancelReason | None = Field(default=None, sa_type=Coded(CancelReason))
    cancel_text: str | None = Field(default=None, max_length=300)
    cancel_effective: date | None = None
    rules: str = Field(max_length=60)
    official_no: str | None = Field(default=None, sa_column=Column(PLAIN, index=True))
    version: int | None = Field(default=None, sa_column=_FILING_VERSION)


class Draft(Rows, table=True):
    """A case that is being typed."""

    __mapper_args__ = {"version_id_col": _DRAFT_VERSION}

    id: int | None = Field(default=None, primary_key=True)
    counter: int
    clerk_id: int = Field(foreign_key="clerk.id")
    data: dict[str, Any] = Field(sa_column=Column("data", Structured, nullable=False))
    filing_id: int | None = Field(
        default=None, sa_column=Column("filing_id", BIG, ForeignKey("filing.id"), index=True)
    )
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    version: int | None = Field(default=None, sa_column=_DRAFT_VERSION)


class PrintJob(Rows, table=True):
    """A paper that was made, with the data it was made from."""

    __tablename__ = "print_job"

    id: int | None = Field(default=None, sa_column=Column("id", BIG, primary_key=True))
    filing_id: int | None = Field(
        default=None, sa_column=Column("filing_id", BIG, ForeignKey("filing.id"), index=True)
    )
    paper: str = Field(max_length=60)
    edition: str = Field(max_length=60)
    data: dict[str, Any] = Field(sa_column=Column("data", Structured, nullable=False))
    sha256: str = Field(max_length=64)
    pages: int
    copy_no: int
    outcome: PrintOutcome = Field(sa_type=Coded(PrintOutcome), index=True)
    printed_at: datetime = Field(sa_type=Moment)
    counter: int
    clerk_id: int = Field(foreign_key="clerk.id")


class Act(Rows, table=True):
    """Something that was done to a filing after it was registered, with what was before it.

    Never changed: an act that takes another back is one of its own, and ``undoes`` it.
    """

    id: int | None = Field(default=None, sa_column=Column("id", BIG, primary_key=True))
    filing_id: int = Field(
        sa_column=Column("filing_id", BIG, ForeignKey("filing.id"), nullable=False, index=True)
    )
    verb: Verb = Field(sa_type=Coded(Verb))
    at: datetime = Field(sa_type=Moment)
    counter: int
    clerk_id: int = Field(foreign_key="clerk.id")
    reason: str | None = Field(default=None, max_length=300)
    asked_by: str | None = Field(default=None, max_length=100)
    seen: str | None = Field(default=None, max_length=100)  # the document that was looked at
    before: dict[str, Any] = Field(sa_column=Column("before", Structured, nullable=False))
    undoes_id: int | None = Field(
        default=None, sa_column=Column("undoes_id", BIG, ForeignKey("act.id"))
    )


class Audit(Rows, table=True):
    """An entry of the history; ``hash`` is SHA-256 of ``prev`` and ``body`` as they stand here."""

    seq: int = Field(sa_column=Column("seq", BIG, primary_key=True, autoincrement=False))
    subject: str = Field(sa_column=Column("subject", PLAIN, nullable=False, index=True))
    body: str = Field(sa_column=Column("body", Text, nullable=False))
    prev: bytes = Field(sa_column=Column("prev", LargeBinary, nullable=False))
    hash: bytes = Field(sa_column=Column("hash", LargeBinary, nullable=False))


class AuditHead(Rows, table=True):
    """The latest entry of the history; the triggers move it, nobody else may."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int = Field(sa_column=Column("seq", BIG, nullable=False))
    hash: bytes = Field(sa_column=Column("hash", LargeBinary, nullable=False))


class Setting(Rows, table=True):
    """A setting as a JSON value."""

    name: str = Field(primary_key=True, max_length=60)
    value: Any = Field(sa_column=Column("value", Structured, nullable=False))


class Meta(Rows, table=True):
    """What the program must know of the file itself."""

    name: str = Field(primary_key=True, max_length=60)
    value: str


# The same tables for queries over columns, which the type checker understands in this form.
ACT = Rows.metadata.tables["act"]
AUDIT = Rows.metadata.tables["audit"]
AUDIT_HEAD = Rows.metadata.tables["audit_head"]
CLERK = Rows.metadata.tables["clerk"]
DAY_SEQ = Rows.metadata.tables["day_seq"]
DRAFT = Rows.metadata.tables["draft"]
FORMER = Rows.metadata.tables["former"]
FILING = Rows.metadata.tables["filing"]
HALL = Rows.metadata.tables["hall"]
META = Rows.metadata.tables["meta"]
PERSON = Rows.metadata.tables["person"]
PRINT_JOB = Rows.metadata.tables["print_job"]
SEARCH_KEY = Rows.metadata.tables["search_key"]
STATED_NAME = type_coerce(FILING.c.case, JSON)[("applicant", "name")].as_string().label("name")
"""The name a filing and its papers state, whatever its person is called by now."""
