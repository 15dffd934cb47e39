"""What one counter uses reaches the others in one file: compared, shown, then taken into use."""

import json
import zipfile
from datetime import date

import pytest

import resources
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.vocabulary import Role
from desk_app.services.blanks import blanks
from desk_app.services.lists import hall_package, package_file
from desk_app.services.people import people
from desk_app.services.rules import rulekeeping, workdays
from desk_app.services.start import opening
from forms.blanks.cleaning.cleaning import clean
from tests.forms import odd_blanks
from tests.services.conftest import CHEAP, PASSPHRASE

SHIPPED_PACK = "440300-shenzhen.toml"
ANSWER = BureauAnswer(
    subject="C1",
    region="440300",
    text="以本局答复为准：不超过六个月。",
    answered_by="示例局",
    answered_on=date(2026, 11, 20),
    number="示例〔2026〕1号",
)


@pytest.fixture
def other(tmp_path, desk, clock):
    """Another counter with a folder of its own."""
    made = opening.set_up(
        folder=tmp_path / "other", hall=desk.hall, counter=2, clerk_name="王主管",
        passphrase=PASSPHRASE, clock=clock, cost=CHEAP,
    )  # fmt: skip
    with made.desk as other:
        yield other


@pytest.fixture
def package(desk, tmp_path):
    """A package with a newer rule pack, a blank, the holidays and a font the other lacks."""
    text = resources.path("policy", SHIPPED_PACK).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("version"))
    newer = tmp_path / SHIPPED_PACK
    newer.write_text(text.replace(line, 'version = "2099.1.1"'), encoding="utf-8")
    rulekeeping.accept(desk=desk, path=newer)
    folder = resources.path("blanks")
    blanks.install(
        desk=desk,
        pdf=(folder / "example_flat.pdf").read_bytes(),
        map_text=(folder / "example_flat.toml").read_text(encoding="utf-8"),
    )
    workdays.take_in(desk=desk, path=resources.path("policy", "holidays.toml"))
    rulekeeping.answer(desk=desk, given=ANSWER)
    (desk.folder / "fonts").mkdir()
    (desk.folder / "fonts" / "本局字体.ttf").write_bytes(b"made up")
    target = tmp_path / "hall.deskhall"
    hall_package.pack(desk=desk, target=target, label="2026-11 第一版")
    return target


def test_a_package_brings_everything(desk, other, package):
    seen = hall_package.look(desk=other, path=package)
    assert seen.label == "2026-11 第一版"
    assert [one.kind for one in seen.items] == ["规则", "本局口径", "样表", "节假日", "字体"]
    assert any("2099.1.1" in one.name for one in seen.items)
    assert blanks.every(desk=other) == {}
    hall_package.accept(desk=other, path=package)
    assert blanks.every(desk=other) == blanks.every(desk=desk)
    today = other.clock.today()
    versions = {
        one: rulekeeping.shelf(desk=counter).rulebook("440300", on=today).version
        for one, counter in enumerate((desk, other))
    }
    assert versions[0] == versions[1]
    assert workdays.calendar(desk=other).years == workdays.calendar(desk=desk).years
    assert [given.answer for given in rulekeeping.answers(desk=other)] == [ANSWER]
    assert not (other.folder / "fonts").exists()  # named, not brought


def test_a_blank_of_a_package_brings_nothing_but_paper(desk, other, package, tmp_path):
    """Made by whoever: it is tried and cleaned on the counter that takes it in."""
    folder = resources.path("blanks")
    harmful = odd_blanks.active((folder / "example_flat.pdf").read_bytes())
    bad = tmp_path / "bad.deskhall"
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(bad, "w") as target:
        facts = json.loads(source.read("package.json"))
        (name,) = (one for one in facts["files"] if one.endswith(".pdf"))
        facts["files"][name] = package_file.sha256(harmful)
        target.writestr("package.json", json.dumps(facts))
        for kept in set(source.namelist()) - {"package.json", name}:
            target.writestr(kept, source.read(kept))
        target.writestr(name, harmful)
    seen = hall_package.look(desk=other, path=bad)
    (notes,) = (one.notes for one in seen.items if one.kind == "样表")
    assert any("evil.exe" in note for note in notes)
    hall_package.accept(desk=other, path=bad)
    (kept,) = (other.folder / "blanks").glob("*.pdf")
    assert b"evil" not in kept.read_bytes()
    assert clean(kept.read_bytes()).left_out == ()


def test_a_blank_kept_by_an_earlier_version_is_handed_on_clean(desk, package, tmp_path):
    """Such versions kept the file as it was brought."""
    (kept,) = (desk.folder / "blanks").glob("*.pdf")
    kept.write_bytes(odd_blanks.active(kept.read_bytes()))
    hall_package.pack(desk=desk, target=tmp_path / "again.deskhall")
    with zipfile.ZipFile(tmp_path / "again.deskhall") as archive:
        (name,) = (one for one in archive.namelist() if one.endswith(".pdf"))
        assert clean(archive.read(name)).left_out == ()


def test_taking_it_again_says_that_all_is_the_same(other, package):
    hall_package.accept(desk=other, path=package)
    again = hall_package.accept(desk=other, path=package)
    notes = [note for one in again.items if one.kind != "字体" for note in one.notes]
    assert notes == ["与本厅在用的相同"] * 4
    assert len(rulekeeping.answers(desk=other)) == 1


def test_equal_contents_give_equal_bytes(desk, package, tmp_path):
    second = tmp_path / "again.deskhall"
    hall_package.pack(desk=desk, target=second, label="2026-11 第一版")
    assert second.read_bytes() == package.read_bytes()


@pytest.mark.parametrize("broken", ["changed", "added", "cut", "none", "no list"])
def test_a_package_that_was_touched_is_refused(other, package, tmp_path, broken):
    bad = tmp_path / "bad.deskhall"
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if broken == "changed" and name.startswith("rules/"):
                content = content.replace(b"2099", b"2098")
            if broken != "no list" or name != "package.json":
                target.writestr(name, content)
        if broken == "added":
            target.writestr("../evil.toml", b"x")
    if broken == "cut":
        bad.write_bytes(package.read_bytes()[:-200])
    if broken == "none":
        bad.write_bytes(b"no archive")
    with pytest.raises(EnvironmentFailureError, match="厅包"):
        hall_package.accept(desk=other, path=bad)
    assert blanks.every(desk=other) == {}
    assert rulekeeping.shelf(desk=other).folders == ()


def test_a_file_that_is_not_there_is_told(other, tmp_path):
    with pytest.raises(EnvironmentFailureError, match="找不到"):
        hall_package.look(desk=other, path=tmp_path / "none")


def test_an_empty_hall_has_nothing_to_hand_on(other, tmp_path):
    with pytest.raises(RefusedError, match="没有可打包"):
        hall_package.pack(desk=other, target=tmp_path / "x.deskhall")


def test_only_a_supervisor_takes_one_into_use(other, package, clock):
    people.add(desk=other, name="李四", role=Role.CLERK, passphrase="another phrase", cost=CHEAP)
    with opening.unlock(
        folder=other.folder, passphrase="another phrase", clock=clock, staff_no="02"
    ) as clerk:
        assert hall_package.look(desk=clerk, path=package).items
        with pytest.raises(RefusedError, match="主管"):
            hall_package.accept(desk=clerk, path=package)


def test_the_check_code_finds_out_who_changed_file_and_list(desk, other, package, tmp_path):
    told = hall_package.look(desk=desk, path=package).code
    forged = tmp_path / "forged.deskhall"
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(forged, "w") as target:
        facts = json.loads(source.read("package.json"))
        content = source.read("answers.json").replace("六".encode(), "九".encode())
        facts["files"]["answers.json"] = package_file.sha256(content)
        target.writestr("package.json", json.dumps(facts))
        for name in set(source.namelist()) - {"package.json", "answers.json"}:
            target.writestr(name, source.read(name))
        target.writestr("answers.json", content)
    assert hall_package.look(desk=other, path=forged).code != told
    for verb in (hall_package.look, hall_package.accept):
        with pytest.raises(RefusedError, match="核对码不符"):
            verb(desk=other, path=forged, code=told)
    assert rulekeeping.answers(desk=other) == ()
    spoken = told.lower().replace("-", " ")
    assert hall_package.look(desk=other, path=package, code=spoken).code == told


def test_fonts_come_along_when_asked_for_and_an_older_one_is_kept(desk, other, package, tmp_path):
    target = tmp_path / "fonts.deskhall"
    hall_package.pack(desk=desk, target=target, with_fonts=True)
    own = other.folder / "fonts"
    own.mkdir()
    (own / "本局字体.ttf").write_bytes(b"an older one")
    notes = [one.notes for one in hall_package.look(desk=other, path=target).items]
    assert notes[-1][0].startswith("放入")
    assert (own / "本局字体.ttf").read_bytes() == b"an older one"
    hall_package.accept(desk=other, path=target)
    assert (own / "本局字体.ttf").read_bytes() == b"made up"
    assert [path.read_bytes() for path in own.glob("*.old")] == [b"an older one"]
    again = hall_package.accept(desk=other, path=target).items[-1]
    assert (again.kind, again.notes) == ("字体", ("与本厅在用的相同",))
    assert len(list(own.iterdir())) == 2


@pytest.mark.parametrize("name", ["fonts/../records.db", "fonts/.hidden", "fonts/a\\b.ttf"])
def test_a_font_goes_nowhere_else(desk, other, package, tmp_path, name):
    bad = tmp_path / "bad.deskhall"
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(bad, "w") as target:
        facts = json.loads(source.read("package.json"))
        facts["files"][name] = package_file.sha256(b"x")
        target.writestr("package.json", json.dumps(facts))
        for kept in set(source.namelist()) - {"package.json"}:
            target.writestr(kept, source.read(kept))
        target.writestr(name, b"x")
    with pytest.raises(EnvironmentFailureError, match="厅包"):
        hall_package.accept(desk=other, path=bad)


def test_an_answer_to_a_question_unknown_here_is_told(desk, other, package, tmp_path):
    strange = tmp_path / "strange.deskhall"
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(strange, "w") as target:
        facts = json.loads(source.read("package.json"))
        content = source.read("answers.json").replace(b'"C1"', b'"nobody"')
        facts["files"]["answers.json"] = package_file.sha256(content)
        target.writestr("package.json", json.dumps(facts))
        for name in set(source.namelist()) - {"package.json", "answers.json"}:
            target.writestr(name, source.read(name))
        target.writestr("answers.json", content)
    told = hall_package.accept(desk=other, path=strange)
    assert [one.notes for one in told.items if one.kind == "本局口径"] == [
        ("本厅的规则里没有这个问题，未录入",)
    ]
