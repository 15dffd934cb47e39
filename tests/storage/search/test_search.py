"""The one box: however a clerk remembers a person, it finds them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desk_app.policy.record_numbers import code_text
from desk_app.storage.filings import filings
from desk_app.storage.schema import search_index
from desk_app.storage.schema.search_terms import folded, terms
from desk_app.storage.schema.tables import PERSON, SEARCH_KEY
from desk_app.storage.search import search, search_ways
from tests.storage.conftest import Counter, demo_id, make_case

pytestmark = pytest.mark.portable

PEOPLE = ["曾志伟", "单雄信", "区文韬", "翟天临", "吕丽", "欧阳娜娜", "吴𠮷", "阿卜杜拉·买买提",
          "张䶮", "查单", "单乐行", "JOHN O'BRIEN", "任长霞", "林玉", "安悦"]  # fmt: skip


@pytest.fixture
def hall(counter: Counter) -> Counter:
    for serial, name in enumerate(PEOPLE, start=100):
        counter.register(make_case(serial, name))
    return counter


def found(hall: Counter, text: str) -> list[str]:
    return [hit.person.name for hit in hall.read(search.find, text=text)]


NAMES = [
    ("曾", "曾志伟"), ("志伟", "曾志伟"), ("伟", "曾志伟"), ("zeng", "曾志伟"),
    ("zzw", "曾志伟"), ("zhiwei", "曾志伟"), ("zw", "曾志伟"), ("zengzw", "曾志伟"),
    ("zeng zhi wei", "曾志伟"), ("ZENGZHIWEI", "曾志伟"), ("cengzhiwei", "曾志伟"),
    ("shanxiongxin", "单雄信"), ("danxx", "单雄信"), ("ouwentao", "区文韬"), ("qwt", "区文韬"),
    ("zhaitianlin", "翟天临"), ("ditianlin", "翟天临"), ("lvli", "吕丽"), ("lüli", "吕丽"),
    ("lyuli", "吕丽"), ("ouyangnn", "欧阳娜娜"), ("nana", "欧阳娜娜"), ("oynn", "欧阳娜娜"),
    ("𠮷", "吴𠮷"), ("吴𠮷", "吴𠮷"), ("买买提", "阿卜杜拉·买买提"),
    ("阿卜杜拉•买买提", "阿卜杜拉·买买提"), ("拉买", "阿卜杜拉·买买提"), ("zhangyan", "张䶮"),
    ("zhashan", "查单"), ("shanlexing", "单乐行"), ("shanlehang", "单乐行"),
    ("danyuexing", "单乐行"), ("john", "JOHN O'BRIEN"), ("obrien", "JOHN O'BRIEN"),
    ("renchangxia", "任长霞"), ("linyu", "林玉"), ("anyue", "安悦"), ("ｚｅｎｇ", "曾志伟"),
]  # fmt: skip


def test_names_in_every_reading(hall: Counter) -> None:
    assert [pair for pair in NAMES if pair[1] not in found(hall, pair[0])] == []


NUMBERS = [
    demo_id(100), demo_id(100)[-4:], demo_id(100)[-6:], demo_id(100)[:17], "13900130100",
    "30100", "0100", "FT-01-20261121-0001", "20261121-0001", "1121-0001", "0001", "1",
    "ft-01-20261121-0001", " 139 0013 0100 ",
]  # fmt: skip


def test_numbers_by_head_and_tail(hall: Counter) -> None:
    assert [text for text in NUMBERS if "曾志伟" not in found(hall, text)] == []


def test_a_scanned_code_finds_its_filing_and_a_wrong_one_nothing(hall: Counter) -> None:
    number = "FT-01-20261121-0003"
    assert found(hall, code_text(number)) == ["区文韬"]
    assert found(hall, number + "*00") == []


def test_an_official_number_and_a_place(hall: Counter) -> None:
    kept = hall.register(make_case(300, "何秀", place="450100"))
    hall.write(filings.mark_entered, filing=kept, official_no="SB2026112100077")
    assert found(hall, "SB2026112100077") == ["何秀"]
    assert found(hall, "450100") == ["何秀"]
    assert found(hall, "南宁") == ["何秀"]
    assert found(hall, "南宁市") == ["何秀"]


def test_several_words_must_all_match(hall: Counter) -> None:
    hall.register(make_case(301, "曾志伟", place="450100"))
    assert len(found(hall, "曾志伟")) == 2
    hits = hall.read(search.find, text=f"曾志伟 {demo_id(301)[-4:]}")
    assert [hit.person.id_number for hit in hits] == [demo_id(301)]
    assert [hit.person.id_number for hit in hall.read(search.find, text="zzw 南宁")] == [
        demo_id(301)
    ]
    assert found(hall, "曾志伟 北京") == []


def crowd(hall: Counter, *, name: str, phone: str, first_id: int, many: int) -> None:
    """Put many people of the same kind in at once; they are looked at before those to come."""
    rows = [
        {"name": name, "id_kind": "passport", "id_number": f"Z{first_id + turn}",
         "id_rev": f"{first_id + turn}Z"[::-1], "phone": f"{phone}{turn:05d}",
         "phone_rev": f"{phone}{turn:05d}"[::-1], "created_at": hall.clock.now(),
         "updated_at": hall.clock.now(), "version": 1, "id": first_id + turn}
        for turn in range(many)
    ]  # fmt: skip
    keys = [{"term": term, "person_id": row["id"]} for row in rows for term in terms(name)]
    with hall.database.writing() as session:
        session.connection().execute(PERSON.insert(), rows)
        session.connection().execute(SEARCH_KEY.insert(), keys)


WORDS = ["陈 135299", "135299 陈", "chen 135299", "陈末 135299", "陈 南宁 135299", "末 450100"]


def test_words_that_each_find_hundreds_find_the_one_person_of_both(hall: Counter) -> None:
    crowd(hall, name="陈大", phone="139099", first_id=10_000, many=700)
    crowd(hall, name="李大", phone="135299", first_id=20_000, many=700)
    hall.register(make_case(900, "陈末", place="450100", applicant={"phone": "13529999999"}))
    assert [text for text in WORDS if found(hall, text) != ["陈末"]] == []


def test_who_shares_a_surname_with_more_than_are_looked_through_is_found(
    hall: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_MANY", 160)
    monkeypatch.setattr(search_ways, "_NUMBERED_FEW", 100)
    crowd(hall, name="陈大", phone="139099", first_id=10_000, many=400)
    crowd(hall, name="李大", phone="135299", first_id=20_000, many=150)
    hall.register(make_case(900, "陈末", applicant={"phone": "13529999999"}))
    assert found(hall, "陈 135299") == ["陈末"]


def test_a_place_is_looked_for_among_all_who_share_a_surname(
    hall: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_ways, "_FEW", 3)
    monkeypatch.setattr(search, "_AT_ONCE", 10)
    monkeypatch.setattr(search_ways, "_READ", 10)
    hall.register(make_case(900, "陈末", place="450100"))
    for serial in range(901, 906):
        hall.register(make_case(serial, "李大", place="450100"))
    crowd(hall, name="陈大", phone="139099", first_id=10_000, many=60)
    assert found(hall, "陈 南宁") == ["陈末"]


def test_few_digits_are_an_end_and_many_may_be_a_beginning(hall: Counter) -> None:
    hall.register(make_case(901, "陈首", applicant={"phone": "13577777777"}))
    hall.register(make_case(902, "陈尾", applicant={"phone": "15800001357"}))
    assert found(hall, "1357") == ["陈尾"]
    assert found(hall, "135777") == ["陈首"]


def test_several_words_find_no_more_than_wanted(hall: Counter) -> None:
    crowd(hall, name="陈大", phone="139099", first_id=10_000, many=700)
    assert len(hall.read(search.find, text="陈 139099", limit=5)) == 5


def test_a_person_comes_with_all_their_filings_newest_first(hall: Counter) -> None:
    hall.clock.advance(days=2)
    newer = hall.register(make_case(100, "曾志伟", place="450100"))
    hit = hall.read(search.find, text="曾志伟")[0]
    assert [line.number for line in hit.filings] == [newer.number, "FT-01-20261121-0001"]
    assert hit.filings[0].place == "450100"


def test_a_corrected_name_is_found_and_also_the_one_on_earlier_papers(hall: Counter) -> None:
    hall.register(make_case(100, "曾志玮"))
    assert found(hall, "曾志玮") == ["曾志玮"]
    assert found(hall, "曾志伟") == ["曾志玮"]
    assert "曾志玮" in found(hall, "zzw")
    assert found(hall, "曾志伟 0100") == ["曾志玮"]


def test_the_names_on_papers_outlive_new_keys(hall: Counter) -> None:
    """Keys written anew, as after an update of the program, lose no name that is on a paper."""
    hall.register(make_case(100, "曾志玮"))
    with hall.database.writing() as session:
        search_index.rebuild(session)
    assert found(hall, "曾志伟") == ["曾志玮"]
    assert found(hall, "曾志玮") == ["曾志玮"]


def test_a_list_shows_the_name_that_is_on_the_papers(hall: Counter) -> None:
    hall.register(make_case(100, "曾志玮"))
    (hit,) = hall.read(search.find, text="曾志伟")
    assert [one.name for one in hit.filings] == ["曾志玮", "曾志伟"]


ODD = ["", "   ", "·", "%", "_", "'; drop table person --", "\x00", "X" * 5000]


def test_odd_texts_find_nothing_and_break_nothing(hall: Counter) -> None:
    assert [text for text in ODD if found(hall, text)] == []


def test_at_most_as_many_as_wanted(hall: Counter) -> None:
    assert len(hall.read(search.find, text="1390013", limit=5)) == 5
    assert hall.read(search.find, text="1390013", limit=0) == ()


@given(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=30))
def test_every_part_of_a_name_is_one_of_its_beginnings(name: str) -> None:
    plain = folded(name)
    kept = terms(name)
    for start in range(len(plain)):
        for end in range(start + 1, len(plain) + 1):
            assert any(term.startswith(plain[start:end]) for term in kept)


def test_a_long_name_has_few_terms() -> None:
    assert len(terms("单" * 25)) < 400
    assert len(terms("王小明")) < 15


def test_the_readings_are_those_of_the_dictionary_they_were_taken_from() -> None:
    root = Path(resources.path("pinyin")).parents[1]
    script = root / ".packaging" / "readings.py"
    written = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        check=True,
    ).stdout
    assert written == resources.path("pinyin", "readings.txt").read_bytes()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("单于", {"shanyu", "danyu", "sy", "dy"}),
        ("吕女", {"lvnv", "lyunyu"}),
        ("𫖮𬭚", {"yichun", "yidui", "yc", "yd"}),
        ("A\tn", {"an"}),  # neither a letter nor the divider of the table is looked up in it
        ("\U00031cea", {"dai", "\U00031cea"}),
    ],
)
def test_a_name_is_found_by_how_it_is_read(name: str, found: set[str]) -> None:
    assert found <= terms(name)
