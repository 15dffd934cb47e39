"""The main job from start to end on made-up people, with every result checked.

It needs no screen and no network, and leaves nothing behind but the papers and lists it was
asked to make.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_app import files
from desk_app.clock import FixedClock
from desk_app.policy.vocabulary import CancelReason
from desk_app.records.filing import FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import cancelling, changing, intake
from desk_app.services.finding import searching
from desk_app.services.lists import exporting
from desk_app.services.papers import issuing, printing
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.services.proofs import readback
from desk_app.services.proofs.demonstration import CLERK, DAY, HALL, PASSPHRASE, Sample, samples
from desk_app.services.start import opening

EXPORTS = ("list.csv", "list.xlsx", "list.jsonl")


@dataclass
class Report:
    """What was done, step by step, and what was found wrong."""

    out: Path
    steps: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Tell whether everything came out as it should."""
        return not self.faults

    def note(self, step: str, *faults: str) -> None:
        """Note a step and what was wrong with it."""
        self.steps.append(f"[{'不符' if faults else '正常'}] {step}")
        self.faults.extend(f"{step}：{fault}" for fault in faults)

    def lines(self) -> list[str]:
        """Return the report for a person."""
        verdict = "自检通过。" if self.ok else f"自检发现 {len(self.faults)} 处不符："
        return [
            *self.steps,
            f"表单 {len(self.papers)} 份、清单 {len(EXPORTS)} 份，在 {self.out}",
            verdict,
            *(f"  · {fault}" for fault in self.faults),
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the report for a machine."""
        return {
            "ok": self.ok,
            "out": str(self.out),
            "steps": self.steps,
            "faults": self.faults,
            "papers": self.papers,
            "exports": list(EXPORTS),
        }


def rehearse(*, out: Path) -> Report:
    """Register, guide, print, change, cancel, reprint, find and export; papers go to ``out``."""
    files.private_folder(out)
    report = Report(out=out)
    with tempfile.TemporaryDirectory(prefix="desk-selftest-") as place:
        folder = Path(place) / "data"
        made = opening.set_up(
            folder=folder,
            hall=HALL,
            counter=1,
            clerk_name=CLERK,
            passphrase=PASSPHRASE,
            clock=FixedClock(DAY),
        )
        report.note("建立加密数据文件夹")
        with made.desk as desk:
            _Rehearsal(desk, report).run()
            report.note("使用中的数据文件里找不到证件号码、电话和姓名", *_leaks(folder))
        report.note("关闭后的数据文件里也找不到", *_leaks(folder))
    return report


class _Rehearsal:
    def __init__(self, desk: Desk, report: Report) -> None:
        self.desk = desk
        self.report = report
        self.records: dict[str, FilingRecord] = {}

    def run(self) -> None:
        for sample in samples():
            if sample.expect == "refused":
                self.refused(sample)
            else:
                self.registered(sample)
        for sample in samples():
            self.follow_up(sample)
        self.reprinted()
        self.found()
        self.exported()

    def refused(self, sample: Sample) -> None:
        faults = ["本应不予登记"]
        before = len(searching.today(desk=self.desk))
        try:
            intake.register(desk=self.desk, case=sample.case)
        except intake.CaseRefusedError as error:
            told = {problem.field.removeprefix("documents.") for problem in error.problems}
            faults = [f"没有告知缺少 {name}" for name in sample.missing if name not in told]
        if len(searching.today(desk=self.desk)) != before:
            faults.append("留下了半件登记")
        self.report.note(sample.title, *faults)

    def registered(self, sample: Sample) -> None:
        done = intake.register(desk=self.desk, case=sample.case)
        self.records[sample.id] = done.record
        self.papers(f"{sample.title}：{done.record.number}", done.record, done.papers)

    def follow_up(self, sample: Sample) -> None:
        if sample.change is not None:
            old = self.records[sample.id]
            case = {**sample.case, **sample.change}
            changed = changing.change(desk=self.desk, record_no=old.number, case=case)
            step = f"变更：{old.number} → {changed.new.number}"
            self.papers(f"{step}，注销表", old, changed.papers[:1])
            self.papers(f"{step}，登记表", changed.new, changed.papers[1:])
        if sample.cancel is not None:
            old = self.records[sample.id]
            reason = CancelReason(sample.cancel["reason"])
            ended = cancelling.cancel(desk=self.desk, record_no=old.number, reason=reason)
            self.papers(f"注销：{old.number}", ended.record, ended.papers)

    def papers(self, step: str, record: FilingRecord, papers: tuple[IssuedPaper, ...]) -> None:
        files = issuing.save(desk=self.desk, papers=papers, folder=self.report.out)
        self.report.papers.extend(file.name for file in files)
        faults = [] if papers else ["没有表单"]
        for paper, file in zip(papers, files, strict=True):
            faults += readback.paper_faults(paper.paper, file, record)
        self.report.note(step, *faults)

    def reprinted(self) -> None:
        record = self.records["retiree"]
        papers = printing.print_set(desk=self.desk, record_no=record.number)
        self.papers(f"补打：{record.number}", record, papers)
        texts = [readback.paper_text(paper.pdf) for paper in papers]
        self.report.note("补打注明“补打”", *(["没有注明"] if "补打" not in "".join(texts) else []))

    def found(self) -> None:
        for record in self.records.values():
            person = record.case.applicant
            for text in (person.name, person.id_number[-6:], record.number):
                hits = searching.find(desk=self.desk, text=text)
                numbers = {filing.number for hit in hits for filing in hit.filings}
                if record.number not in numbers:
                    self.report.note(f"查找 {record.number}", "按姓名、证件尾号或编号找不到")
                    return
        self.report.note("按姓名、证件尾号、编号都能找到")

    def exported(self) -> None:
        records = tuple(
            searching.show(desk=self.desk, record_no=filing.number)[0]
            for filing in searching.today(desk=self.desk)
        )
        for name in EXPORTS:
            done = exporting.export(desk=self.desk, target=self.report.out / name)
            faults = readback.EXPORT_FAULTS[done.path.suffix](done.path, records)
            self.report.note(f"导出 {name}（{done.rows} 件）", *faults)


def _leaks(folder: Path) -> list[str]:
    people = [
        person
        for sample in samples()
        for person in (sample.case["applicant"], sample.case["agent"])
        if person
    ]
    secrets = {person[key] for person in people for key in ("name", "id_number", "phone")}
    return [
        f"{file.name} 里有个人信息"
        for file in sorted(folder.rglob("*"))
        if file.is_file() and _holds(file.read_bytes(), secrets)
    ]


def _holds(content: bytes, secrets: set[str]) -> bool:
    encodings: tuple[Callable[[str], bytes], ...] = (
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("gb18030"),
    )
    return any(encode(secret) in content for secret in secrets for encode in encodings)
