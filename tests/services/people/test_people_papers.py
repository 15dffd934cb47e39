"""The recovery code as a paper: readable without doubt, and kept nowhere."""

from desk_app.services.people import recovery
from desk_app.services.proofs import readback
from tests.services.conftest import CHEAP


def test_the_recovery_code_can_be_read_from_its_paper(desk):
    """Group by group, exactly."""
    code = recovery.new_recovery_code(desk=desk, cost=CHEAP)
    text = readback.paper_text(recovery.recovery_paper(desk=desk, code=code))
    assert code in text
    for file in desk.folder.rglob("*"):
        if file.is_file():
            assert code.encode() not in file.read_bytes()
