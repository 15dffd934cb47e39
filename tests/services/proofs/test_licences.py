"""Everything that ships is named with its terms, and the texts of the licences can be read."""

import re
import tomllib
from pathlib import Path

import pytest

import resources
from desk_app.services.proofs import licences

ROOT = Path(__file__).resolve().parents[3]
LIST = tomllib.loads(resources.path("licences", "components.toml").read_text(encoding="utf-8"))
SHIPPED = sorted(
    path.relative_to(resources.path()).as_posix()
    for path in resources.path().rglob("*")
    if path.is_file() and path.suffix not in {".py", ".pyc"} and path.name != "README.md"
)


@pytest.fixture(scope="module")
def found():
    return licences.components()


def named(found, name):
    return next(one for one in found if licences._key(one.name) == licences._key(name))


def test_every_package_asked_for_is_listed_with_its_use():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = asked["optional-dependencies"]
    lines = [*asked["dependencies"], *extras["hall"], *extras["keyring"]]
    wanted = {licences._key(re.match(r"[\w.-]+", line)[0]) for line in lines}
    listed = {licences._key(name) for name in LIST["packages"]}
    assert wanted <= listed
    assert listed - wanted == {"psycopg-binary"}


def test_packages_have_a_version_and_come_with_what_they_need(found):
    packages = [one for one in found if one.kind == licences.PACKAGE]
    assert all(re.match(r"\d", one.version) for one in packages)
    names = {licences._key(one.name) for one in packages}
    assert {"sqlalchemy", "shiboken6", "pydantic"} <= names
    assert not {"pytest", "ruff", "mypy", "desk-app"} & names


def test_every_program_and_package_shows_its_whole_text(found):
    missing = [
        one.name
        for one in found
        if one.kind in {"程序", licences.PACKAGE, "字体", "图标"} and len(licences.text(one)) < 100
    ]
    assert missing == ["SQLite"]  # in the public domain


def test_a_package_of_two_licences_shows_both(found):
    said = licences.text(named(found, "cryptography"))
    assert "Apache License" in said
    assert "Redistribution and use" in said


def test_the_licence_of_qt_is_there_with_the_one_it_builds_on(found):
    said = licences.text(named(found, "PySide6-Essentials"))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in said
    assert "TERMS AND CONDITIONS" in said


def test_what_terms_mean_is_said_in_chinese_for_all_of_them(found):
    silent = [one.name for one in found if not licences.meaning(one.terms)]
    assert silent == []
    assert licences.meaning("something nobody wrote down") == ()
    assert len(licences.meaning("Apache-2.0 OR BSD-3-Clause")) == 2


def test_no_file_ships_without_terms():
    patterns = [one for row in LIST["component"] for one in row.get("files", ())]
    own = {"licences", "NOTICE.md"}
    bare = [
        path
        for path in SHIPPED
        if path.split("/")[0] not in own and not any(Path(path).match(one) for one in patterns)
    ]
    assert SHIPPED
    assert bare == []


def test_the_program_s_own_licence_is_the_one_of_the_project(found):
    assert licences.text(named(found, "异地就医备案窗口")) == (
        (ROOT / "LICENSE").read_text(encoding="utf-8").strip()
    )


def test_a_built_program_reads_what_its_build_gathered(tmp_path):
    listed = "Qt 6 (PySide6): LGPL-3.0-only (x)\nsegno 1.6.6: BSD License\nfoo 2.0: MIT\n"
    (tmp_path / "THIRD-PARTY.txt").write_text(listed, encoding="utf-8")
    (tmp_path / "segno-LICENSE").write_text("the text", encoding="utf-8")
    segno, other = licences._gathered(tmp_path, {"segno": "二维码"})
    assert (segno.name, segno.version, segno.use, segno.terms) == (
        "segno",
        "1.6.6",
        "二维码",
        "BSD License",
    )
    assert licences.text(segno) == "the text"
    assert (other.use, other.texts) == (licences.NEEDED_IN_TURN, ())
    assert list(licences._gathered(tmp_path / "nowhere", {})) == []
