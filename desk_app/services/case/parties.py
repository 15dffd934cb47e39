"""Judge the people of a raw case: the applicant, and whoever acts for them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desk_app.policy.guidance.facts import ACTS_FROM, CONSENTS_FROM
from desk_app.policy.people.identity import IdentityVerdict, age_on, check_identity, compare
from desk_app.policy.people.name_check import MAX_LENGTH, name_hints, name_problems
from desk_app.policy.people.names import normalise_name
from desk_app.policy.people.relations import ADULT_FROM
from desk_app.policy.vocabulary import DocumentState, IdKind, Sex
from desk_app.records.field_table import of_group
from desk_app.services.case.reading import Reading

_HELD = (DocumentState.ORIGINAL, DocumentState.BOTH)


def applicant(reading: Reading, clean: dict[str, Any], today: date) -> IdentityVerdict | None:
    """Judge the applicant into ``clean["applicant"]``; return what their number says."""
    person, identity = _person(reading, "applicant", today)
    clean["applicant"] = person
    if identity and identity.ok and person["birth"] is None:
        reading.problem("applicant.birth", "这种证件的号码里没有出生日期，请照证件填写。")
    _require_guardian(reading, age(person, today))
    return identity


def agent(reading: Reading, clean: dict[str, Any], today: date) -> None:
    """Judge the agent into ``clean["agent"]``, where there is one."""
    if not reading.has("agent"):
        return
    person, _ = _person(reading, "agent", today)
    clean["agent"] = person
    if person["id_number"] and person["id_number"] == clean["applicant"]["id_number"]:
        reading.problem(
            "agent.id_number",
            "代办人与申请人是同一证件号码；本人办理请清空代办人，否则请改正号码。",
        )
    years = age(person, today)
    if years is not None and years < ADULT_FROM:
        reading.hint(
            "agent.id_number", "代办人未满 18 周岁，请确认其有能力代办。", "民法典第十八条"
        )


def age(person: Mapping[str, Any], today: date) -> int | None:
    """Return the completed years of a person, by their number or by the birth date typed."""
    birth = person["birth"]
    return None if birth is None or birth > today else age_on(birth, today)


def _require_guardian(reading: Reading, years: int | None) -> None:
    """Refuse a child who comes alone; what older minors need is among their documents."""
    if years is None or years >= CONSENTS_FROM or reading.has("agent"):
        return
    if years < ACTS_FROM:
        reading.problem(
            "agent.name",
            "申请人未满 8 周岁，由法定代理人（父母等监护人）办理，请填写代办人并由其签字。",
            "民法典第二十条",
        )
    elif reading.raw_value("documents.guardian_consent") not in _HELD:
        reading.problem(
            "agent.name",
            "申请人未满 14 周岁，由监护人代办或者同意：请填写代办人；"
            "孩子自己来的，请收下法定代理人同意书。",
            "民法典第十九条，个人信息保护法第三十一条",
        )


def _person(
    reading: Reading, group: str, today: date
) -> tuple[dict[str, Any], IdentityVerdict | None]:
    name = _name(reading, f"{group}.name")
    kind = reading.code(f"{group}.id_kind", IdKind)
    identity = _identity(reading, group, kind, today)
    sex = reading.code(f"{group}.sex", Sex, required=False)
    birth = reading.day(f"{group}.birth")
    if identity:
        for message in compare(identity, sex=sex, birth=birth):
            reading.hint(f"{group}.id_number", message)
        sex, birth = identity.sex or sex, identity.birth or birth
    if birth is not None and birth > today:
        reading.problem(f"{group}.birth", "出生日期晚于今天，请改正。")
    person = {
        "name": name,
        "id_kind": kind,
        "id_number": identity.number if identity else None,
        "sex": sex,
        "birth": birth,
    }
    others = (field for field in of_group(group) if field.name not in person)
    person |= {field.name: reading.value(field, required=field.required) for field in others}
    return person, identity


def _identity(
    reading: Reading, group: str, kind: IdKind | None, today: date
) -> IdentityVerdict | None:
    path = f"{group}.id_number"
    number = reading.text(path, required=True)
    if number is None or kind is None:
        return None
    verdict = check_identity(number, kind=kind, today=today)
    for message in verdict.problems:
        reading.problem(path, message)
    for message in verdict.hints:
        reading.hint(path, message)
    return verdict


def _name(reading: Reading, path: str) -> str | None:
    # Old private-use characters are mapped before it is judged what the papers can show.
    written = reading.text(path, required=True, printable=False)
    if written is None:
        return None
    name = normalise_name(written)
    faults = name_problems(name)
    for message in name_hints(reading.raw_value(path)[: 2 * MAX_LENGTH]):
        reading.hint(path, message)
    for message in faults:
        reading.problem(path, message)
    if not faults:
        reading.printable(path, name)
    return name
