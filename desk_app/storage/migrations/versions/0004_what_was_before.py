"""Keep what was done to a filing, what was before it, and what a person was called before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")
JSONS = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Make both tables; what was done before them stays told by the history alone."""
    if sa.inspect(op.get_bind()).has_table("act"):
        return  # somebody set the revision back: the check says so
    _act()
    _former()


def _act() -> None:
    columns = (
        sa.Column("id", BIG, nullable=False),
        sa.Column("filing_id", BIG, nullable=False),
        sa.Column("verb", sa.String(40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=True),
        sa.Column("asked_by", sa.String(100), nullable=True),
        sa.Column("seen", sa.String(100), nullable=True),
        sa.Column("before", JSONS, nullable=False),
        sa.Column("undoes_id", BIG, nullable=True),
    )
    op.create_table(
        "act",
        *columns,
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name="fk_act_filing_id_filing"),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"], name="fk_act_clerk_id_clerk"),
        sa.ForeignKeyConstraint(["undoes_id"], ["act.id"], name="fk_act_undoes_id_act"),
        sa.PrimaryKeyConstraint("id", name="pk_act"),
    )
    op.create_index("ix_act_filing_id", "act", ["filing_id"])


def _former() -> None:
    op.create_table(
        "former",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("id_kind", sa.String(40), nullable=False),
        sa.Column("id_number", PLAIN, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_former_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_former"),
    )
    op.create_index("ix_former_person_id", "former", ["person_id"])
