"""Commands killed at some moments; tests/bench/faults/test_kills.py has them in numbers."""

import os

import pytest

from tests.cli.killed import kill_command

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children of this process")


@pytest.mark.parametrize("name", ["change", "passphrase", "restore", "remove", "confirm code"])
def test_a_killed_command_leaves_one_truth(name, tmp_path):
    assert kill_command(name, tmp_path, kills=3) > 0
