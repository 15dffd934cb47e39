"""Find the places a person filed for in an index alone: a search by name and place."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the index of a person's filings hold their places too."""
    op.drop_index("ix_filing_person_id", table_name="filing")
    op.create_index("ix_filing_person_place", "filing", ["person_id", "place"])
