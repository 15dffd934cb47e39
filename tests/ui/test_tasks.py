"""Work in other threads."""

import gc
import threading

from PySide6.QtCore import QCoreApplication, QObject, QThread

from desk_app.errors import DeskError, RefusedError
from desk_app.ui import tasks


def test_the_result_comes_back_to_the_windows_thread(qtbot):
    owner, got = QObject(), []
    here = QThread.currentThread()
    tasks.run(
        owner,
        threading.get_ident,
        lambda ident: got.append((ident, QThread.currentThread())),
        got.append,
    )
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][0] != threading.get_ident()
    assert got[0][1] is here


def test_what_is_refused_is_told_in_words_also_by_the_file_system(qtbot, tmp_path):
    owner, got = QObject(), []
    told = []

    def refuse():
        raise RefusedError("请改正。")

    for work in (refuse, (tmp_path / "gone" / "file").read_bytes):
        tasks.run(owner, work, told.append, got.append, ended=lambda: got.append("ended"))
    qtbot.waitUntil(lambda: len(got) == 4)
    assert got[0] == got[2] == "ended"
    assert got[1].message == "请改正。"
    assert isinstance(got[3], DeskError)
    assert got[3].message.endswith("。")
    assert told == []


def test_a_bug_is_no_refusal_and_comes_to_the_program(qtbot):
    owner, got = QObject(), []
    with qtbot.capture_exceptions() as raised:
        tasks.run(owner, lambda: 1 // 0, got.append, got.append, ended=lambda: got.append("ended"))
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError
    assert got == ["ended"]


def test_nothing_comes_between_the_end_of_work_and_its_result(qtbot):
    owner, seen = QObject(), []
    for _ in range(200):
        tasks.run(owner, lambda: 1, seen.append, seen.append, ended=lambda: seen.append("ended"))
    while len(seen) < 400:
        QCoreApplication.processEvents()
        assert len(seen) % 2 == 0


def test_who_is_waited_for_is_told_of_a_bug_too(qtbot):
    owner, got = QObject(), []
    tasks.waited_for(owner, lambda: 1 // 0, got.append, got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert isinstance(got[0], ZeroDivisionError)


def test_of_what_nobody_asked_for_only_the_log_is_told(qtbot, caplog):
    owner = QObject()
    tasks.quietly(owner, lambda: 1 // 0)
    qtbot.waitUntil(lambda: bool(caplog.records))
    assert "ZeroDivisionError" in caplog.text


def test_only_the_newest_request_is_answered(qtbot):
    owner, got, gate = QObject(), [], threading.Event()
    latest = tasks.Latest(owner, delay_ms=0)
    latest.ask(lambda: gate.wait(5) and "old", got.append, got.append)
    qtbot.waitUntil(lambda: latest._busy)
    for name in ("second", "third"):
        latest.ask(lambda name=name: name, got.append, got.append)
    gate.set()
    qtbot.waitUntil(lambda: latest.idle)
    assert got == ["third"]


def test_nobody_is_called_once_the_owner_is_gone(qtbot):
    owner, got, gate = QObject(), [], threading.Event()
    tasks.run(owner, lambda: gate.wait(5), got.append, got.append)
    owner.deleteLater()
    del owner
    qtbot.wait(0)
    gate.set()
    probe = []
    keeper = QObject()
    tasks.run(keeper, lambda: 1, probe.append, probe.append)
    qtbot.waitUntil(lambda: bool(probe))
    assert got == []


def test_garbage_is_looked_for_in_the_window_s_thread_only(qtbot, qapp):
    where = set()

    def note(phase, info):
        if phase == "start":
            where.add(threading.get_ident())

    tasks.collect_here()
    gc.callbacks.append(note)
    try:
        owner, done = QObject(), []

        def work():
            return [[number] for number in range(200_000)]

        tasks.run(owner, work, done.append, done.append)
        qtbot.waitUntil(lambda: bool(done))
        kept = [[] for _ in range(tasks.COLLECT_AT[0] + 1)]
        qtbot.waitUntil(lambda: bool(where))
        assert where == {threading.get_ident()}
        del kept
    finally:
        gc.callbacks.remove(note)


def test_there_is_one_collector_however_often_it_is_asked_for(qapp):
    for _ in range(3):
        tasks.collect_here()
    assert len(qapp.findChildren(tasks.Collector)) == 1
    assert not gc.isenabled()
