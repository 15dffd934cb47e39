"""What every file must be: sound, self-contained, described, and always the same."""

import hashlib
import io
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest

from forms import catalogue
from forms.catalogue import PaperError
from forms.kit.layout.drawing import Layout
from forms.kit.output.finish import finish
from forms.kit.output.paint import paint

PAPERS = tuple(catalogue.PAPERS)
DIGESTS = """
import hashlib
from forms import catalogue
for paper, pdf in catalogue.samples():
    print(paper.id, hashlib.sha256(pdf).hexdigest())
"""


@pytest.fixture(scope="module")
def files():
    return {paper.id: pdf for paper, pdf in catalogue.samples()}


@pytest.mark.parametrize("paper", PAPERS)
def test_a_file_is_sound(paper, files):
    with pikepdf.open(io.BytesIO(files[paper])) as document:
        assert document.check_pdf_syntax() == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_font_is_an_embedded_subset_with_its_text(paper, files):
    with pikepdf.open(io.BytesIO(files[paper])) as document:
        fonts = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"
        ]
        kinds = {str(i.Subtype) for i in document.objects
                 if isinstance(i, pikepdf.Dictionary) and i.get("/Type") == "/Font"}  # fmt: skip
        assert kinds <= {"/Type0", "/CIDFontType2"}
        names = [str(font.BaseFont) for font in fonts]
        assert len(set(names)) == len(names) > 0
        for font in fonts:
            assert re.fullmatch(r"/[A-Z]{6}\+Form\w+", str(font.BaseFont))
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert len(descriptor.FontFile2.read_bytes()) == descriptor.FontFile2.Length1
            text = font.ToUnicode.read_bytes().decode()
            assert re.search(r"<0001> <([0-9A-F]{4}|[0-9A-F]{8})>", text)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_file_says_what_it_is(paper, files):
    known = catalogue.PAPERS[paper]
    with pikepdf.open(io.BytesIO(files[paper])) as document:
        assert str(document.Root.Lang) == "zh-CN"
        assert document.Root.OutputIntents[0].DestOutputProfile.N == 3
        assert document.Root.ViewerPreferences.PrintScaling == "/None"
        title = str(document.docinfo["/Title"])
        assert title.startswith(known.title)
        assert known.sample.office.hall == str(document.docinfo["/Author"])
        with document.open_metadata() as described:
            assert described["dc:title"] == title
            assert described["pdfaid:part"] == "2"
            assert described["xmp:CreateDate"] == f"{known.sample.day.isoformat()}T00:00:00+08:00"
        everything = (
            str(dict(document.docinfo.items())) + document.Root.Metadata.read_bytes().decode()
        )
        assert "欧阳" not in everything
        assert "440399" not in everything


def test_files_are_the_same_in_another_process_and_time_zone(files):
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York")):
        done = subprocess.run(
            [sys.executable, "-c", DIGESTS],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found = dict(line.split() for line in done.stdout.splitlines())
        assert found == {name: hashlib.sha256(pdf).hexdigest() for name, pdf in files.items()}


def test_papers_can_be_made_side_by_side(files):
    work = [paper for paper in PAPERS for _ in range(3)]

    def made(paper):
        return paper, catalogue.render(paper, catalogue.PAPERS[paper].sample)

    with ThreadPoolExecutor(4) as pool:
        for paper, pdf in pool.map(made, work):
            assert pdf == files[paper]


def test_several_papers_fit_into_one_file(files, read):
    papers = [(name, catalogue.PAPERS[name].sample) for name in PAPERS]
    day = catalogue.PAPERS["receipt"].sample.day
    together = read(catalogue.render_together(papers, title="整套表单", day=day))
    assert together.pages == sum(catalogue.page_count(pdf) for pdf in files.values())
    assert "第 1 页，共 1 页" in together.text(3)


def test_an_edition_that_is_not_there_is_refused():
    sample = catalogue.PAPERS["receipt"].sample
    current = catalogue.PAPERS["receipt"].edition
    assert catalogue.render("receipt", sample, edition=current)
    with pytest.raises(PaperError, match="不能按原样补打"):
        catalogue.render("receipt", sample, edition="版式 HZ-1999.01")


def test_what_describes_a_file_may_hold_anything(read):
    from datetime import UTC, datetime

    layout = catalogue.lay_out("receipt", catalogue.PAPERS["receipt"].sample)
    title = 'a<b>&"𠮷()\\'
    named = Layout(title, title, title, layout.pages)
    pdf = finish(paint(named), named, datetime(2026, 1, 1, tzinfo=UTC))
    assert read(pdf).mapping("Title") == title
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as described:
        assert described["dc:title"] == title
