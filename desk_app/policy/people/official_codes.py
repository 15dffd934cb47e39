"""Codes of the national medical insurance standards, for entering a filing elsewhere.

The codes of documents are stated alike by three public interface descriptions; the one of the
residents' insurance by one only, so the bureau's system decides where it differs.
"""

from desk_app.policy.people.names import normalise_name
from desk_app.policy.people.nations import PEOPLES
from desk_app.policy.vocabulary import IdKind, Insurance, Sex

# psn_cert_type. A residence permit of people from Hong Kong, Macao and Taiwan has none of its own.
_DOCUMENTS = {
    IdKind.RESIDENT_ID: "01",
    IdKind.HOUSEHOLD_REGISTER: "01",
    IdKind.TW_TRAVEL_PERMIT: "06",
    IdKind.FOREIGNER_PR_CARD: "07",
    IdKind.PASSPORT: "08",
    IdKind.OFFICER_CARD: "02",
    IdKind.BIRTH_CERTIFICATE: "990201",
    IdKind.OTHER: "99",
}
_HONG_KONG, _MACAO = "04", "05"
# insutype
_INSURANCES = {
    Insurance.EMPLOYEE_1: "310",
    Insurance.EMPLOYEE_2: "310",
    Insurance.EMPLOYEE: "310",
    Insurance.RESIDENT: "390",
}
# gend, GB/T 2261.1
_SEXES = {Sex.MALE: "1", Sex.FEMALE: "2"}


def document_code(kind: IdKind, number: str) -> str | None:
    """Return psn_cert_type of a document, or None where the standard has no code for it."""
    if kind is IdKind.HM_TRAVEL_PERMIT:
        return {"H": _HONG_KONG, "M": _MACAO}.get(number[:1].upper())
    return _DOCUMENTS.get(kind)


def insurance_code(insurance: Insurance) -> str:
    """Return insutype of an insurance."""
    return _INSURANCES[insurance]


def sex_code(sex: Sex | None) -> str | None:
    """Return gend of a person."""
    return _SEXES[sex] if sex else None


def nation_code(nation: str | None) -> str | None:
    """Return naty of a nation as it was written (汉, 汉族), or None where it is none of the 56."""
    name = normalise_name(nation or "")
    for written in (name, name.removesuffix("族")):
        if written in PEOPLES:  # naty is the place in GB/T 3304
            return f"{PEOPLES.index(written) + 1:02d}"
    return None
