"""The code on a paper scans after a bad print, and says nothing personal."""

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from forms import catalogue
from forms.kit.layout.sheet import QR_SIDE
from tests.forms.reading import Reading

CODED = tuple(
    paper.id for paper in catalogue.PAPERS.values() if getattr(paper.sample, "number", None)
)


def expected(paper):
    sample = catalogue.PAPERS[paper].sample
    return f"{sample.number}*{sample.check}"


def scanned(picture):
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("paper", CODED)
def test_the_code_is_number_and_check_only(paper):
    picture = Reading(catalogue.render(paper, catalogue.PAPERS[paper].sample)).bitmap(dpi=150)
    assert scanned(Image.fromarray(picture)) == [expected(paper)]


@pytest.mark.parametrize("angle", [-7, 3, 90, 184])
@pytest.mark.parametrize("blur", [0.3, 0.8])
def test_a_tilted_blurred_noisy_print_scans(angle, blur):
    paper = "guangdong_registration"
    pdf = catalogue.render(paper, catalogue.PAPERS[paper].sample)
    picture = Image.fromarray(Reading(pdf).bitmap(dpi=150))
    tilted = picture.rotate(angle, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    soft = np.asarray(tilted.filter(ImageFilter.GaussianBlur(blur))).astype(float)
    noise = np.random.default_rng(7).normal(0, 20, soft.shape)
    worn = Image.fromarray((soft + noise).clip(0, 255).astype(np.uint8))
    assert scanned(worn) == [expected(paper)]


def test_the_code_is_at_least_20_millimetres_with_its_white_border():
    assert QR_SIDE >= 20
    for paper in CODED:
        layout = catalogue.lay_out(paper, catalogue.PAPERS[paper].sample)
        boxes = layout.pages[0].fills[0].boxes
        left, top = min(b.left for b in boxes), min(b.top for b in boxes)
        right, bottom = max(b.right for b in boxes), max(b.bottom for b in boxes)
        assert right - left == pytest.approx(QR_SIDE)
        assert bottom - top == pytest.approx(QR_SIDE)
        quiet = 4 * min(b.height for b in boxes)
        scale = 300 / 25.4
        sample = catalogue.PAPERS[paper].sample
        picture = Reading(catalogue.render(paper, sample)).bitmap(dpi=300)
        border = np.concatenate(
            [
                picture[int((top - quiet) * scale) : int(top * scale) - 1,
                        int((left - quiet) * scale) : int((right + quiet) * scale)].ravel(),
                picture[int(bottom * scale) + 2 : int((bottom + quiet) * scale),
                        int((left - quiet) * scale) : int((right + quiet) * scale)].ravel(),
                picture[int(top * scale) : int(bottom * scale),
                        int((left - quiet) * scale) : int(left * scale) - 1].ravel(),
            ]
        )  # fmt: skip
        assert border.min() > 200, paper


def test_a_draft_has_no_code():
    from dataclasses import replace

    sample = replace(catalogue.PAPERS["guangdong_registration"].sample, number=None, check=None)
    assert not catalogue.lay_out("guangdong_registration", sample).pages[0].fills
