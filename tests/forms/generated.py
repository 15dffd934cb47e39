"""Strategies for the data of every paper, with texts no counter is safe from."""

from datetime import UTC, date, datetime
from typing import Any, get_args, get_origin, get_type_hints

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st

from forms import catalogue, data

CHARACTERS = (
    st.sampled_from("王小明欧阳阿卜杜拉买提深圳市福田区莲花街道路号栋单元室")
    | st.sampled_from("𬭚𫖮䶮𠮷㛃𬍛㼆𨱏𬀪\U00031cea")
    | st.sampled_from("，。、；：！？（）《》「」“”—…·%0123456789ABCxyz-=+@<>&'\"\\()/ ")
)
LONGEST = {
    "name": 50, "phone": 30, "phone2": 30, "nation": 20, "id_kind": 11, "id_number": 40,
    "relation": 30, "hall": 100, "counter": 12, "clerk": 50, "insured_region": 33,
    "province": 8, "city": 15, "number": 36, "first_number": 36, "last_number": 36,
    "supervisor": 50, "title": 30, "status": 4, "place": 40, "audit_head": 64, "sex": 1,
    "label": 73, "unit": 2, "note": 80, "replaces": 36,
    "replaced_by": 36, "social_card_no": 40, "insured_no": 40,
    "residence_permit_no": 40, "form": 20, "end_text": 20,
    "declaration": 200, "agreed": 60, "liability": 200, "limit": 60,
}  # fmt: skip
GIVEN = {
    "replaces_documents": (20, 4), "notices": (60, 4), "promises": (40, 5), "uses": (60, 8),
}  # fmt: skip
CODES = {
    "kind": ("new", "change", "cancel"),
    "insurance": ("employee_1", "employee_2", "employee", "resident"),
    "method": ("documents", "commitment"),
    "state": ("original", "copy", "both", "commitment", "missing"),
    "outpatient": ("networked", "allowance"),
    "reason": None,
}
LONG_TERM = ("retiree_resettled", "long_term_resident", "posted_worker")
TYPES = (*LONG_TERM, "referral", "other_temporary")
REASONS = ("returned", "insurance_ended", "new_employer", "out_of_scope", "before_change", "other")
NUMBERS = frozenset({"number", "first_number", "last_number", "replaces", "replaced_by"})

PLAIN = {
    str: st.nothing(),
    bool: st.booleans(),
    int: st.integers(min_value=0, max_value=99_999),
    date: st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    datetime: st.datetimes(
        datetime(2026, 1, 1),  # noqa: DTZ001 - the zone follows
        datetime(2031, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
}


def text(name: str):
    """Return texts for a field of that name."""
    if name in NUMBERS:
        return st.just("440304001-01-20261121-0007")
    if name == "check":
        return st.just("4K")
    longest = LONGEST.get(name, 300)
    short = st.text(CHARACTERS, max_size=min(longest, 12))
    full = st.text(CHARACTERS, min_size=longest * 3 // 4, max_size=longest)
    return st.one_of(short, short, full).map(lambda t: " ".join(t.split()))


def of(kind: type, field: str, paper: str):
    """Return values of a field's declared type."""
    if get_origin(kind) is tuple:
        if field in GIVEN:  # words that the rules give, never typed
            longest, most = GIVEN[field]
            words = st.text(CHARACTERS, min_size=1, max_size=longest)
            return st.lists(words, max_size=most).map(tuple)
        return st.lists(of(get_args(kind)[0], field, paper), max_size=20).map(tuple)
    options = [option for option in get_args(kind) if option is not type(None)]
    if options:
        return st.none() | of(options[0], field, paper)
    return plain(kind, field, paper) if kind in PLAIN else record(kind, paper)


def plain(kind: type, field: str, paper: str):
    """Return texts, numbers, flags, days and times."""
    coded = codes(field, paper)
    if coded is not None:
        return coded
    if field == "within_province" and "migrant" in paper:
        return st.just(value=False)
    return text(field) if kind is str else PLAIN[kind]


def codes(field: str, paper: str):
    """Return a strategy for a coded field, or None where the field is free text."""
    if field == "type":
        return st.sampled_from(LONG_TERM if paper == "commitment" else TYPES)
    if field == "reason":
        return st.sampled_from(REASONS) if paper == "cancellation" else None
    if field == "signers":
        return st.sampled_from(("applicant", "agent", "guardian", "heir"))
    if field == "matters":
        return st.sampled_from(("register", "change", "cancel", "supplement", "inquire"))
    found = CODES.get(field)
    return st.sampled_from(found) if found else None


def record(kind: type, paper: str):
    """Return records of a data class of forms.data."""
    hints = get_type_hints(kind)
    values = {name: of(hint, name, paper) for name, hint in hints.items()}
    if issubclass(kind, data.Issued):  # empty in a draft only
        values |= {"number": text("number"), "check": text("check"), "type": codes("type", paper)}
    return st.builds(kind, **values)


def paper_data(paper: str):
    """Return data for a paper of the catalogue."""
    return record(catalogue.PAPERS[paper].data_type, paper)


def settings(examples: int) -> Any:
    """Return settings for long records: no deadline, and no shrinking, which would take hours."""
    return hypothesis.settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
