"""Find fonts that an operating system may bring along: for rare characters, 仿宋 and 楷体."""

import os
from collections.abc import Iterator
from pathlib import Path

# Faces of song shape first: they sit best beside ours.
NAMES = (
    "simsunb.ttf",  # SimSun-ExtB, Windows
    "SimsunExtG.ttf",
    "HanaMinB.ttf",
    "BabelStoneHan.ttf",
    "Jigmo2.ttf",
    "Jigmo3.ttf",
    "TH-Tshyn-P2.ttf",
    "TH-Tshyn-P16.ttf",
    "PlangothicP1-Regular.ttf",
    "PlangothicP2-Regular.ttf",
    "simfang.ttf",  # 仿宋 and 楷体 of Windows, then those of others
    "simkai.ttf",
    "STFANGSO.TTF",
    "STKAITI.TTF",
    "FZFSK.TTF",
    "FZKTK.TTF",
    "ukai.ttc",
    "LXGWWenKai-Regular.ttf",
)


def folders() -> tuple[Path, ...]:
    """Return where this operating system keeps fonts."""
    windows = os.environ.get("SYSTEMROOT")
    if windows:
        return (Path(windows) / "Fonts",)
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def find(places: tuple[Path, ...] | None = None) -> Iterator[Path]:
    """Yield the known fonts that are installed, best first."""
    rank = {name.lower(): i for i, name in enumerate(NAMES)}
    found = [
        file
        for folder in (folders() if places is None else places)
        if folder.is_dir()
        for file in folder.rglob("*.tt[fc]")
        if file.name.lower() in rank
    ]
    yield from sorted(found, key=lambda file: (rank[file.name.lower()], str(file)))
