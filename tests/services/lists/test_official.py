"""The list for the official system, and ticking filings off."""

import csv

import pytest

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.people import official_codes
from desk_app.policy.vocabulary import IdKind, Insurance, Role, Sex
from desk_app.services.lists import official
from desk_app.services.people import people
from desk_app.services.start import opening
from tests.factory import agent, number, register
from tests.services.conftest import CHEAP


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_list_has_what_is_accepted_and_not_entered(desk, tmp_path):
    first = register(desk, 1, applicant__nation="维吾尔族", applicant__insurance="resident").number
    second = register(desk, 2).number
    register(desk, 3, documents={})
    official.mark(desk=desk, record_no=second, official_no="４４０３００　ab12")
    done = official.export(desk=desk, target=tmp_path / "a.csv")
    (row,) = rows(tmp_path / "a.csv")
    assert (done.rows, done.masked) == (1, False)
    assert row["本机备案编号"] == first
    assert row["人员证件类型 psn_cert_type"] == "01"
    assert row["证件号码 certno"] == number(order="001")
    assert row["性别 gend"] == "1"
    assert row["民族 naty"] == "05"
    assert row["险种类型 insutype"] == "390"
    assert row["参保所属医保区划 insu_admdvs"] == "440300"
    assert row["就医地区划 rloc_admdvs"] == "430100"
    assert [one.number for one in official.waiting(desk=desk)] == [first]
    assert official.export(desk=desk, target=tmp_path / "a.xlsx").rows == 1


def test_a_clerk_gets_stars(desk, tmp_path):
    register(desk, 1, agent=agent(), documents={})
    register(desk, 2)
    people.add(desk=desk, name="梁一", role=Role.CLERK, passphrase="another phrase", cost=CHEAP)
    with opening.unlock(folder=desk.folder, passphrase="another phrase", clock=desk.clock) as own:
        assert official.export(desk=own, target=tmp_path / "a.csv").masked
        assert number(order="002") not in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
        with pytest.raises(RefusedError, match="主管"):
            official.export(desk=own, target=tmp_path / "a.csv", masked=False)


def test_a_number_belongs_to_one_filing(desk):
    first, second = register(desk, 1).number, register(desk, 2).number
    waits = register(desk, 3, documents={}).number
    done = official.mark(desk=desk, record_no=first, official_no=" a-1 ")
    assert done.official_no == "A-1"
    assert official.mark(desk=desk, record_no=first, official_no="A-1").version == done.version
    with pytest.raises(RefusedError, match="另一件"):
        official.mark(desk=desk, record_no=second, official_no="a-1")
    for wrong in ("", " ", "九号", "9" * 51):
        with pytest.raises(RefusedError, match="官方系统编号"):
            official.mark(desk=desk, record_no=second, official_no=wrong)
    with pytest.raises(StateConflictError, match="还没有受理"):
        official.mark(desk=desk, record_no=waits, official_no="B-2")
    assert official.mark(desk=desk, record_no=first, official_no="A-2").official_no == "A-2"


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        (IdKind.RESIDENT_ID, "x", "01"),
        (IdKind.HM_TRAVEL_PERMIT, "H12345678", "04"),
        (IdKind.HM_TRAVEL_PERMIT, "m12345678", "05"),
        (IdKind.HM_TRAVEL_PERMIT, "12345678", None),
        (IdKind.TW_TRAVEL_PERMIT, "12345678", "06"),
        (IdKind.HMT_RESIDENCE_PERMIT, "810000199408230021", None),
        (IdKind.BIRTH_CERTIFICATE, "A1", "990201"),
    ],
)
def test_codes_of_documents(kind, written, code):
    assert official_codes.document_code(kind, written) == code


def test_every_kind_has_an_answer():
    assert all(official_codes.document_code(kind, "H1") is not False for kind in IdKind)
    assert {official_codes.insurance_code(one) for one in Insurance} == {"310", "390"}
    assert [official_codes.sex_code(sex) for sex in (*Sex, None)] == ["1", "2", None]


@pytest.mark.parametrize(
    ("written", "code"),
    [("汉", "01"), ("汉族", "01"), ("壮族", "08"), ("高山族", "23"), ("基诺族", "56"),
     ("满", "11"), ("水族", "25"), ("火星族", None), ("", None), (None, None)],
)  # fmt: skip
def test_codes_of_nations(written, code):
    assert official_codes.nation_code(written) == code
