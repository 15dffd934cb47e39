"""The hall's server as one counter sees it: there, or away until it answers again."""

from desk_app.services.desk.open_desk import Desk
from desk_app.services.server import places
from desk_app.storage.schema.failures import SERVER_AWAY, ServerLostError

__all__ = ["SERVER_AWAY", "ServerLostError", "is_away", "is_shared", "keep_asking", "ping"]


def is_shared(*, desk: Desk) -> bool:
    """Tell whether the records are on a server that several counters share."""
    return desk.database.path is None


def is_away(*, desk: Desk) -> bool:
    """Tell whether the server did not answer when it was asked last."""
    return desk.database.away


def keep_asking(*, desk: Desk) -> None:
    """Say that ``ping`` will be called again and again: nobody else then waits for a lost server.

    Until the next ``ping`` that is answered every deed fails at once with ServerLostError.
    """
    desk.database.hold_back = True


def ping(*, desk: Desk) -> None:
    """Ask the server for a sign of life and learn whom other counters let in or shut out.

    Raises ServerLostError while it is away.
    """
    desk.database.ping()
    places.share_door(desk.database, desk.folder)
