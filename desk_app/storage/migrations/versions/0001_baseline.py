"""The first schema: halls, people, filings, drafts, prints, and the sealed history."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")
JSONS = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
CODE = sa.String(40)


def upgrade() -> None:
    """Make every table and the rows a file starts with."""
    _audit()
    _audit_head()
    _clerk()
    _hall()
    _meta()
    _person()
    _setting()
    _day_seq()
    _filing()
    _search_key()
    _draft()
    _print_job()
    op.execute(
        sa.text("insert into audit_head (id, seq, hash) values (1, 0, :start)").bindparams(
            start=bytes(32)
        )
    )
    meta = sa.table("meta", sa.column("name", sa.String), sa.column("value", sa.String))
    facts = {"created_at": datetime.now(UTC).isoformat(), "audit_key": secrets.token_hex(32)}  # noqa: TID251 - a migration has no clock
    op.bulk_insert(meta, [{"name": name, "value": value} for name, value in facts.items()])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("subject", PLAIN, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )


def _clerk() -> None:
    op.create_table(
        "clerk",
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("role", CODE, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(20), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clerk"),
        sa.UniqueConstraint("staff_no", name="uq_clerk_staff_no"),
    )


def _hall() -> None:
    op.create_table(
        "hall",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("address", sa.String(200), nullable=True),
        sa.Column("phone", sa.String(30), nullable=True),
        sa.Column("complaint_phone", sa.String(30), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hall"),
        sa.UniqueConstraint("code", name="uq_hall_code"),
    )


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("id_kind", CODE, nullable=False),
        sa.Column("id_number", PLAIN, nullable=False),
        sa.Column("phone", PLAIN, nullable=False),
        sa.Column("sex", CODE, nullable=True),
        sa.Column("birth", sa.Date(), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.Column("id_rev", PLAIN, nullable=False),
        sa.Column("phone_rev", PLAIN, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("id_number", "id_kind", name="uq_person_id_number_id_kind"),
    )
    op.create_index("ix_person_id_rev", "person", ["id_rev"])
    op.create_index("ix_person_phone", "person", ["phone"])
    op.create_index("ix_person_phone_rev", "person", ["phone_rev"])


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", JSONS, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )


def _day_seq() -> None:
    op.create_table(
        "day_seq",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("purged", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name="fk_day_seq_hall_id_hall"),
        sa.PrimaryKeyConstraint("hall_id", "counter", "day", name="pk_day_seq"),
        sqlite_with_rowid=False,
    )


def _filing() -> None:
    op.create_table(
        "filing",
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("type", CODE, nullable=False),
        sa.Column("variant", CODE, nullable=True),
        sa.Column("method", CODE, nullable=False),
        sa.Column("place", sa.String(6), nullable=False),
        sa.Column("begin", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.Column("number", PLAIN, nullable=False),
        sa.Column("number_rev", PLAIN, nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("status", CODE, nullable=False),
        sa.Column("case", JSONS, nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("accepted_day", sa.Date(), nullable=True),
        sa.Column("replaces_id", BIG, nullable=True),
        sa.Column("closed_day", sa.Date(), nullable=True),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("cancelled_day", sa.Date(), nullable=True),
        sa.Column("cancel_reason", CODE, nullable=True),
        sa.Column("cancel_text", sa.String(300), nullable=True),
        sa.Column("cancel_effective", sa.Date(), nullable=True),
        sa.Column("rules", sa.String(60), nullable=False),
        sa.Column("official_no", PLAIN, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"], name="fk_filing_clerk_id_clerk"),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name="fk_filing_hall_id_hall"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_filing_person_id_person"),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["filing.id"], name="fk_filing_replaces_id_filing"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_filing"),
        sa.UniqueConstraint(
            "hall_id", "counter", "day", "serial", name="uq_filing_hall_id_counter_day_serial"
        ),
        sa.UniqueConstraint("number", name="uq_filing_number"),
    )
    _filing_indexes()


def _filing_indexes() -> None:
    op.create_index("ix_filing_hall_time", "filing", ["hall_id", "registered_at", "id"])
    op.create_index("ix_filing_number_rev", "filing", ["number_rev"])
    op.create_index("ix_filing_official_no", "filing", ["official_no"])
    op.create_index("ix_filing_person_id", "filing", ["person_id"])
    op.create_index("ix_filing_place_time", "filing", ["place", "registered_at", "id"])
    op.create_index("ix_filing_replaces_id", "filing", ["replaces_id"])
    op.create_index("ix_filing_serial_day", "filing", ["serial", "day"])
    op.create_index("ix_filing_status_time", "filing", ["status", "registered_at", "id"])
    op.create_index("ix_filing_time", "filing", ["registered_at", "id"])


def _search_key() -> None:
    op.create_table(
        "search_key",
        sa.Column("term", PLAIN, nullable=False),
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_search_key_person_id_person"
        ),
        sa.PrimaryKeyConstraint("term", "person_id", name="pk_search_key"),
        sqlite_with_rowid=False,
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("data", JSONS, nullable=False),
        sa.Column("filing_id", BIG, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"], name="fk_draft_clerk_id_clerk"),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name="fk_draft_filing_id_filing"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_filing_id", "draft", ["filing_id"])


def _print_job() -> None:
    op.create_table(
        "print_job",
        sa.Column("id", BIG, nullable=False),
        sa.Column("filing_id", BIG, nullable=True),
        sa.Column("paper", sa.String(60), nullable=False),
        sa.Column("edition", sa.String(60), nullable=False),
        sa.Column("data", JSONS, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("copy_no", sa.Integer(), nullable=False),
        sa.Column("outcome", CODE, nullable=False),
        sa.Column("printed_at", MOMENT, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"], name="fk_print_job_clerk_id_clerk"),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name="fk_print_job_filing_id_filing"),
        sa.PrimaryKeyConstraint("id", name="pk_print_job"),
    )
    op.create_index("ix_print_job_filing_id", "print_job", ["filing_id"])
    op.create_index("ix_print_job_outcome", "print_job", ["outcome"])
