"""Frames are built as published, and found in whatever comes over the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.devices.errors import GarbledReplyError
from desk_app.devices.frames import FIND, PREAMBLE, READ, SELECT, STATUS, FrameFinder, frame


@pytest.mark.parametrize(
    ("command", "published"),
    [
        (STATUS, "aaaaaa9669000311ffed"),
        (FIND, "aaaaaa96690003200122"),
        (SELECT, "aaaaaa96690003200221"),
        (READ, "aaaaaa96690003300132"),
    ],
)
def test_commands_are_the_published_bytes(command, published):
    assert command.hex() == published


@given(
    body=st.binary(min_size=1, max_size=2000), noise=st.binary(max_size=40), size=st.integers(1, 9)
)
def test_a_body_comes_back_from_any_pieces_behind_any_noise(body, noise, size):
    """Noise may even end in the beginnings of a preamble."""
    if PREAMBLE in noise + PREAMBLE[:-1]:
        return
    finder, found = FrameFinder(), None
    line = noise + frame(body)
    for start in range(0, len(line), size):
        found = found or finder.feed(line[start : start + size])
    assert found == body


@given(body=st.binary(min_size=1, max_size=300), place=st.integers(0, 400), bit=st.integers(0, 7))
def test_a_flipped_bit_in_the_body_is_noticed(body, place, bit):
    whole = bytearray(frame(body))
    first = len(PREAMBLE) + 2
    whole[first + place % (len(whole) - first)] ^= 1 << bit
    with pytest.raises(GarbledReplyError):
        FrameFinder().feed(bytes(whole))


def test_a_good_frame_behind_a_damaged_one_is_found():
    finder = FrameFinder()
    with pytest.raises(GarbledReplyError):
        finder.feed(frame(b"abc")[:-1] + b"\x00" + frame(b"good"))
    assert finder.feed(b"") == b"good"


def test_an_impossible_length_is_noise():
    assert FrameFinder().feed(PREAMBLE + b"\xff\xff" + frame(b"x")) == b"x"
