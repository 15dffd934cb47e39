"""The bureau's own blanks and printed sheets, from the command line to the paper."""

import json

import pikepdf
import pypdfium2
import pytest

import resources
from desk_app.cli import main
from desk_app.services.proofs import readback
from tests.factory import case
from tests.forms import odd_blanks

FLAT = resources.path("blanks", "example_flat.pdf")
FLAT_MAP = resources.path("blanks", "example_flat.toml")
FORM = resources.path("blanks", "example_form.pdf")
FORM_MAP = resources.path("blanks", "example_form.toml")
GUANGDONG = {
    "region": "440100",
    "documents": {"identity": "both", "household_register": "both"},
    "applicant__insurance": "employee",
    "outpatient": "networked",
    "applicant__name": "欧阳𬭚𫖮",
}


@pytest.fixture
def desk(data, capsys):
    """Run a command on a new data folder; return its exit code and its JSON."""

    def run(*words):
        code = main([*(str(word) for word in words), "--data", str(data), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def filed(desk, tmp_path):
    """Register a Guangdong case; return its result."""

    def register():
        file = tmp_path / "case.json"
        file.write_text(json.dumps(case(**GUANGDONG)), encoding="utf-8")
        code, answer = desk("intake", file, "--out", tmp_path / "out")
        assert code == 0, answer
        return answer["results"][0]

    return register


@pytest.mark.parametrize(("blank", "places"), [(FLAT, FLAT_MAP), (FORM, FORM_MAP)])
def test_a_blank_is_checked_by_eye(desk, tmp_path, blank, places):
    """The map is drawn on the form it is for."""
    target = tmp_path / "map.pdf"
    assert desk("blank", "check", blank, places, "--out", target)[0] == 0
    assert target.read_bytes()[:5] == b"%PDF-"


def test_what_is_no_paper_is_named_and_left_out(desk, filed, tmp_path):
    """Checking and installing say it; neither what is kept nor what is printed holds it."""
    harmful = tmp_path / "form.pdf"
    harmful.write_bytes(odd_blanks.active(FLAT.read_bytes()))
    sample = tmp_path / "sample.pdf"
    for words in (["check", "--out", sample], ["install", "--out", sample]):
        code, answer = desk("blank", words[0], harmful, FLAT_MAP, *words[1:])
        assert code == 0, answer
        assert "附件“evil.exe”" in answer["left_out"]
        assert answer["notes"] == []
    assert "阿卜杜热西提" in readback.paper_text(sample)
    (kept,) = (tmp_path / "data" / "blanks").glob("*.pdf")
    paper = tmp_path / "out" / filed()["papers"][0]["file"].rpartition("/")[2]
    for file in (sample, kept, paper):
        with pikepdf.open(file) as document:
            assert len(document.attachments) == 0
            assert not {"/OpenAction", "/AA", "/Names"} & set(document.Root.keys())


def test_a_blank_that_would_lose_a_value_is_refused_with_the_reason(desk, tmp_path):
    """A box below the sheet, a map in the encoding of an old editor."""
    places = tmp_path / "map.toml"
    places.write_bytes(
        FLAT_MAP.read_text("utf-8").replace("[62, 51,", "[62, 300,").encode("gb18030")
    )
    code, answer = desk("blank", "install", FLAT, places)
    assert code == 1
    assert "applicant.name 在页面之外" in answer["problems"][0]["message"]
    assert desk("blank", "list")[1] == {}


@pytest.mark.parametrize(("blank", "places"), [(FLAT, FLAT_MAP), (FORM, FORM_MAP)])
def test_a_hall_prints_on_its_own_blank(desk, filed, tmp_path, blank, places):
    """Once taken into use, papers and their reprints are laid over the blank, names exact."""
    assert desk("blank", "install", blank, places)[0] == 0
    result = filed()
    paper = result["papers"][0]
    assert paper["paper"] == "guangdong_registration"
    text = readback.paper_text(tmp_path / "out" / paper["file"].rpartition("/")[2])
    assert "欧阳𬭚𫖮" in text
    assert "示例空白表" in text
    assert desk("blank", "remove", "--paper", "guangdong_registration")[0] == 0
    again = desk("print", result["record"], "--out", tmp_path / "again")[1]["papers"][0]
    text = readback.paper_text(tmp_path / "again" / again["file"].rpartition("/")[2])
    assert "示例空白表" in text
    assert "补打" in text


def test_a_map_for_another_form_is_refused(desk, tmp_path):
    """The sentence says which line to mend."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('title = "x"\npaper = "nothing"\n', encoding="utf-8")
    code, answer = desk("blank", "install", FLAT, wrong)
    assert code == 1
    assert answer["problems"][0]["message"]


def test_values_move_by_what_was_measured(desk, filed, tmp_path):
    """A printer that prints 1 mm right and 2 mm down is corrected to 0.1 mm."""
    sheet = tmp_path / "sheet.pdf"
    assert desk("calibrate", "--out", sheet)[0] == 0
    assert "校准" in readback.paper_text(sheet)
    record = filed()["record"]
    where = ["--paper", "guangdong_registration", "--printer", "一号"]
    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    assert desk("overprint", record, *where, "--out", before)[0] == 0
    measured = ["20,20=21,22", "190,277=191,279"]
    assert desk("calibrate", "--printer", "一号", "--measured", *measured)[0] == 0
    assert desk("overprint", record, *where, "--out", after)[0] == 0
    (x, y), (u, v) = place_of(before, "SL01-01"), place_of(after, "SL01-01")
    assert u - x == pytest.approx(-1, abs=0.1)
    assert v - y == pytest.approx(-2, abs=0.1)


def place_of(file, text):
    """Return where a text begins, in millimetres from the top left."""
    with pypdfium2.PdfDocument(file) as document:
        page = document[0]
        textpage = page.get_textpage()
        start, _ = textpage.search(text).get_next()
        left, _, _, top = textpage.get_charbox(start)
        return left / 72 * 25.4, (page.get_height() - top) / 72 * 25.4


@pytest.mark.parametrize("measured", [["20,20=20,20"], ["here=there", "x"], ["20,20=90,90"] * 2])
def test_careless_measurements_are_refused(desk, measured):
    """Too few, unreadable, impossible."""
    assert desk("calibrate", "--printer", "一号", "--measured", *measured)[0] == 1
