"""The terms of a roster: what holds for everybody on it where the rows do not say otherwise."""

from dataclasses import dataclass
from functools import partial

from desk_app.policy.regions import find_places, place
from desk_app.policy.vocabulary import DocumentState, FilingType, Method
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing.intake import OnMissing
from desk_app.services.roster.checking import Common
from desk_app.services.rules import rulekeeping
from desk_app.ui.widgets.editors.candidates import Candidate, fitting
from desk_app.ui.widgets.editors.choices import Option
from desk_app.ui.widgets.editors.dates import understand
from desk_app.ui.widgets.editors.form import Form, FormRow

OWN = "own"
PLACES = 7
ROWS_SAY = Option(OWN, "按名册")
DOCUMENTS = (
    ROWS_SAY,
    Option(DocumentState.BOTH, "原件和复印件"),
    Option(DocumentState.ORIGINAL, "原件"),
    Option(DocumentState.COPY, "复印件"),
)
CONSENT = (ROWS_SAY, Option("yes", "全体已确认"))
METHODS = (ROWS_SAY, *(Option(one.value, one.label) for one in Method))
MISSING = (Option("refuse", "不登记"), Option("notice", "登记为待补正"))
KNOWN = (Option("skip", "跳过"), Option("reprint", "表单再出一次"))
TYPES = tuple(
    Candidate(one.value, one.label) for one in FilingType if one is not FilingType.EMERGENCY
)
PATHS = {
    "place": "place",
    "begin": "begin",
    "end": "end",
    "insurance": "applicant.insurance",
    "employer": "applicant.employer",
    "type": "type",
    "method": "method",
}
START = {
    "type": FilingType.POSTED_WORKER.value,
    "method": OWN,
    "documents": OWN,
    "consent": OWN,
    "missing": "refuse",
    "known": "skip",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a roster is checked and registered with."""

    common: Common
    on_missing: OnMissing
    reprint: bool


class TermsForm(Form):
    """The editors of what is shared; the roster's own words count more."""

    def __init__(self, desk: Desk) -> None:
        self._today = desk.clock.today
        super().__init__(_rows(desk))
        self.set_values(START)

    def terms(self) -> Terms | None:
        """Return what was chosen, or None with what is wrong shown at its place."""
        if not self.check():
            return None
        typed = self.values()
        for name in ("begin", "end"):
            day = understand(typed[name], today=self._today())
            typed[name] = day.isoformat() if day else ""
        state = typed["documents"]
        return Terms(
            common=Common(
                values={
                    path: typed[name]
                    for name, path in PATHS.items()
                    if typed[name] and typed[name] != OWN
                },
                documents=None if state == OWN else DocumentState(state),
                consent=typed["consent"] == "yes",
            ),
            on_missing="notice" if typed["missing"] == "notice" else "refuse",
            reprint=typed["known"] == "reprint",
        )


def _rows(desk: Desk) -> tuple[FormRow, ...]:
    today = desk.clock.today
    rules = rulekeeping.shelf(desk=desk).rulebook(desk.hall.region, on=today())
    insurances = tuple(Candidate(one.value, one.label) for one in rules.insurances)
    return (
        FormRow(
            name="place",
            label="就医地",
            at=(0, 0, 4),
            kind="lookup",
            required=False,
            find=_places,
            placeholder="拼音、地名或代码",
        ),
        FormRow(
            name="begin", label="开始日期", at=(0, 4, 4), kind="date", required=False, today=today
        ),
        FormRow(
            name="end", label="结束日期", at=(0, 8, 4), kind="date", required=False, today=today
        ),
        FormRow(
            name="insurance",
            label="参保险种",
            at=(1, 0, 4),
            kind="lookup",
            required=False,
            find=partial(fitting, insurances),
        ),
        FormRow(name="employer", label="单位名称", at=(1, 4, 4), required=False),
        FormRow(
            name="type",
            label="备案类型",
            at=(1, 8, 4),
            kind="lookup",
            find=partial(fitting, TYPES),
        ),
        FormRow(
            name="documents",
            label="已核的材料",
            at=(2, 0, 12),
            kind="choice",
            options=DOCUMENTS,
            helper="名册没有写的材料，全体都按这里登记",
        ),
        FormRow(name="consent", label="告知确认", at=(3, 0, 6), kind="choice", options=CONSENT),
        FormRow(name="missing", label="材料不齐的人", at=(3, 6, 6), kind="choice", options=MISSING),
        FormRow(name="method", label="备案方式", at=(4, 0, 6), kind="choice", options=METHODS),
        FormRow(name="known", label="以前登记过的人", at=(4, 6, 6), kind="choice", options=KNOWN),
    )


def _places(text: str) -> list[Candidate]:
    known = place(text)
    found = [known] if known else find_places(text, limit=PLACES)
    return [
        Candidate(
            code=one.code,
            title=one.name,
            note="" if one.province == one.name else one.province,
            shown=one.full_name,
        )
        for one in found
    ]
