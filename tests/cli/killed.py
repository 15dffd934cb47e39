"""Commands that are killed at random moments: what must hold afterwards."""

import json
import time
import traceback
from pathlib import Path
from random import Random

from tests.cli.children import Command
from tests.services.deeds import PASSPHRASE
from tests.services.disturbed import ENVIRONMENT, Scene, prepared


def _begin(scene: Scene) -> Command:
    given = {name: value for name, value in ENVIRONMENT.items() if name != "DESK_PASSPHRASE"}
    return Command(scene.folder, *scene.arguments[2:], by=PASSPHRASE, **given)


def _told(command: Command) -> bool:
    """Tell whether a whole answer came before the end."""
    try:
        return bool(json.loads(command.said)["ok"])
    except ValueError:
        return False


def kill_command(name: str, place: Path, *, kills: int, seed: int = 1) -> int:
    """Kill a command so often, each time in a fresh folder; return how often it had not told yet.

    Raises AssertionError naming each kill after which anything is not as it must be.
    """
    scene, chance, bad, cut = prepared(name, place), Random(seed), [], 0
    scene.lay_out()
    begun = time.perf_counter()
    done = _begin(scene).end()
    whole = time.perf_counter() - begun
    assert done.code == 0, done.said
    scene.judge(done=True)
    for turn in range(kills):
        scene.lay_out()
        after = whole * (turn + chance.random()) / kills  # spread over its whole course
        done = _begin(scene).kill(after)
        cut += not _told(done)
        try:
            scene.judge(done=_told(done))
        except Exception as error:  # noqa: BLE001 - each kill is judged, whatever it gives
            where = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{name} killed after {after:.3f} s, told: {_told(done)}"
            bad.append(f"{what}: {type(error).__name__} {error} ({where.name} {where.lineno})")
    assert not bad, "\n".join(bad)
    return cut
