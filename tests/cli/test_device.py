"""The card reader that is named when the window is opened."""

import pytest

from desk_app.cli.parser import build_parser


@pytest.mark.parametrize(
    ("words", "device"),
    [
        ([], None),
        (["--device", "sim"], "sim"),
        (["window", "--device", "sim"], "sim"),
        (["demo", "--device", "sim"], "sim"),
        (["--device", "sim", "demo"], "sim"),
        (["demo"], None),
        (["card", "--device", "/dev/ttyUSB0"], "/dev/ttyUSB0"),
    ],
)
def test_the_reader_may_be_named_before_or_after_the_command(words, device):
    assert build_parser().parse_args(words).device == device
