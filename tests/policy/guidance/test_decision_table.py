"""The decision table: what each case needs, written by hand in decision_table.txt."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from desk_app.policy.guidance.guidance import CaseFacts, guide
from desk_app.policy.guidance.period import default_period
from desk_app.policy.packs.packs import rulebook
from desk_app.policy.vocabulary import FilingType, IdKind, Method, Variant

REGIONS = {
    "sz": "440300",
    "fs": "440600",
    "dg": "441900",
    "gz": "440100",
    "xt": "130500",
    "js": "320100",
}
TYPES = {
    "retiree": FilingType.RETIREE_RESETTLED,
    "resident": FilingType.LONG_TERM_RESIDENT,
    "posted": FilingType.POSTED_WORKER,
    "referral": FilingType.REFERRAL,
    "other": FilingType.OTHER_TEMPORARY,
    "birth": FilingType.CHILDBIRTH,
    "emergency": FilingType.EMERGENCY,
}
METHODS = {"doc": Method.DOCUMENTS, "com": Method.COMMITMENT}
DOCUMENTS = {
    "I": "identity",
    "H": "household_register",
    "R": "residence_proof",
    "W": "work_proof",
    "T": "referral_certificate",
    "G": "guardian_identity",
    "K": "guardianship_proof",
    "N": "guardian_consent",
    "A": "agent_identity",
    "P": "power_of_attorney",
}
NEEDS = {"2": "both", "1": "either", "o": "original"}
PAPERS = {
    "sz": "shenzhen_registration",
    "gd": "guangdong_registration",
    "mw": "shenzhen_migrant_worker_registration",
    "c": "commitment",
    "p": "power_of_attorney",
    "r": "receipt",
    "h": "handout",
}
WARNINGS = {
    "proof": "national.warning.no_extra_proof",
    "aged": "national.warning.agent_aged",
    "minor": "national.warning.minor",
    "child": "national.warning.child_information",
    "ward": "national.warning.ward",
    "newborn": "national.warning.newborn",
    "permit": "national.warning.residence_permit",
    "admitted": "national.warning.admitted",
    "one": "jiangsu.commitment.one_place",
    "fulfil": "national.commitment.fulfil",
    "choice": "guangdong.commitment.choice",
    "sign": "national.commitment.signature",
    "gsign": "national.commitment.guardian_signs",
    "kept": "jiangsu.commitment.kept",
    "false26": "national.commitment.false_before_2027",
    "false27": "national.commitment.false_from_2027",
    "place": "guangdong.commitment.place_only",
    "childdocs": "guangdong.warning.childbirth_documents",
    "counts": "national.emergency.counts",
    "show": "national.emergency.rule",
    "paid": "national.emergency.paid",
    "szno": "shenzhen.emergency.no_filing",
    "gdhosp": "guangdong.emergency.interface",
    "xtno": "xingtai.emergency.no_filing",
}


@dataclass(frozen=True)
class Row:
    case: str
    facts: CaseFacts
    begin: date | None
    documents: list[str]
    papers: list[str]
    end: str
    warnings: list[str]


def read(line: str) -> Row:
    case, documents, papers, end, warnings = (cell.strip() for cell in line.split("|"))
    region, kind, method, *more = case.split()
    known = dict(item.split("=") for item in more if "=" in item)
    place = known.get("place")
    facts = CaseFacts(
        region=REGIONS[region],
        type=TYPES[kind],
        method=METHODS[method],
        on=date.fromisoformat(known.get("on", "2026-11-21")),
        variant=Variant.MIGRANT_WORKER if "migrant" in more else None,
        id_kind=IdKind.BIRTH_CERTIFICATE if "newborn" in more else None,
        age=int(known["age"]) if "age" in known else None,
        has_agent="agent" in more or "guardian" in more,
        guardian="guardian" in more,
        place=place,
        admission=date.fromisoformat(known["admitted"]) if "admitted" in known else None,
    )
    begin = date.fromisoformat(known["begin"]) if "begin" in known else None
    return Row(case, facts, begin, documents.split(), papers.split(), end, warnings.split())


TABLE = [
    read(line)
    for line in Path(__file__).with_name("decision_table.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_the_table_is_large_enough_and_says_nothing_twice():
    assert len(TABLE) >= 60
    assert len({" ".join(row.case.split()) for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: " ".join(row.case.split()))
def test_a_case_gets_what_the_table_says(row):
    rules = rulebook(row.facts.region, on=row.facts.on)
    guidance = guide(row.facts, rules)
    if row.warnings[0].startswith("refused:"):
        assert not guidance.available
        assert guidance.unavailable_field == row.warnings[0].removeprefix("refused:")
        assert guidance.unavailable_reason.endswith("。")
        return
    assert guidance.available, guidance.unavailable_reason
    found = [
        (one.id, "commitment" if one.by_commitment else one.need) for one in guidance.documents
    ]
    assert found == [
        (DOCUMENTS[text[0]], NEEDS.get(text[1], "commitment")) for text in row.documents
    ]
    assert list(guidance.papers) == [PAPERS[name] for name in row.papers]
    assert {one.id for one in guidance.warnings} == {WARNINGS[name] for name in row.warnings}
    period = default_period(row.facts, rules, begin=row.begin)
    if row.end in {"open", "once"}:
        assert period.end is None
        assert period.end_text == {"open": "长期有效", "once": "仅限当次就医"}[row.end]
    else:
        assert period.end == date.fromisoformat(row.end)


def test_the_table_covers_every_type_in_every_kind_of_region():
    covered = {(row.facts.region, row.facts.type) for row in TABLE}
    for region in ("440300", "441900"):
        assert {kind for code, kind in covered if code == region} == set(FilingType)
