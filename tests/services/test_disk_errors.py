"""The disk fails at some of the operations of each command; tests/bench has them in numbers."""

import pytest

from tests.services.disk_errors import fail_everywhere
from tests.services.disturbed import COMMANDS
from tests.storage import power

pytestmark = pytest.mark.skipif(power.lacking() is not None, reason=str(power.lacking()))


@pytest.mark.parametrize(
    "name", ["intake", "backup to a stick", "restore", "export", "new code", "new data key"]
)
def test_a_disk_error_loses_nothing_and_is_said(name, tmp_path):
    assert name in COMMANDS
    assert fail_everywhere(name, tmp_path, many=4) > 4
