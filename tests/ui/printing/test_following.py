"""Papers on their way: what is said of them until they are out, have failed, or are forgotten."""

import pytest

from desk_app.errors import EnvironmentFailureError
from desk_app.services.papers.spooling import SpoolState, SpoolStatus
from desk_app.ui.models.printing import following
from desk_app.ui.models.printing.following import HANDED_OVER, OUT, Following
from desk_app.ui.models.printing.sending import Sending


@pytest.fixture
def heard(monkeypatch, qtbot, qapp):
    """Follow what answers with some statuses, the last of them for ever, and hear what is said."""
    monkeypatch.setattr(following, "FOLLOW_MS", 10)
    made = Following(qapp, advice="再打。")
    said, ended = [], []
    made.said.connect(lambda words, _: said.append(words))
    made.ended.connect(lambda sent, _: ended.append(sent))

    def follow(*statuses):
        left = [SpoolStatus(state=state, reason=reason) for state, reason in statuses]
        sent = Sending((), lambda: left.pop(0) if len(left) > 1 else left[0])
        made.follow(sent)
        return sent

    yield made, follow, said, ended
    made.deleteLater()


def test_a_job_is_asked_after_until_it_ended(heard, qtbot):
    made, follow, said, ended = heard
    sent = follow((SpoolState.QUEUED, ""), (SpoolState.QUEUED, "缺纸"), (SpoolState.FAILED, ""))
    assert made.active
    qtbot.waitUntil(lambda: ended == [sent])
    assert not made.active
    assert said == ["已送打印机，正在打印…", "打印机排队中：缺纸", "打印失败。请检查打印机。再打。"]


def test_all_are_followed_and_only_what_was_sent_last_is_spoken_of(heard, qtbot):
    made, follow, said, ended = heard
    first = follow((SpoolState.QUEUED, "of the first"), (SpoolState.FAILED, "of the first"))
    second = follow(*[(SpoolState.QUEUED, "")] * 3, (SpoolState.FAILED, "of the second"))
    third = follow((SpoolState.QUEUED, ""), (SpoolState.DONE, ""))
    silent = Sending((), lambda: SpoolStatus(state=SpoolState.FAILED, reason="of the silent"))
    made.follow_silently(silent)
    made.follow_silently(unasked := Sending((), None))
    assert ended == [unasked]
    qtbot.waitUntil(lambda: len(ended) == 5)
    assert set(ended) == {first, second, third, silent, unasked}
    assert said[-1] == OUT
    assert not any("of the" in words for words in said)
    assert not made.active


def test_after_a_hush_nothing_is_said_and_the_end_still_told(heard, qtbot):
    made, follow, said, ended = heard
    sent = follow((SpoolState.QUEUED, "缺纸"), (SpoolState.DONE, ""))
    made.hush()
    assert not made.active
    qtbot.waitUntil(lambda: ended == [sent])
    assert said == ["已送打印机，正在打印…"]


def test_many_that_wait_are_asked_after_one_at_a_time(heard, qtbot):
    """Each asking starts programs: a printer out of paper for hours must not drown the counter."""
    made, *_, ended = heard
    asked = []

    def waiting(number):
        def ask():
            asked.append(number)
            done = len(asked) > 40
            return SpoolStatus(state=SpoolState.DONE if done else SpoolState.QUEUED)

        return ask

    for number in range(10):
        made.follow_silently(Sending((), waiting(number)))
    made.follow(Sending((), waiting("latest")))
    qtbot.waitUntil(lambda: len(ended) == 11)
    assert asked[:6:2] == ["latest"] * 3
    assert set(asked[1:21:2]) == set(range(10))


def test_what_nobody_can_ask_after_was_handed_over(heard):
    made, _, said, ended = heard
    made.follow(Sending((), None))
    assert (said, len(ended), made.active) == ([HANDED_OVER], 1, False)


def test_an_error_on_asking_ends_it(heard, qtbot):
    def ask():
        raise EnvironmentFailureError("no answer")

    made, follow, said, ended = heard
    made.follow_silently(Sending((), ask))
    made.follow(Sending((), ask))
    qtbot.waitUntil(lambda: "no answer" in said)
    assert not made.active
    sent = follow((SpoolState.DONE, ""))
    qtbot.waitUntil(lambda: ended == [sent])
    assert said.count("no answer") == 1, "of what nobody speaks of, nothing is said"


def test_a_bug_in_asking_ends_it_and_is_no_answer(heard, qtbot):
    made, *_, ended = heard
    with qtbot.capture_exceptions() as raised:
        made.follow(Sending((), lambda: 1 // 0))
        qtbot.waitUntil(lambda: bool(raised))
    assert not made.under_way
    assert ended == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SpoolState.DONE, OUT),
        (SpoolState.CANCELLED, "已取消打印。再打。"),
        (SpoolState.FAILED, "打印失败。请检查打印机。再打。"),
        (SpoolState.UNKNOWN, "不知道印出没有，请看打印机。再打。"),
    ],
)
def test_each_end_has_its_own_word(heard, qtbot, state, words):
    _, follow, said, ended = heard
    follow((SpoolState.UNANSWERED, ""), (state, ""))
    qtbot.waitUntil(lambda: bool(ended))
    assert said[1:] == ["打印服务没有回答，还不知道印出没有；程序会接着问。", words]
