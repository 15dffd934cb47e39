"""What is done in one place is done there only: whoever needs it calls it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for folder in ("desk_app", "forms")
    for path in (ROOT / folder).rglob("*.py")
}
PLACES = {
    # The two besides are of the command line, which has no threads.
    "raising what work in a thread could not do": (
        r"\braise error$",
        {"ui/tasks.py", "cli/output/streams.py", "filing/intake_list.py"},
    ),
    "saying who was faster": (r"StateConflictError\(CHANGED", {"failures.py"}),
    "the facts of a case": (r"\bCaseFacts\(", {"kept_case.py", "advising.py"}),
    "a bounded process": (r"get_context\(", {"desk_app/apart.py"}),
    "files whole or not at all": (r"mkstemp|os\.replace\(", {"desk_app/files.py"}),
    "keys that act": (r"\bQShortcut\(", {"widgets/keys.py"}),
    "words for an open end": (
        r'= "长期有效"',
        {"guidance/period.py", "sheets/ledger.py"},
    ),  # a sample
    # Nobody chooses the two besides: they note what was done.
    "settings": (r"\bsettings\.put\(", {"preferences.py", "timekeeping.py", "counter_number.py"}),
}


@pytest.mark.parametrize("what", PLACES)
def test_it_stands_in_its_place_only(what):
    pattern, places = PLACES[what]
    found = {name for name, text in SOURCES.items() if re.search(pattern, text, re.MULTILINE)}
    assert found, f"nothing is looked for any more: {what}"
    strangers = {name for name in found if not name.endswith(tuple(places))}
    assert strangers == set()


def test_every_icon_that_ships_is_drawn_somewhere():
    shipped = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
    assert shipped
    assert [
        name
        for name in sorted(shipped)
        if not any(f'"{name}"' in text for text in SOURCES.values())
    ] == []
