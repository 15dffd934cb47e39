"""What is the matter with the keys of a hall, and its server, told to whoever signed in."""

from desk_app.errors import DeskError
from desk_app.policy.vocabulary import Role
from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import rekeying
from desk_app.services.server import places
from desk_app.services.start import founding
from desk_app.storage.keys import keycheck


def remarks(*, desk: Desk) -> tuple[str, ...]:
    """Return a sentence for everything about keys and server that somebody must see to."""
    try:
        found = keycheck.faults(desk.folder, key=desk.database.key)
        mine = desk.clerk.role is Role.SUPERVISOR
        due = rekeying.owed(desk=desk) if mine else None
        behind = places.outdated(desk.database) if mine else None
        unseen = founding.code_warning(database=desk.database)
    except DeskError as error:
        return (error.message,)
    return (*found, *(one for one in (unseen, due, behind) if one is not None))
