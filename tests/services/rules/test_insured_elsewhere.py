"""People insured elsewhere at this hall: told where to go, asked about, or filed."""

import pytest

from desk_app.errors import RefusedError
from desk_app.services.case.checking import check
from desk_app.services.filing import intake
from desk_app.services.papers import handing_out
from desk_app.services.proofs import readback
from desk_app.services.rules import rulekeeping
from desk_app.services.settings.preferences import NEIGHBOURS
from tests.factory import case


def judged(desk, region):
    return check(
        case=case(region=region, applicant__insurance="employee", outpatient="networked"),
        today=desk.clock.today(),
        shelf=rulekeeping.shelf(desk=desk),
    )


@pytest.mark.parametrize("region", ["420100", "320100", "130500", "310000", "420106"])
def test_another_province_is_refused_with_advice_and_no_code(desk, region):
    verdict = judged(desk, region)
    (told,) = [one for one in verdict.problems if one.field == "region"]
    assert "参保地选" in told.message
    assert region not in told.message
    assert verdict.case is None
    with pytest.raises(intake.CaseRefusedError):
        intake.register(desk=desk, case=case(region=region))


def test_a_neighbour_is_filed_after_a_question_until_the_hall_settles_it(desk):
    verdict = judged(desk, "440600")
    assert verdict.problems == ()
    assert [one.source for one in verdict.hints if one.field == "region"] == ["C12"]
    NEIGHBOURS.set(desk, "file")
    assert not [one for one in judged(desk, "440600").hints if one.field == "region"]
    NEIGHBOURS.set(desk, "refuse")
    assert [one.field for one in judged(desk, "440600").problems] == ["region"]
    with pytest.raises(RefusedError, match="每次问清"):
        NEIGHBOURS.set(desk, "perhaps")


def test_the_counsel_of_a_hall_finds_where_somebody_is_insured(desk):
    counsel = handing_out.counsel(desk=desk)
    for words in ("武汉", "武汉市", "我是武汉参保的", "武汉医保能在这里办吗"):
        assert [one.code for one in counsel.elsewhere(words)] == ["420100"], words
    for words in ("深圳", "我在湖南带孙子", "到长沙看病", ""):
        assert not [one for one in counsel.elsewhere(words) if one.code != "430000"], words


@pytest.mark.parametrize("region", ["420100", "310000", "130500"])
def test_the_handout_for_them_says_where_and_how(desk, region):
    text = "".join(
        readback.paper_text(handing_out.elsewhere_handout(desk=desk, region=region)).split()
    )
    for words in ("您的参保地不在本市", "备案归", "提交备案", "12393", "三样有一样"):
        assert words in text, words
    assert "深圳市规则" not in text
