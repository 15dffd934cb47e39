"""A field is stated once; whoever lists fields lists all of them, or says which it leaves out."""

import shutil
import subprocess
import sys
from pathlib import Path

from desk_app.records.field_table import FIELDS
from desk_app.records.traits import Kind
from desk_app.services.lists.columns import COLUMNS
from desk_app.services.lists.official import ENTRIES, LEFT_OUT
from desk_app.ui.screens.check_and_print.answers import NOT_READ
from desk_app.ui.screens.counter import rows

ROOT = Path(__file__).parents[1]
VALUES = [path for path, field in FIELDS.items() if field.kind is not Kind.GROUP]
ON_SCREEN_OTHERWISE = {
    "applicant.id_kind": "chosen beside the number",
    "applicant.sex": "follows from the number or the card",
    "agent.id_kind": "chosen beside the number",
    "agent.sex": "follows from the number or the card",
    "agent.birth": "follows from the number or the card",
    "region": "the hall's",
    "type": "a card of its own",
    "variant": "comes with the type's card",
    "outpatient": "a choice below the type",
    "consent": "asked for when everything was read out",
}
TRADE = '    trade: str | None = Field(default=None, title="工种", max_length=40)\n'
"""What a newcomer adds to the applicant's fields."""
LOOK = """
from datetime import date
from desk_app.services.case.checking import check
from desk_app.services.lists.columns import COLUMNS
from desk_app.services.case.field_words import differences
from desk_app.ui.screens.check_and_print.answers import groups
from tests.factory import case

raw = case(applicant__trade="装配工")
verdict = check(case=raw, today=date(2026, 11, 21))
assert verdict.problems == (), verdict.problems
assert verdict.case.applicant.trade == "装配工"
told = [one.value for group in groups(verdict.case, verdict.guidance) for one in group.answers]
assert "装配工" in told
assert "工种" in [column.title for column in COLUMNS]
assert [one.label for one in differences(raw, case())] == ["工种"]
wrong = check(case=case(applicant__trade="长" * 41), today=date(2026, 11, 21))
assert [one.field for one in wrong.problems] == ["applicant.trade"]
"""


def test_every_field_has_a_label():
    assert [path for path, field in FIELDS.items() if not field.title] == []


def test_every_field_is_on_the_screen_or_has_a_reason():
    shown = {row.path for row in (*rows.APPLICANT, *rows.AGENT, *rows.PLACE, *rows.EXTRA)}
    assert shown.isdisjoint(ON_SCREEN_OTHERWISE)
    assert sorted(shown | ON_SCREEN_OTHERWISE.keys()) == sorted(VALUES)


def test_every_field_is_exported():
    paths = {"": "filing", "case": "", "applicant": "applicant.", "agent": "agent."}
    found = {paths[column.group] + column.key for column in COLUMNS if column.group != "filing"}
    assert set(VALUES) - found == {"consent"}  # every filing has it


def test_every_field_is_in_the_official_list_or_has_a_reason():
    listed = {entry.field for entry in ENTRIES if entry.field}
    assert listed.isdisjoint(LEFT_OUT)
    assert sorted(listed | LEFT_OUT.keys()) == sorted(VALUES)


def test_little_is_not_read_out():
    assert {path for path in VALUES if path in NOT_READ} == NOT_READ


def test_a_field_added_where_the_map_says_arrives_everywhere(tmp_path):
    """One line in records: it is judged, kept, read out, exported and compared."""
    for folder in ("desk_app", "forms", "tests"):
        shutil.copytree(
            ROOT / folder,
            tmp_path / folder,
            ignore=shutil.ignore_patterns("__pycache__", "goldens"),
        )
    (tmp_path / "resources").symlink_to(ROOT / "resources")
    person = tmp_path / "desk_app" / "records" / "person.py"
    before, found, after = person.read_text("utf-8").partition("\n\nclass AgentFields")
    person.write_text(f"{before.rstrip()}\n{TRADE}\n{found}{after}", "utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
