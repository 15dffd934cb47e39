"""What one counter uses reaches the others in one file: compared, shown, then taken into use."""

import zipfile

import pytest

import resources
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.services import blanks, hall_package, opening, people, rulekeeping, workdays
from tests.services.conftest import CHEAP, PASSPHRASE

SHIPPED_PACK = "440300-shenzhen.toml"


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
    (desk.folder / "fonts").mkdir()
    (desk.folder / "fonts" / "本局字体.ttf").write_bytes(b"made up")
    target = tmp_path / "hall.deskhall"
    hall_package.pack(desk=desk, target=target, label="2026-11 第一版")
    return target


def test_a_package_brings_everything(desk, other, package):
    seen = hall_package.look(desk=other, path=package)
    assert seen.label == "2026-11 第一版"
    assert [one.kind for one in seen.items] == ["规则", "样表", "节假日", "字体"]
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


def test_taking_it_again_says_that_all_is_the_same(other, package):
    hall_package.accept(desk=other, path=package)
    again = hall_package.accept(desk=other, path=package)
    notes = [note for one in again.items if one.kind != "字体" for note in one.notes]
    assert notes == ["与本厅在用的相同"] * 3


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
