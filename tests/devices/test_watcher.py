"""Watching: cards reported once, faults told once, readers found again."""

import queue
import threading

import pytest

from desk_app.devices.errors import (
    GarbledReplyError,
    NoReaderError,
    ReaderGoneError,
    ReaderSilentError,
)
from desk_app.devices.registry import opener
from desk_app.devices.serial_reader import SerialReader
from desk_app.devices.simulator import DEMO_CARD, Behaviour, Simulator
from desk_app.devices.watcher import (
    CardFound,
    CardRead,
    CardRemoved,
    ReaderFailed,
    ReaderReady,
    Watch,
    Watcher,
)
from tests.devices.chips import chip
from tests.factory import number


class Bench:
    """A watch on a simulated device, its time moved by hand."""

    def __init__(self):
        self.device = Simulator()
        self.now = 100.0
        self.events = []
        self.watch = Watch(self.open, self.events.append, monotonic=lambda: self.now)

    def open(self):
        return SerialReader(self.device.path, answer_seconds=0.3)

    def poll(self, times=1, every=0.3):
        """Poll so many times; return what was reported meanwhile."""
        before = len(self.events)
        for _ in range(times):
            self.watch.poll()
            self.now += every
        told = [event for event in self.events[before:] if not isinstance(event, CardFound)]
        return [self.word(event) for event in told]

    @staticmethod
    def word(event):
        match event:
            case CardRead(card):
                return card.name
            case CardRemoved():
                return "removed"
            case ReaderReady():
                return "ready"
            case ReaderFailed(error):
                return type(error)


@pytest.fixture
def bench():
    """A bench that is cleared away afterwards."""
    bench = Bench()
    yield bench
    bench.watch.close()
    bench.device.unplug()


def test_a_card_left_lying_is_reported_once(bench):
    assert bench.poll() == ["ready"]
    bench.device.lay(chip())
    assert bench.poll(40) == ["陈秀兰"]


def test_a_card_is_reported_again_after_it_was_away(bench):
    bench.device.lay(chip())
    assert bench.poll() == ["ready", "陈秀兰"]
    bench.device.lay(None)
    assert bench.poll(2) == ["removed"]
    bench.device.lay(chip())
    assert bench.poll(1) == []  # within three seconds: the same card moved about
    bench.device.lay(None)
    assert bench.poll(11) == ["removed"]
    bench.device.lay(chip())
    assert bench.poll(1) == ["陈秀兰"]


def test_the_next_person_need_not_wait(bench):
    bench.device.lay(chip())
    bench.poll()
    bench.device.lay(chip(name="王小明", number=number("19600101", "068")))
    assert bench.poll() == ["王小明"]


def test_one_miss_is_no_removal(bench):
    bench.device.lay(chip())
    bench.poll()
    bench.device.lay(None)
    assert bench.poll() == []
    bench.device.lay(chip())
    assert bench.poll() == []


def test_the_clerk_may_ask_again(bench):
    bench.device.lay(chip())
    bench.poll(3)
    bench.watch.again()
    assert bench.poll(3) == ["陈秀兰"]


def test_reading_is_announced_once_for_each_card(bench):
    bench.poll()
    bench.device.lay(chip())
    bench.poll(5)
    bench.device.lay(None)
    bench.poll(12)
    bench.device.lay(chip())
    bench.poll(5)
    kinds = [type(event) for event in bench.events]
    assert kinds == [ReaderReady, CardFound, CardRead, CardRemoved, CardFound, CardRead]


def test_who_asks_hears_that_there_is_no_card_and_which_fault_lasts(bench):
    assert bench.poll(3) == ["ready"]
    bench.watch.again()
    assert bench.poll(3) == ["ready"]
    bench.device.behaviour = Behaviour(silent=True)
    assert bench.poll(3) == [ReaderSilentError]
    bench.watch.again()
    assert bench.poll(1) == [ReaderSilentError]


def test_a_fault_is_told_once_and_so_is_its_end(bench):
    bench.device.lay(chip())
    bench.device.behaviour = Behaviour(damaged=True)
    assert bench.poll(4) == ["ready", GarbledReplyError]
    bench.device.behaviour = Behaviour()
    assert bench.poll(2) == ["ready", "陈秀兰"]


def test_a_silent_reader_is_opened_anew(bench):
    bench.device.lay(chip())
    bench.poll()
    bench.device.behaviour = Behaviour(silent=True)
    assert bench.poll(2) == ["removed", ReaderSilentError]
    bench.device.behaviour = Behaviour()
    bench.now += 3
    assert bench.poll(2)[0] == "ready"


def test_unplugging_and_plugging_in_again(bench):
    bench.device.lay(chip())
    bench.poll()
    bench.device.unplug()
    assert bench.poll(20) == ["removed", ReaderGoneError, NoReaderError]
    bench.device = Simulator(chip(name="王小明", number=number("19600101", "068")))
    assert bench.poll(12) == ["ready", "王小明"]


def test_a_plug_in_that_breaks_does_not_break_the_watch():
    """Whatever a third party's code raises becomes one event."""
    events = []

    def broken():
        raise ZeroDivisionError

    watch = Watch(broken, events.append, monotonic=iter(range(0, 1000, 5)).__next__)
    for _ in range(3):
        watch.poll()
    assert [type(event) for event in events] == [ReaderFailed]


def test_the_thread_reports_the_simulated_reader():
    """``--device sim``: found by name, read through a real line, from a thread."""
    events = queue.Queue()
    watcher = Watcher(opener("sim"), events.put, every=0.01)
    watcher.start()
    assert events.get(timeout=30) == ReaderReady()
    assert events.get(timeout=30) == CardFound()
    assert events.get(timeout=30).card.name == DEMO_CARD.texts["name"]
    watcher.again()
    assert events.get(timeout=30) == CardFound()
    assert isinstance(events.get(timeout=30), CardRead)
    watcher.stop(wait=True)
    assert events.empty()


def test_at_rest_nothing_is_read_and_the_port_is_free():
    events, let_go = queue.Queue(), threading.Event()

    class Noted(SerialReader):
        def close(self):
            super().close()
            let_go.set()

    with Simulator(chip()) as device:
        watcher = Watcher(lambda: Noted(device.path), events.put, every=0.01)
        for _ in range(2):
            watcher.again()
            watcher.start()
            kinds = [type(events.get(timeout=30)) for _ in range(3)]
            assert kinds == [ReaderReady, CardFound, CardRead]
            let_go.clear()
            watcher.rest()
            assert let_go.wait(timeout=30)
            reader = opener(device.path)()
            assert reader.read().name == "陈秀兰"
            reader.close()
        watcher.stop(wait=True)
    assert events.empty()
