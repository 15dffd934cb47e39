"""Pictures of every screen, to be compared pixel by pixel: ``python -m tests.ui.golden``.

Without arguments it makes the stored pictures anew; ``--into DIR --size NAME`` writes one size
elsewhere, which is what the test does in a process of its own (the scale of the screen is fixed
when a Qt program starts).
"""

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent / "goldens"
ROOT = Path(__file__).resolve().parents[2]
# name: width, height, scale of the screen
SIZES = {
    "1366x696": (1366, 696, 1.0),
    "1093x557@125": (1093, 557, 1.25),
    "1920x1008": (1920, 1008, 1.0),
}
REST_MS = 350
PASSPHRASE = "tea at nine 9"


def versions():
    """Return what draws the pixels; pictures are compared only where it is the same."""
    from importlib.metadata import version

    return "\n".join(f"{name} {version(name)}" for name in ("PySide6-Essentials", "pypdfium2"))


def render(size, into):
    """Draw every screen in a size, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.golden", "--size", size, "--into", str(into)],
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": str(SIZES[size][2]),
            "CUPS_SERVER": "/nowhere",  # nothing must be printed
            "PATH": "/nowhere",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def difference(one, other, into):
    """Return how many pixels differ, and write a picture of them in red over the pale first."""
    from PIL import Image, ImageChops

    first, second = (Image.open(path).convert("RGB") for path in (one, other))
    if first.size != second.size:
        second.save(into)
        return first.size[0] * first.size[1]
    red, green, blue = ImageChops.difference(first, second).split()
    # Not the brightness: a step of one in blue would round to nothing.
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    mask = most.point(lambda level: 255 * (level > 0))
    count = mask.histogram()[255]
    if count:
        pale = Image.blend(first, Image.new("RGB", first.size, "white"), 0.7)
        pale.paste("red", mask=mask)
        pale.save(into)
    return count


class Photographer:
    """Goes through the screens as a clerk would and takes a picture of each."""

    def __init__(self, application, folder, size, into):
        from desk_app.app.program import Program
        from desk_app.clock import CHINA, FixedClock
        from tests.ui.hand import Hand

        self.application, self.folder, self.into = application, folder, into
        self.clock = FixedClock(datetime(2026, 11, 21, 10, 42, tzinfo=CHINA))
        self.program, self.hand = Program(folder, clock=self.clock, demo=False), Hand()
        self.window = self.program.window
        self.window.resize(*SIZES[size][:2])
        self.window.show()
        self.window.activateWindow()

    def rest(self, until=None):
        """Let everything come to rest."""
        from PySide6.QtCore import QElapsedTimer

        from desk_app.ui import tasks
        from tests.ui.hand import rest

        clock = QElapsedTimer()
        clock.start()
        while until is not None and not until():
            rest(20)
            if clock.elapsed() > 60_000:
                raise TimeoutError("a screen did not come")
        for lane in tasks.Lane:
            tasks._threads(lane).waitForDone()
        rest(REST_MS)

    def take(self, name, until=None):
        """Take a picture, once two in a row are the same: on a busy machine it may take a while."""
        self.rest(until)
        before, picture = None, self.grab()
        while picture != before:
            self.rest()
            before, picture = picture, self.grab()
        picture.save(str(self.into / f"{name}.png"))

    def grab(self):
        """Return what the window looks like, without a passing word."""
        self.window.toast.hide()
        self.application.processEvents()
        return self.window.grab().toImage()

    def before_the_door(self):
        """Take the first start and the door."""
        from desk_app.services.settings.preferences import UNDO_SECONDS
        from tests.ui.steps import set_up_by_keyboard

        self.take("first_start", lambda: self.program._parts is not None)
        set_up_by_keyboard(self.hand)
        page = self.window.first_start()
        self.rest(page.code.isVisible)
        page.code.words.setText("ABCDE-FGHJK-MNPQR-STVWX-YZ234")
        self.take("recovery_code")
        self.hand.type(page.code._code.replace("-", "")[-4:])
        self.hand.press("Enter")
        self.rest(lambda: self.window.inside is not None)
        UNDO_SECONDS.set(self.program.desk, 0)  # seconds that are counted look each time different

    def at_work(self):
        """Take the screens of a case, the records and what lies beside them."""
        from tests.ui.steps import type_case

        hand, inside = self.hand, self.window.inside
        self.take("counter_empty")
        type_case(hand)
        preview = inside.counter.preview
        self.rest(lambda: preview._latest.idle and preview.pdf is not None)
        self.take("counter")
        hand.press("Ctrl+Enter")
        self.take("check")
        hand.press("Ctrl+Enter")
        self.rest(lambda: inside.check.done)
        self.take("papers")
        hand.press("Ctrl+K", "Enter")
        self.take("records")
        hand.press("F8")
        hand.type("1")
        self.take("ending")
        hand.press("Esc")
        hand.press("Ctrl+G")
        self.take("guide")
        hand.press("F10")
        self.take("day")
        hand.press("F11")
        self.take("settings")
        hand.press("F1")
        self.take("help")
        hand.press("F1", "Esc")

    def afterwards(self):
        """Take the door, locked, and the pages that belong to no desk."""
        from desk_app.services.backup.backing_up import Damage
        from desk_app.ui.screens.parting import Parting

        self.program._safety.rescue.tell(Damage(places=2, backup=None))
        self.take("damage")
        parting = Parting()
        self.window.show_apart(parting)
        parting.begin()
        self.take("parting")
        self.window.return_inside(self.window.inside.counter)
        self.hand.press("F12")
        self.take("door")
        self.window.door.lost.click()
        self.take("recovery")
        self.program._leave()
        self.window.let_close()
        self.rest()


def photograph(size, into):
    """Take all pictures in one size."""
    from PySide6.QtWidgets import QApplication

    from desk_app import paths
    from desk_app.app import rare_faces
    from desk_app.ui import theme

    into.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    theme.set_up(application)
    theme.add_rare_faces(application, rare_faces.unpack(paths.cache_folder()))
    application.setCursorFlashTime(0)
    with tempfile.TemporaryDirectory() as folder:
        photographer = Photographer(application, Path(folder) / "d", size, into)
        photographer.before_the_door()
        photographer.at_work()
        photographer.afterwards()


def main():
    """Make the stored pictures anew, or one size elsewhere."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES)
    parser.add_argument("--into", type=Path)
    options = parser.parse_args()
    if options.size:
        photograph(options.size, options.into or HERE / options.size)
        return
    for size in SIZES:
        render(size, HERE / size)
    (HERE / "made_with.txt").write_text(versions() + "\n")


if __name__ == "__main__":
    main()
