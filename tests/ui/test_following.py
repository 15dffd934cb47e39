"""Papers on their way: what is said of them until they are out, have failed, or are forgotten."""

import pytest

from desk_app.errors import EnvironmentFailureError
from desk_app.services.spooling import SpoolState, SpoolStatus
from desk_app.ui.models import following
from desk_app.ui.models.following import OUT, Following
from desk_app.ui.models.sending import Sending


@pytest.fixture
def heard(monkeypatch, qtbot, qapp):
    """Follow what answers with some statuses, the last of them for ever, and hear what is said."""
    monkeypatch.setattr(following, "FOLLOW_MS", 10)
    made = Following(qapp, advice="，再打。")
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
    assert said == ["已送打印机，正在打印…", "打印机排队中：缺纸", "打印失败：请检查打印机，再打。"]


def test_only_what_was_sent_last_is_followed(heard, qtbot):
    _, follow, said, ended = heard
    follow((SpoolState.FAILED, "of the first"))
    second = follow((SpoolState.DONE, ""))
    qtbot.waitUntil(lambda: ended == [second])
    assert said[-1] == OUT
    assert not any("of the first" in words for words in said)


def test_what_nobody_can_ask_after_is_out(heard):
    made, _, said, ended = heard
    made.follow(Sending((), None))
    assert (said, len(ended), made.active) == ([OUT], 1, False)


def test_an_error_on_asking_ends_it(heard, qtbot):
    def ask():
        raise EnvironmentFailureError("no answer")

    made, *_ = heard
    with qtbot.waitSignal(made.lost):
        made.follow(Sending((), ask))
    assert not made.active
