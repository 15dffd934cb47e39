"""A simulated reader to lay cards on."""

import pytest

from desk_app.devices.simulator import Simulator


@pytest.fixture
def device():
    """A simulated reader with nothing on it."""
    with Simulator() as device:
        yield device
