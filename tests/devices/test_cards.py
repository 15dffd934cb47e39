"""What the chips of the four kinds of card say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.devices.card import CardKind
from desk_app.devices.errors import CardUnreadableError
from desk_app.devices.text_block import TEXT_LENGTH, parse
from desk_app.policy.people.nations import NATIONS
from desk_app.policy.vocabulary import Sex
from tests.devices.chips import TEXTS, chip, foreigner_2017, foreigner_2023
from tests.factory import NAMES, number

SHORT = {key: name for key, name in NAMES.items() if len(name.encode("utf-16-le")) <= 28}


@pytest.mark.parametrize("card", [chip(), foreigner_2017(), foreigner_2023()])
def test_a_block_has_the_length_of_the_protocol(card):
    assert len(card.block()) == TEXT_LENGTH


def test_a_resident_card():
    card = parse(chip().block())
    assert card.kind is CardKind.RESIDENT
    assert card.name == "陈秀兰"
    assert card.number == TEXTS["number"]
    assert card.sex is Sex.FEMALE
    assert card.nation == "布依族"
    assert card.birth == date(1958, 3, 12)
    assert card.address == TEXTS["address"]
    assert card.issuer == "某某市公安局"
    assert (card.valid_from, card.valid_to) == (date(2016, 1, 1), date(2036, 1, 1))
    assert not card.endless
    assert not card.name_full


@pytest.mark.parametrize("name", SHORT.values(), ids=SHORT)
def test_rare_characters_come_whole(name):
    assert parse(chip(name=name).block()).name == name


def test_a_name_that_fills_its_room_is_marked():
    """The chip cuts names at fifteen units; half a character at the cut is no character."""
    card = parse(chip(name="阿依努尔古丽·热合曼江·吐尔𠮷").block())
    assert card.name == "阿依努尔古丽·热合曼江·吐尔"
    assert parse(chip(name=NAMES["twenty-five"]).block()).name_full
    assert parse(chip(name=NAMES["twenty-five"]).block()).name == NAMES["twenty-five"][:15]


@pytest.mark.parametrize(("flag", "region"), [("J", "810000"), ("J", "830000"), (" ", "820000")])
def test_a_residence_permit(flag, region):
    """The flag tells it, and so does the number where a module leaves the flag out."""
    texts = {"number": number(region=region), "flag": flag, "travel_permit_no": "H00000001"}
    card = parse(chip(**texts).block())
    assert card.kind is CardKind.HMT_RESIDENCE_PERMIT
    assert card.travel_permit_no == "H00000001"


def test_a_foreigners_card_of_2017():
    card = parse(foreigner_2017().block())
    assert card.kind is CardKind.FOREIGNER_2017
    assert card.name == card.english_name == "SPECIMEN, ADA"
    assert (card.number, card.country) == ("KAZ110090123105", "KAZ")
    assert card.birth == date(1990, 12, 31)
    assert card.valid_to == date(2028, 1, 1)


def test_a_foreigners_card_of_2023():
    card = parse(foreigner_2023().block())
    assert card.kind is CardKind.FOREIGNER_2023
    assert (card.name, card.english_name) == ("爱达", "SPECIMEN, ADA LONGNAME")
    assert (card.number, card.country, card.nation) == ("911124198108030024", "KAZ", None)
    assert card.address is None


def test_a_card_without_end():
    card = parse(chip(valid_to="长期").block())
    assert card.endless
    assert not card.expired(date(2999, 1, 1))


def test_a_card_expires_after_its_last_day():
    card = parse(chip(valid_to="20261121").block())
    assert not card.expired(date(2026, 11, 21))
    assert card.expired(date(2026, 11, 22))


def test_a_card_never_shows_whose_it_is():
    assert "陈" not in f"{parse(chip().block())!r} {parse(chip().block())}"


@pytest.mark.parametrize("block", [b"", bytes(TEXT_LENGTH), chip(name="", number="").block()])
def test_an_empty_block_is_no_card(block):
    with pytest.raises(CardUnreadableError):
        parse(block)


@given(st.binary(min_size=TEXT_LENGTH, max_size=TEXT_LENGTH))
def test_any_bytes_give_a_card_or_a_clear_error(block):
    try:
        card = parse(block)
    except CardUnreadableError:
        return
    assert card.name
    assert card.number


def test_the_peoples_are_fifty_six_and_two_more():
    assert [NATIONS["01"], NATIONS["31"], NATIONS["56"], NATIONS["97"]] == [
        "汉族",
        "达斡尔族",
        "基诺族",
        "其他",
    ]
    assert len(NATIONS) == 58
