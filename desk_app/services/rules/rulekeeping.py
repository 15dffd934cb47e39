"""The rules in use at this hall: shipped packs, packs brought later, and the bureau's answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import resources
from desk_app.errors import RefusedError
from desk_app.files import write_whole
from desk_app.policy.guidance.wrong_door import Neighbours
from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.packs.pack_files import FILE_NAME, Pack
from desk_app.policy.packs.updates import (
    Difference,
    differences,
    present_pack,
    read_update,
    refuse_older,
)
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.rules.rulebooks import Shelf
from desk_app.services.settings.preferences import BUREAU_ANSWERS, NEIGHBOURS, RULE_PACKS
from desk_app.storage.database.database import Session

FOLDER = "rules"
LONGEST_ANSWER = 200
"""Characters: what papers have room for, wherever it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A pack somebody brought, and what accepting it would change."""

    pack: Pack
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer of the bureau with when and by whom it was entered; none is ever deleted."""

    answer: BureauAnswer
    entered_at: str
    entered_by: str


def shelf(*, desk: Desk) -> Shelf:
    """Return the rules in use at this desk."""
    with desk.database.reading() as session:
        packs = _packs(session)
        answers = tuple(given.answer for given in _given(session))
        neighbours = Neighbours(NEIGHBOURS.read(session))
    known = Shelf(answers=answers, hall=desk.hall.region, neighbours=neighbours)
    if not packs:
        return known
    folder = desk.folder / FOLDER
    _lay_out(folder, {name: versions[-1]["text"] for name, versions in packs.items() if versions})
    return replace(known, folders=(folder,))


def answer(*, desk: Desk, given: BureauAnswer) -> None:
    """Enter what the bureau answered; from then on it applies and prints.

    Raises RefusedError for an empty or long text, a subject no rule or question has, a later day.
    """
    require_supervisor(desk, "录入本局口径")
    book = shelf(desk=desk).rulebook(given.region, on=desk.clock.today())
    subjects = {rule.id for rule in book.rules} | {rule.conflict for rule in book.rules}
    if given.subject not in subjects:
        raise RefusedError("没有这条规则或问题，请从列表里选择。")
    if not given.text.strip() or not given.answered_by.strip():
        raise RefusedError("请写明答复内容和答复人。")
    if len(given.text.strip()) > LONGEST_ANSWER:
        raise RefusedError(f"答复内容最多 {LONGEST_ANSWER} 字，印在表上要放得下；请写得短些。")
    if given.answered_on > desk.clock.today():
        raise RefusedError("答复日期晚于今天，请改正。")
    row = {
        "subject": given.subject,
        "region": given.region,
        "text": given.text.strip(),
        "answered_by": given.answered_by.strip(),
        "answered_on": given.answered_on.isoformat(),
        "number": given.number,
        "entered_at": desk.clock.now().isoformat(),
        "entered_by": desk.clerk.staff_no,
    }
    with desk.database.writing() as session:
        BUREAU_ANSWERS.write(session, desk, [*BUREAU_ANSWERS.read(session), row])


def answers(*, desk: Desk) -> tuple[GivenAnswer, ...]:
    """Return every answer ever entered, oldest first."""
    with desk.database.reading() as session:
        return _given(session)


def weigh(*, desk: Desk, path: Path) -> Offer:
    """Read a pack somebody brought and show what it would change; nothing is accepted yet.

    Raises RefusedError naming file, rule and key when it cannot be used.
    """
    folders = (resources.path("policy"), *shelf(desk=desk).folders)
    pack = read_update(path, folders)
    present = present_pack(pack.region, folders)
    refuse_older(present, pack)
    return Offer(pack=pack, differences=differences(present, pack))


def accept(*, desk: Desk, path: Path) -> Offer:
    """Take a pack into use; filings judged from now on carry its version."""
    require_supervisor(desk, "更新规则")
    offer = weigh(desk=desk, path=path)
    row = {
        "version": offer.pack.version,
        "text": path.read_text(encoding="utf-8-sig"),
        "accepted_at": desk.clock.now().isoformat(),
        "accepted_by": desk.clerk.staff_no,
    }
    with desk.database.writing() as session:
        packs = _packs(session)
        name = _name(packs, offer.pack.region, path.name)
        changed = {**packs, name: [*packs.get(name, []), row]}
        RULE_PACKS.write(session, desk, changed)
    return offer


def roll_back(*, desk: Desk, region: str) -> str | None:
    """Go back to the pack before the latest one; return its version, None for the shipped one."""
    require_supervisor(desk, "退回规则")
    with desk.database.writing() as session:
        packs = _packs(session)
        name = _name(packs, region, "")
        if not packs.get(name):
            raise RefusedError("这个地区用的就是随程序提供的规则，没有可退回的版本。")
        left = packs[name][:-1]
        changed = {**packs, name: left}
        RULE_PACKS.write(session, desk, changed)
    return str(left[-1]["version"]) if left else None


def _packs(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Return the accepted packs by file name, each with its versions, oldest first."""
    return dict(RULE_PACKS.read(session))


def _name(packs: Mapping[str, Any], region: str, brought: str) -> str:
    """Return the file name a region's accepted packs go by: one a region, whatever it is called."""
    known = (name for name in packs if _region_of(name) == region)
    return next(known, brought)


def _region_of(name: str) -> str | None:
    found = FILE_NAME.fullmatch(name)
    return found["region"] if found else None


def _given(session: Session) -> tuple[GivenAnswer, ...]:
    return tuple(
        GivenAnswer(
            answer=BureauAnswer(
                subject=row["subject"],
                region=row["region"],
                text=row["text"],
                answered_by=row["answered_by"],
                answered_on=date.fromisoformat(row["answered_on"]),
                number=row["number"],
            ),
            entered_at=row["entered_at"],
            entered_by=row["entered_by"],
        )
        for row in BUREAU_ANSWERS.read(session)
    )


def _lay_out(folder: Path, packs: Mapping[str, str]) -> None:
    """Bring the folder of accepted packs to what the records say; the records are what counts."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in packs:
            path.unlink()
    for name, text in packs.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_whole(path, text.encode("utf-8"))
