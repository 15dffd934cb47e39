"""Cards of people who do not exist."""

from desk_app.devices.simulator import ChipCard
from desk_app.devices.text_block import FOREIGNER_2017, FOREIGNER_2023
from tests.factory import number

TEXTS = {
    "name": "陈秀兰",
    "sex": "2",
    "nation": "09",
    "birth": "19580312",
    "address": "广东省某某市某某区某某路1号",
    "number": number("19580312", "002"),
    "issuer": "某某市公安局",
    "valid_from": "20160101",
    "valid_to": "20360101",
    "flag": " ",
}


def chip(**texts):
    """Return a resident's card with some of its fields changed."""
    return ChipCard(texts={**TEXTS, **texts})


def foreigner_2017():
    """Return a permanent resident's card of 2017; the published specimen number."""
    return ChipCard(
        layout=FOREIGNER_2017,
        texts={
            "english_name": "SPECIMEN, ADA",
            "sex": "2",
            "number": "KAZ110090123105",
            "country": "KAZ",
            "name": "",
            "valid_from": "20180101",
            "valid_to": "20280101",
            "birth": "19901231",
            "version": "01",
            "flag": "I",
        },
    )


def foreigner_2023():
    """Return a permanent resident's card of 2023; the published specimen number."""
    return ChipCard(
        layout=FOREIGNER_2023,
        texts={
            "name": "爱达",
            "sex": "2",
            "birth": "19810803",
            "english_name": "SPECIMEN, ADA LONGNAME",
            "number": "911124198108030024",
            "issuer": "国家移民管理局",
            "valid_from": "20240101",
            "valid_to": "20340101",
            "flag": "Y",
            "country": "KAZ",
        },
    )
