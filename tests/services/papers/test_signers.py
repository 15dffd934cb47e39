"""Who signs the papers of a filing: who may, and nobody for whom somebody else acts."""

import pytest

from desk_app.policy.vocabulary import CancelReason
from desk_app.services.filing import cancelling, intake
from tests.applicants.reading import Applicant
from tests.forms.reading import Reading

ALONE = {"no": 0, "who": "", "article": "", "type": "long_term_resident", "method": "commitment",
         "insurance": "resident"}  # fmt: skip


def lines(desk, paper, **told):
    """Return the titles of the places to sign on a paper of a filing."""
    case = Applicant(**{**ALONE, **told}).case(answered=True)
    done = intake.register(desk=desk, case=case)
    (pdf,) = [one.pdf for one in done.papers if one.job.printed.paper == paper]
    return signed(pdf)


def signed(pdf):
    reading = Reading(pdf)
    text = "".join(reading.text(page) for page in range(reading.pages))
    titles = ("申请人", "承诺人", "委托人", "代办人", "法定代理人", "亲属或继承人")
    return {one for one in titles if f"{one}（签名）" in text}


@pytest.mark.parametrize(
    ("told", "who"),
    [
        ({"born": "19800101"}, {"承诺人"}),
        ({"born": "20190301", "agent": "母亲"}, {"法定代理人"}),
        ({"born": "20110301"}, {"承诺人", "法定代理人"}),
        ({"born": "20190301", "agent": "祖母"}, {"法定代理人", "代办人"}),
        ({"born": "19800101", "agent": "监护人"}, {"法定代理人"}),
        ({"born": "20090301", "answers": {"own_earnings": "yes"}}, {"承诺人"}),
    ],
    ids=["adult", "child", "at fifteen with consent", "by a grandmother", "ward", "own earnings"],
)
def test_the_commitment_is_signed_by_who_may(desk, told, who):
    assert lines(desk, "commitment", **told) == who


def test_a_baby_signs_nothing(desk):
    told = {"kind": "birth_certificate", "number": "T440000002", "birth": "2026-11-18"}
    case = Applicant(**{**ALONE, **told, "agent": "母亲"}).case()
    done = intake.register(desk=desk, case=case)
    named = set().union(*(signed(one.pdf) for one in done.papers))
    assert named == {"法定代理人"}


def test_the_guardian_appoints_who_comes_for_a_child(desk):
    told = {"born": "20190301", "agent": "祖母"}
    assert lines(desk, "power_of_attorney", **told) == {"法定代理人"}


def test_the_dead_sign_nothing_and_have_no_agent(desk):
    case = Applicant(**{**ALONE, "born": "19500101", "agent": "配偶"}).case()
    done = intake.register(desk=desk, case=case)
    ended = cancelling.cancel(
        desk=desk,
        record_no=done.record.number,
        reason=CancelReason.DECEASED,
        reason_text="女儿王小红来办",
    )
    (paper,) = ended.papers
    assert signed(paper.pdf) == {"亲属或继承人"}
    assert "李代办" not in "".join(Reading(paper.pdf).text(0))
    told = " ".join(one.text for one in ended.told.statements)
    assert "不用授权委托书" in told
    assert "死亡证明" in told
