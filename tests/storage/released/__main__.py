"""Make the file of the present schema."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from desk_app.clock import CHINA, FixedClock
from desk_app.policy.vocabulary import CancelReason
from desk_app.records.print_job import Printed, PrintOutcome
from desk_app.storage.database.database import FILE_NAME, Database
from desk_app.storage.filings import drafts, filings, prints
from desk_app.storage.people import settings
from desk_app.storage.schema import schema
from tests.storage.conftest import KEY, TODAY, make_case, open_counter

if __name__ == "__main__":
    clock = FixedClock(datetime(2026, 11, 21, 9, 30, tzinfo=CHINA))
    folder = Path(tempfile.mkdtemp())
    with Database.create(folder, KEY, clock=clock) as database:
        counter = open_counter(database, folder, clock)
        first = counter.register(make_case(1))
        second = counter.register(make_case(2, "欧阳𬭚𫖮"))
        counter.register(make_case(2, "欧阳𬭚𫖮", place="450100"), replaces=second)
        counter.write(
            filings.cancel, filing=first, reason=CancelReason.OTHER, text="x", effective=TODAY
        )
        counter.write(drafts.start, data={"applicant.name": "王"})
        paper = Printed(paper="receipt", edition="1", data={"a": 1}, sha256="ab" * 32, pages=1)
        counter.write(prints.add, paper=paper, outcome=PrintOutcome.SAVED, filing=second)
        counter.write(settings.put, name="retention", value={"years": 3})
    shutil.copyfile(folder / FILE_NAME, Path(__file__).with_name(f"{schema.HEAD}.db"))
    shutil.rmtree(folder)
