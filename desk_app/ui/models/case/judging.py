"""Judge the case on the screen: by the rules, and by what is on file of the applicant."""

from collections.abc import Mapping
from typing import Any

from desk_app.policy.guidance.acquaintance import NOBODY, Acquaintance
from desk_app.policy.guidance.doubts import province_of
from desk_app.policy.guidance.questions import GROUP, Asked
from desk_app.policy.packs.packs import Rulebook
from desk_app.records.filing import FilingRecord
from desk_app.services.case import recognising
from desk_app.services.case.checking import Verdict, check
from desk_app.services.desk.open_desk import Desk
from desk_app.services.rules import rulekeeping
from desk_app.services.server.presence import ServerLostError
from desk_app.ui.models.case.case import CaseModel
from desk_app.ui.models.case.purpose import Purpose, purpose_of


class Judge:
    """The rules in use, asked anew whenever the case changes; its answers stand for this case."""

    def __init__(self, desk: Desk, case: CaseModel) -> None:
        self._desk, self._case = desk, case
        self._filing: FilingRecord | None = None
        self._shelf = rulekeeping.shelf(desk=desk)
        self._about: Mapping[str, tuple[str, ...]] = {}
        case.changed.connect(self._ask_anew)

    def begin(self, filing: FilingRecord | None) -> None:
        """Start with another case; ``filing`` is the one it changes or completes."""
        self._filing, self._about = filing, {}

    def own(self) -> Rulebook:
        """Return the rules of the hall's own region."""
        return self._shelf.rulebook(self._desk.hall.region, on=self._desk.clock.today())

    def read_rules(self) -> None:
        """Take over the rules that are in use by now."""
        self._shelf = rulekeeping.shelf(desk=self._desk)

    def verdict(self) -> Verdict:
        """Return what is to be said of the case as it stands, and drop what it no longer asks."""
        verdict = self._check()
        if self._drop_foreign_documents(verdict):
            verdict = self._check()
        self._about = {one.id: one.about for one in verdict.questions}
        for question in self._answers().keys() - self._about.keys():
            self._case.forget(f"{GROUP}.{question}")
        return verdict

    def answer(self, question: Asked, code: str) -> bool:
        """Keep the answer to a question with the case; one that mends the field does so.

        Returns whether it was mended.
        """
        mended = ""
        if (question.id, code) == ("other_name", "slip"):
            mended = next(iter(self._known().names), "")
        elif (question.id, code) == ("province_level", "province"):
            mended = province_of(self._case.get("place"))
        if mended:
            return self._case.set(question.field, mended)
        self._case.set(question.path, code)
        return False

    def _check(self) -> Verdict:
        return check(
            case=self._case.data(),
            today=self._desk.clock.today(),
            shelf=self._shelf,
            known=self._known(),
        )

    def _known(self) -> Acquaintance:
        data = self._case.data()
        changing = purpose_of(self._filing, data) is Purpose.CHANGE
        try:
            return recognising.recognise(
                desk=self._desk, case=data, replaced=self._filing, changing=changing
            )
        except ServerLostError:  # told elsewhere; it is asked again before anything is filed
            return NOBODY

    def _answers(self) -> Mapping[str, Any]:
        return dict(self._case.data().get(GROUP) or {})

    def _ask_anew(self, path: str) -> None:
        """Forget the answers that were given of another value of a field."""
        for question, about in self._about.items():
            if path in about:
                self._case.forget(f"{GROUP}.{question}")

    def _drop_foreign_documents(self, verdict: Verdict) -> bool:
        """Untick documents that another filing type asked for and this one does not."""
        if verdict.guidance is None:
            return False
        return self._case.keep_documents([one.id for one in verdict.guidance.documents])
