"""Every screen looks as it did, to the pixel, in three sizes.

After a change that is meant: ``python -m tests.ui.golden``, and look at every picture.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.ui import golden

MADE_WITH = golden.HERE / "made_with.txt"


@pytest.mark.skipif(
    not MADE_WITH.exists() or MADE_WITH.read_text().strip() != golden.versions(),
    reason="the stored pictures were drawn by other versions of Qt or the PDF library",
)
def test_every_screen_looks_as_it_did(tmp_path):
    with ThreadPoolExecutor() as pool:  # each waits for a process of its own
        list(pool.map(lambda size: golden.render(size, tmp_path / size), golden.SIZES))
    differing = {}
    for size in golden.SIZES:
        wanted = {path.name for path in (golden.HERE / size).glob("*.png")}
        assert {path.name for path in (tmp_path / size).glob("*.png")} == wanted
        for name in sorted(wanted):
            picture = tmp_path / size / f"differs-{name}"
            count = golden.difference(golden.HERE / size / name, tmp_path / size / name, picture)
            if count:
                differing[str(picture)] = count
    assert differing == {}


def test_a_single_pixel_is_noticed_and_shown(tmp_path):
    from PIL import Image

    one = Image.new("RGB", (20, 10), "white")
    one.save(tmp_path / "a.png")
    assert golden.difference(tmp_path / "a.png", tmp_path / "a.png", tmp_path / "d.png") == 0
    assert not (tmp_path / "d.png").exists()
    one.putpixel((3, 4), (255, 255, 254))
    one.save(tmp_path / "b.png")
    assert golden.difference(tmp_path / "a.png", tmp_path / "b.png", tmp_path / "d.png") == 1
    assert Image.open(tmp_path / "d.png").getpixel((3, 4)) == (255, 0, 0)
