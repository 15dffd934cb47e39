"""Characters of old government files come back as what they are today."""

import unicodedata

import pytest

from desk_app.policy.people.names import modern, normalise_name


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("\ue863", "\u4dae"),
        ("\ue81e", "\u9fb4"),
        ("\ue854", "\u9fba"),
        ("\ue816", "\U00020087"),
        ("\ue815", "\u2e81"),
        ("\ue85d", "\u4d14"),
    ],
)
def test_known_codes(old, today):
    """Each by the published tables of GB 18030."""
    assert normalise_name(f"王{old}") == f"王{today}"


def test_all_eighty_codes_have_a_character():
    """None is left private, and no two become the same."""
    old = [chr(code) for code in range(0xE815, 0xE865)]
    today = [modern(character) for character in old]
    assert not [character for character in today if unicodedata.category(character) == "Co"]
    assert len(set(today)) == 80


def test_other_private_codes_stay_and_are_refused_elsewhere():
    """What nobody can know is not guessed."""
    assert modern("\ue000\ue814\ue865") == "\ue000\ue814\ue865"
