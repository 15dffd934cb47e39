"""Expect a seal beside the file; the runner seals the rows in the history after this."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note that the end of the history is sealed from now on."""
    op.execute(
        sa.text(
            "insert into meta (name, value) select 'sealed', '1'"
            " where not exists (select 1 from meta where name = 'sealed')"
        )
    )
