"""A field is stated once; whoever lists fields lists all of them, or says which it leaves out."""

from desk_app.records.field_table import FIELDS
from desk_app.records.traits import Kind
from desk_app.services.lists.columns import COLUMNS
from desk_app.services.lists.official import ENTRIES, LEFT_OUT
from desk_app.ui.screens.check_and_print.answers import NOT_READ
from desk_app.ui.screens.counter.fields import rows

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
