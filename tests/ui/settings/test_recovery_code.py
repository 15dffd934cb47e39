"""The recovery code in the settings: shown, typed back from its paper, and only then in use."""

from desk_app.services.people import recovery
from tests.ui.conftest import CHEAP


def test_the_old_recovery_code_lives_until_the_new_one_was_typed_back(
    settings, qtbot, folder, clock
):
    """Three groups of it, from the paper; leaving it changes nothing."""
    _, _, page = settings("staff")
    card = page.recovery
    for leave in (True, False):
        card._begin()
        qtbot.waitUntil(card.shown.isVisible)
        groups = card.code.text().split("-")
        assert "旧的一起有效" in page.banner.text()
        if leave:
            card.leave.click()
            assert "旧恢复码继续有效" in page.banner.text()
            assert not card.code.text()
    places = [int(field.label[2]) for field in card.groups]
    assert len(set(places)) == 3
    card.confirm.click()
    assert all(field.error for field in card.groups)
    for field, place in zip(card.groups, places, strict=True):
        field.edit.setText(groups[place - 1].lower())
    card.confirm.click()
    qtbot.waitUntil(lambda: "旧的已作废" in page.banner.text())
    assert not card.shown.isVisible()
    recovery.recover(
        folder=folder, code="-".join(groups), staff_no="01", passphrase="a quiet window",
        clock=clock, cost=CHEAP,
    )  # fmt: skip
