"""Kept pictures and texts of every paper: ``python -m tests.forms.golden`` writes them anew.

A change that is meant changes the edition of the paper as well, because a reprint must be the
document it was.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from forms import catalogue
from tests.forms.reading import Reading

FOLDER = Path(__file__).with_name("golden")
DPI = 100
LONGEST = "阿卜杜热合曼·买买提依明·吐尔逊江·阿布都克里木江"
NAMES = {
    "plain": "王小明",
    "rare": "欧阳𬭚𫖮",
    "extension_b": "吴𠮷",
    "extension_a": "张䶮",
    "dot": "阿卜杜拉·买买提",
    "longest": LONGEST,
    "extension_h": "李\U00031cea",
}


def cases() -> dict[str, tuple[str, Any]]:
    """Return paper and data of every kept document by its name."""
    found = {paper.id: (paper.id, paper.sample) for paper in catalogue.PAPERS.values()}
    form = catalogue.PAPERS["shenzhen_registration"]
    for key, name in NAMES.items():
        person = replace(form.sample.applicant, name=name)
        found[f"name_{key}"] = (form.id, replace(form.sample, applicant=person))
    return found


def made(paper: str, data: Any) -> tuple[str, list[Any]]:
    """Return edition and text of a paper, and a picture of each of its pages."""
    reading = Reading(catalogue.render(paper, data))
    texts = [catalogue.PAPERS[paper].edition]
    texts += [reading.text(page) for page in range(reading.pages)]
    return "\n".join(texts) + "\n", [reading.bitmap(page, DPI) for page in range(reading.pages)]


def difference(kept: Any, now: Any) -> Any:
    """Return a picture: black where both are, red what has gone, green what is new."""
    height, width = (max(kept.shape[i], now.shape[i]) for i in (0, 1))
    before, after = np.full((height, width), 255, np.uint8), np.full((height, width), 255, np.uint8)
    before[: kept.shape[0], : kept.shape[1]] = kept
    after[: now.shape[0], : now.shape[1]] = now
    return np.stack([after, before, np.minimum(before, after)], axis=-1)


def write(folder: Path) -> None:
    """Write texts and pictures of every case."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("*.png"), *folder.glob("*.txt")):
        old.unlink()
    for name, (paper, data) in cases().items():
        text, pictures = made(paper, data)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        for number, picture in enumerate(pictures, 1):
            grey = Image.fromarray(picture).quantize(16)
            grey.save(folder / f"{name}-{number}.png", optimize=True)


if __name__ == "__main__":
    write(FOLDER)
