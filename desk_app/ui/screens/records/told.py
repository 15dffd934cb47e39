"""What is known of a filing and its person, as lines of a label and a value."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from desk_app.policy.people.names import mask_id, mask_phone
from desk_app.policy.regions import place_words
from desk_app.records.field_table import label
from desk_app.records.filing import FilingRecord
from desk_app.services.case.documents_held import HeldDocument
from desk_app.services.filing.history import Event

MISSING = "还缺"
LATEST = 40
Line = tuple[str, str]


def applicant(filing: FilingRecord, *, whole: bool) -> list[Line]:
    """Return who applies, numbers masked unless ``whole``."""
    person = filing.case.applicant
    lines = [
        (label("applicant.name"), person.name),
        (person.id_kind.label, person.id_number if whole else mask_id(person.id_number)),
        (label("applicant.phone"), person.phone if whole else mask_phone(person.phone)),
        (label("applicant.insurance"), person.insurance.label),
    ]
    further = ("employer", "household_address")
    return lines + [
        (label(f"applicant.{name}"), getattr(person, name))
        for name in further
        if getattr(person, name)
    ]


def agent(filing: FilingRecord, *, whole: bool) -> list[Line]:
    """Return who acts for the applicant; nothing where nobody does."""
    one = filing.case.agent
    if one is None:
        return []
    return [
        (label("agent.name"), f"{one.name}（{one.relation}）"),
        (one.id_kind.label, one.id_number if whole else mask_id(one.id_number)),
        (label("agent.phone"), one.phone if whole else mask_phone(one.phone)),
    ]


def terms(filing: FilingRecord, *, until: str) -> list[Line]:
    """Return what was filed, and how it went on; ``until`` words its end."""
    case = filing.case
    kind = case.variant.label if case.variant else case.type.label
    lines = [
        (label("type"), kind),
        (label("method"), case.method.label),
        (label("place"), place_words(case.place)),
        ("起止", f"{case.begin.isoformat()} 至 {until}"),
    ]
    further = ("place_address", "referral_hospital", "reason", "remark")
    lines += [(label(name), getattr(case, name)) for name in further if getattr(case, name)]
    lines += [("变更自", filing.replaces)] if filing.replaces else []
    lines += [("已变更为", filing.replaced_by)] if filing.replaced_by else []
    if filing.cancelled:
        ended = filing.cancelled
        words = f"{ended.effective.isoformat()} 起 · {ended.text or ended.reason.label}"
        lines.append(("注销", words))
    lines.append(("官方系统编号", filing.official_no or "未录入"))
    return lines


def documents(held: Sequence[HeldDocument]) -> list[Line]:
    """Return what is held of each document, what is wanted of those that are not."""
    return [
        (one.name, f"{MISSING}：{one.wanted}" if one.wanted else one.state.label) for one in held
    ]


def course(events: Sequence[Event], number: str) -> list[Line]:
    """Return what happened, oldest first; what was done at one time stands in one line."""
    together = groupby(events, key=lambda one: (f"{one.at:%Y-%m-%d %H:%M}", *_where(one, number)))
    lines = [
        (when, " · ".join(("、".join(_words(found)), *where))) for (when, *where), found in together
    ]
    return lines[-LATEST:]


def _where(event: Event, number: str) -> tuple[str, ...]:
    desk = f"{event.counter} 号窗 {event.clerk}" if event.counter else event.clerk
    return (desk,) if event.number in {None, number} else (desk, f"备案 {event.number}")


def _words(events: Iterable[Event]) -> list[str]:
    return list(dict.fromkeys(one.words for one in events))
