"""What Alembic runs its scripts in: the connection that the runner hands over."""

from alembic import context

from desk_app.storage.schema.tables import Rows

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Rows.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
