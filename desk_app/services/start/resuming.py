"""End, or take back, what a power cut stopped in the middle, and clear up after it."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from desk_app.errors import DeskError
from desk_app.services.backup import restoring
from desk_app.services.keys import rekeying
from desk_app.services.server import relocating
from desk_app.services.start import founding
from desk_app.storage.folder import intentions
from desk_app.storage.folder.intentions import Deed, Intention
from desk_app.storage.upkeep import leftovers

# Each is called with ``folder`` and ``intention``, ends its deed or takes it back, and returns
# the sentence that says which; "" leaves it to somebody who has signed in.
_ENDERS: dict[Deed, Callable[..., str]] = {
    Deed.RESTORE: restoring.end,
    Deed.MOVE_OUT: relocating.end,
    Deed.MOVE_IN: relocating.end,
    Deed.SET_UP: founding.end,
    Deed.REKEY: rekeying.end,
}


def resume(*, folder: Path) -> tuple[str, ...]:
    """Bring a folder into order before anything else is done with it; return what was done.

    Call it before the folder is unlocked. Does nothing, at the price of a look, where all is in
    order. Raises HeldError while another process is at such a deed, EnvironmentFailureError where
    the order cannot be told or made.
    """
    told = ""
    found = _found(folder)
    if found is not None and found.deed in _ENDERS:
        with intentions.alone(folder, found.deed):
            found = _found(folder)  # whoever was at it may have ended it meanwhile
            if found is not None:
                told = _ENDERS[found.deed](folder=folder, intention=found)
    with contextlib.suppress(DeskError, OSError):  # rubbish stops nobody
        leftovers.clear(folder)
    return (told,) if told else ()


def _found(folder: Path) -> Intention | None:
    return restoring.under_way(folder=folder) or intentions.read(folder)
