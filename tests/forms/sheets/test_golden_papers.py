"""Every paper looks and reads as it did when it was last looked at by eye."""

import numpy as np
import pytest
from PIL import Image

from forms import catalogue
from forms.fonts.chains import HEI
from tests.forms import golden

FAR = 64  # grey levels; less is a matter of smoothing
MOST = 12  # pixels of a page that may differ that far


@pytest.mark.parametrize("name", golden.cases())
def test_a_paper_is_as_it_was(name, tmp_path):
    text, pictures = golden.made(*golden.cases()[name])
    kept = (golden.FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert text == kept, "wording changed: look at it, change the edition, write golden anew"
    for number, picture in enumerate(pictures, 1):
        before = np.asarray(Image.open(golden.FOLDER / f"{name}-{number}.png").convert("L"))
        same_size = before.shape == picture.shape
        far = int((np.abs(before.astype(int) - picture) > FAR).sum()) if same_size else -1
        if not same_size or far > MOST:
            file = tmp_path / f"{name}-{number}-difference.png"
            Image.fromarray(golden.difference(before, picture)).save(file)
            pytest.fail(f"page {number} looks different in {far} pixels, see {file}")
    assert not (golden.FOLDER / f"{name}-{len(pictures) + 1}.png").exists()


def test_a_difference_can_be_seen():
    white, dot = np.full((9, 9), 255, np.uint8), np.full((9, 9), 255, np.uint8)
    dot[4, 4] = 0
    gone, new = golden.difference(dot, white)[4, 4], golden.difference(white, dot)[4, 4]
    assert tuple(gone) == (255, 0, 0)
    assert tuple(new) == (0, 255, 0)


def test_one_changed_character_is_noticed():
    case = golden.cases()
    (_, one), (_, other) = (golden.made(*case[f"name_{key}"]) for key in ("rare", "plain"))
    assert int((np.abs(one[0].astype(int) - other[0]) > FAR).sum()) > MOST


@pytest.mark.parametrize("name", golden.cases())
def test_nothing_filled_in_is_set_in_the_hei_face(name):
    paper, data = golden.cases()[name]
    for page in catalogue.lay_out(paper, data).pages:
        assert not [run for run in page.runs if run.value and run.face == HEI]
