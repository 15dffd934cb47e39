"""What the window takes from the heavy modules, imported behind the first paint or when needed."""

import gc
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk_app import logs
from desk_app.clock import Clock
from desk_app.errors import DeskError

if TYPE_CHECKING:
    from desk_app.services.desk.open_desk import Desk
    from desk_app.services.start.holding import FolderLock
    from desk_app.services.start.opening import SetUp
    from desk_app.ui.safety import Rescue, Safety
    from desk_app.ui.screens.first_start import CodePage
    from desk_app.ui.workplace import Workplace

TITLE = "恢复码"


@dataclass(frozen=True, slots=True)
class Parts:
    """What is loaded behind the first paint; ``told`` is what was cut off last time and ended."""

    workplace: "type[Workplace]"
    safety: "type[Safety]"
    rescue: "type[Rescue]"
    set_up: bool
    told: str


class CodePaper(QObject):
    """Brings the recovery code, which is kept nowhere, to paper or into a file."""

    def __init__(self, desk: "Desk", page: "CodePage") -> None:
        from desk_app.ui.models.printing.sender import Sender

        super().__init__(page)
        self._desk = desk
        self._sender = Sender(desk, page)
        self._sender.said.connect(page.banner.say)

    def print(self, code: str) -> None:
        """Print it."""
        self._sender.print_plain(self._paper(code), TITLE)

    def save(self, code: str) -> None:
        """Ask where to, and save it."""
        self._sender.save_plain(self._paper(code), TITLE)

    def note_kept(self) -> None:
        """Note that somebody has it, as its end was typed back."""
        from desk_app.services.start import founding

        try:
            founding.note_code(database=self._desk.database, shown=True)
        except DeskError as error:  # then it is asked for again, which harms nobody
            logs.note_error(error)

    def _paper(self, code: str) -> bytes:
        from desk_app.services.people import recovery

        return recovery.recovery_paper(desk=self._desk, code=code)


def open_demo() -> None:
    """Open the demonstration as a program of its own, on a folder of its own."""
    from PySide6.QtCore import QProcess

    installed = getattr(sys, "frozen", False)  # by the installer: no Python to run a module
    arguments = ["demo"] if installed else ["-m", "desk_app", "demo"]
    QProcess.startDetached(sys.executable, arguments)


def sign_out(desk: "Desk") -> None:
    """Note that the clerk leaves and close the records; a fault then stops nobody."""
    from desk_app.services.start import opening

    try:
        opening.sign_out(desk=desk)
    except DeskError as error:
        logs.note_error(error)


def load_parts(folder: Path, clock: Clock, *, demo: bool) -> "tuple[Parts, FolderLock]":
    """Import what is heavy and take the folder; runs in a worker thread.

    Half a million objects come into being that stay for good. Were they looked through for
    garbage again and again, the window would stand still for a tenth of a second each time.
    Nothing is looked for afterwards either, until the window's thread does (``tasks.Collector``).
    """
    first = "desk_app.ui.workplace" not in sys.modules
    gc.disable()
    try:
        return _load_parts(folder, clock, demo=demo)
    finally:
        if first:
            gc.freeze()


def _load_parts(folder: Path, clock: Clock, *, demo: bool) -> "tuple[Parts, FolderLock]":
    from desk_app.policy import regions
    from desk_app.services.rules.rulebooks import SHIPPED
    from desk_app.services.start import holding, opening, resuming
    from desk_app.ui.models.keys import help_pages
    from desk_app.ui.safety import Rescue, Safety
    from desk_app.ui.screens.help import overlay
    from desk_app.ui.workplace import Workplace

    del overlay  # for the window, which opens it by a key
    help_pages.pages()
    # Looked at first: a folder that cannot be opened is left as it is, without a lock or a log.
    told = "".join(resuming.resume(folder=folder))
    set_up = not demo and opening.is_set_up(folder)
    lock = holding.hold(folder=folder)
    for region in SHIPPED.regions():
        SHIPPED.rulebook(region, on=clock.today())  # read now, so that nobody waits for it later
    regions.insured_regions()
    logs.set_up(folder)
    return Parts(Workplace, Safety, Rescue, set_up, told), lock


def set_up(folder: Path, clock: Clock, values: dict[str, str]) -> "SetUp":
    """Set a folder up by what the first start asked for."""
    from desk_app.services.settings import hall
    from desk_app.services.start import founding, opening

    described = hall.described(
        name=values["name"],
        code=values["code"],
        region=values["region"],
        address=values["address"] or None,
        phone=values["phone"] or None,
        complaint_phone=values["complaint_phone"] or None,
    )
    made = opening.set_up(
        folder=folder,
        hall=described,
        counter=int(values["counter"]),
        clerk_name=values["clerk_name"],
        passphrase=values["passphrase"],
        clock=clock,
    )
    founding.note_code(database=made.desk.database, shown=False)  # until its end is typed back
    return made


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """What was given at the door; ``passphrase`` is None for the computer's keyring."""

    staff_no: str
    passphrase: str | None
    counter: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A desk that was signed in to, and what its clerk is to be told of the passphrase."""

    desk: "Desk"
    hint: str = ""


def unlock(folder: Path, clock: Clock, entry: Entry, *, locked: "Desk | None") -> Opened:
    """Sign in; ``locked`` is the desk that is open behind the door, if any.

    While the hall's server is away its clerk comes back to that one.
    """
    from desk_app.services.desk import counter_number
    from desk_app.services.keys import passphrases
    from desk_app.services.server.presence import ServerLostError
    from desk_app.services.start import opening

    # What the door shows where no number is kept is nobody's choice.
    known = counter_number.read(folder) is not None or entry.counter != counter_number.USUAL
    chosen = entry.counter if known else None
    try:
        desk = opening.unlock(
            folder=folder,
            passphrase=entry.passphrase,
            staff_no=entry.staff_no or None,
            counter=chosen,
            clock=clock,
        )
    except ServerLostError:
        if locked is None or (locked.clerk.staff_no, locked.counter) != (
            entry.staff_no,
            entry.counter,
        ):
            raise
        opening.confirm(desk=locked, passphrase=entry.passphrase)
        return Opened(locked)
    if chosen not in {None, counter_number.read(folder)}:
        counter_number.keep(folder, entry.counter)  # the door asked twice
    weak = passphrases.is_weak(desk=desk, passphrase=entry.passphrase)
    return Opened(desk, passphrases.HINT if weak else "")
