"""The plain values a paper is printed from.

They are frozen, hold only text, dates, numbers, flags and tuples, and turn into JSON and
back without loss: that JSON is kept with the print job, so that a reprint years later is
the same document. Codes (``type``, ``insurance`` …) are those of the desk; how a code is worded
on a paper is the business of the sheet and belongs to its edition.
"""

from dataclasses import dataclass
from datetime import date, datetime

from forms.stored import PaperData


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(PaperData):
    """Who issues the paper."""

    hall: str
    counter: str
    clerk: str
    insured_region: str  # full name of the insured region, e.g. 广东省深圳市
    address: str | None = None
    phone: str | None = None
    complaint_phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(PaperData):
    """A person as a paper names them; ``id_kind`` is the printed title of the document."""

    name: str
    id_kind: str
    id_number: str
    phone: str
    sex: str | None = None  # 男 or 女
    birth: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant(Person):
    """The insured person."""

    phone2: str | None = None
    nation: str | None = None
    insurance: str | None  # code: employee_1, employee_2, employee, resident; None in a draft
    social_card_no: str | None = None
    insured_no: str | None = None
    employer: str | None = None
    household_address: str | None = None
    employment: str | None = None
    residence_permit_no: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent(Person):
    """The person who acts for the applicant."""

    relation: str
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(PaperData):
    """Where treatment is to be had; ``within_province`` decides 省内跨市 or 跨省."""

    code: str
    province: str
    city: str
    within_province: bool
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine(PaperData):
    """One document of the case; ``state`` is a code: original, copy, both, commitment, missing."""

    name: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued(PaperData):
    """What every paper of a filing states: its number, who issues it when, what is filed where.

    ``number``, ``check`` (its check characters, for the QR code), ``type`` and ``place`` are None
    only in a draft that has none yet.
    """

    number: str | None
    check: str | None
    day: date  # of acceptance, application or signature; the legal basis follows it
    office: Office
    type: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed(Issued):
    """What papers state besides that tell how and for how long a filing is."""

    method: str
    begin: date | None  # None only in a draft
    end: date | None
    end_text: str  # how an open end is worded, as the rule has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration(Filed):
    """A registration form: Guangdong, Shenzhen, or Shenzhen's for migrant workers."""

    kind: str  # new, change, cancel
    applicant: Applicant
    agent: Agent | None
    documents: tuple[DocumentLine, ...]
    admission: date | None = None
    admission_hospital: str | None = None
    referral_hospital: str | None = None
    reason: str | None = None
    outpatient: str | None = None
    consent: bool = False
    remark: str | None = None
    replaces: str | None = None  # number of the filing this one replaces
    declaration: str = ""  # what the applicant declares, as the rules of the region word it
    agreed: str = ""  # what the tick of consent says
    signers: tuple[str, ...] = ()  # codes of who signs; none: applicant, and agent if any


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation(Filed):
    """The application to cancel a filing."""

    applicant: Applicant
    agent: Agent | None
    accepted_day: date  # day the filing was accepted
    reason: str  # code of the reason
    reason_text: str | None  # free words where the reason is "other"
    effective: date
    replaced_by: str | None = None
    declaration: str = ""
    limit: str = ""  # the time limit the region sets for ending such a filing, if it does
    signers: tuple[str, ...] = ()  # codes of who signs; none: applicant, and agent if any


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Issued):
    """The letter by which a long-term filer promises instead of handing in documents."""

    applicant: Applicant
    begin: date
    replaces_documents: tuple[str, ...] = ()  # names of the documents it stands for
    notices: tuple[str, ...] = ()  # what the rules of the region say on filing by commitment
    promises: tuple[str, ...] = ()
    liability: str = ""  # what a false promise brings, by the law of the day
    signers: tuple[str, ...] = ()  # codes of who signs; none: applicant, and agent if any


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerOfAttorney(Issued):
    """By which the applicant lets somebody act for them; codes of ``matters`` below."""

    applicant: Applicant
    agent: Agent
    matters: tuple[str, ...]  # codes: register, change, cancel, supplement, inquire
    begin: date
    end: date
    signers: tuple[str, ...] = ()  # codes of who signs; none: applicant, and agent if any


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingDocument(PaperData):
    """One thing the applicant still has to bring, or to mend."""

    name: str
    form: str  # how it is to be brought, e.g. 原件和复印件
    substitute: str | None = None  # what is taken in its place
    issuer: str | None = None  # where it is issued
    remark: str | None = None  # what is wrong with what was brought
    commitment: bool = False  # may be replaced by a commitment letter


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeNotice(Issued):
    """All at once what is missing; its number opens the case again."""

    told_at: datetime  # aware
    applicant: Applicant
    agent: Agent | None
    received: tuple[DocumentLine, ...]
    missing: tuple[MissingDocument, ...]
    deadline: date | None  # last day to hand in; None where none is set
    channels: tuple[str, ...]  # how to hand in
    hours: str | None = None  # opening hours


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedDocument(PaperData):
    """One document that was handed in, in how many originals (seen) and copies (kept)."""

    name: str
    originals: int
    copies: int
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Filed):
    """What the applicant takes home when the case is accepted; the paper masks the identity."""

    received_at: datetime  # aware
    applicant: Applicant
    agent: Agent | None
    documents: tuple[ReceivedDocument, ...]
    answer_by: date | None  # day by which there is an answer; None: on the spot
    inquiries: tuple[str, ...]  # ways to ask how the case stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout(Filed):
    """In large print for the applicant: what was filed and how to use it.

    ``inquiries`` and ``cancelling`` are the channels of the region, ``uses`` what to do with the
    filing, one sentence each.
    """

    name: str
    inquiries: tuple[str, ...]
    cancelling: tuple[str, ...]
    notes: tuple[str, ...] = ()  # further sentences, e.g. what the bureau has confirmed
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSection(PaperData):
    """One part of a handout on a topic."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicHandout(PaperData):
    """What is known on a topic, for somebody who only asks; nobody is named."""

    day: date
    office: Office
    sections: tuple[TopicSection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCode(PaperData):
    """The code that opens the records when every passphrase is forgotten; never kept anywhere."""

    day: date
    office: Office
    hall_code: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCount(PaperData):
    """How many filings of one type a day had."""

    type: str
    registered: int
    changed: int
    cancelled: int
    awaiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCount(PaperData):
    """How often one paper was printed."""

    title: str
    printed: int
    reprinted: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoiledNumber(PaperData):
    """A number that was given out and not used."""

    number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartBar(PaperData):
    """One bar: what it stands for, its number, and a few words that break the number down."""

    label: str
    value: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(PaperData):
    """Bars as data, whoever draws them; ``highest`` is the number a whole bar stands for.

    ``standing`` bars are columns in an order, such as hours; others lie below each other.
    """

    title: str
    unit: str
    standing: bool
    highest: int
    bars: tuple[ChartBar, ...]

    def share(self, value: int) -> float:
        """Return which part of a whole bar, from 0 to 1, a number fills."""
        return min(1.0, value / self.highest) if self.highest else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEnd(PaperData):
    """The sheet a day is closed with."""

    day: date
    closed_at: datetime  # aware
    office: Office
    supervisor: str
    types: tuple[TypeCount, ...]
    papers: tuple[PaperCount, ...]
    first_number: str | None
    last_number: str | None
    spoiled: tuple[SpoiledNumber, ...]
    audit_rows: int
    audit_head: str  # hash of the last row, in hexadecimal
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine(PaperData):
    """One filing in the ledger; ``status`` is its printed title."""

    number: str
    day: date
    name: str
    id_number: str
    type: str
    place: str
    begin: date
    end: date | None
    end_text: str
    status: str
    clerk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger(PaperData):
    """A list of filings; ``masked`` hides the middle of identity numbers."""

    day: date  # day it is printed
    office: Office
    first_day: date
    last_day: date
    lines: tuple[LedgerLine, ...]
    masked: bool = True
