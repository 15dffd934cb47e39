"""Made-up people and cases: for the demonstration, the self test, and trying things out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import resources
from desk_app.clock import CHINA, Clock
from desk_app.records.hall import HallFields
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import intake
from desk_app.services.start import opening

DAY = datetime(2026, 11, 21, 9, 0, tzinfo=CHINA)
"""The morning the sample cases are made for."""

HALL = HallFields(
    name="示例区示例街道政务服务中心",
    code="SL01",
    region="440300",
    address="示例区示例路 1 号一楼",
    phone="0755-20000000",
    complaint_phone="0755-20000001",
)
CLERK = "示例主管"
PASSPHRASE = "demonstration only"  # noqa: S105 - of made-up data in a folder that is thrown away


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample case, what is expected of it, and what is then done with it."""

    id: str
    title: str
    expect: Literal["accepted", "refused"]
    case: Mapping[str, Any]
    missing: tuple[str, ...] = ()
    change: Mapping[str, Any] | None = None
    cancel: Mapping[str, str] | None = None


def samples() -> tuple[Sample, ...]:
    """Return the sample cases that ship with the program."""
    rows = json.loads(resources.path("demo", "cases.json").read_text(encoding="utf-8"))
    return tuple(Sample(**{**row, "missing": tuple(row.get("missing", ()))}) for row in rows)


def fill(folder: Path, clock: Clock) -> Desk:
    """Make an empty folder into a hall with the accepted samples, and return its open desk."""
    made = opening.set_up(
        folder=folder,
        hall=HALL,
        counter=1,
        clerk_name=CLERK,
        passphrase=PASSPHRASE,
        clock=clock,
    )
    for sample in samples():
        if sample.expect == "accepted":
            intake.register(desk=made.desk, case=sample.case, on_missing="notice")
    return made.desk
