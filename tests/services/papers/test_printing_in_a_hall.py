"""Printing at counters that share a server: followed there too, as far as the server lets them."""

import pytest

from desk_app.records.print_job import PrintOutcome
from desk_app.services.filing import intake
from desk_app.services.finding import searching
from desk_app.services.papers import printing, tracing
from desk_app.storage.database import engine
from desk_app.storage.server import server_address
from tests.cli.test_printers import system
from tests.factory import case, number
from tests.printing_system import CANCELED, COMPLETED, WAITING

__all__ = ["system"]
LIKE_BEFORE = (
    "drop policy meta_add on meta",
    "create policy meta_add on meta for insert to {} with check (name = 'search_version')",
)


@pytest.fixture
def sent(counters, system):
    """Papers that wait at a printer of the first counter."""
    system.states[7] = WAITING

    def send():
        desk = counters[0]
        done = intake.register(desk=desk, case=case(applicant__id_number=number(order="050")))
        return desk, done, printing.send(desk=desk, papers=done.papers, printer="Counter")

    return send


def outcomes(desk, done):
    _, jobs = searching.show(desk=desk, record_no=done.record.number)
    return {one.outcome for one in jobs}


def test_papers_at_a_printer_are_followed_and_found_again(sent, system):
    desk, done, job = sent()
    tracing.follow(desk=desk, job=job)
    assert outcomes(desk, done) == {PrintOutcome.SENT}
    system.states[7] = CANCELED
    (news,) = tracing.look(desk=desk)
    assert news.filings == (done.record.number,)
    assert outcomes(desk, done) == {PrintOutcome.CANCELLED}
    system.states[7] = COMPLETED
    tracing.look(desk=desk)
    assert outcomes(desk, done) == {PrintOutcome.PRINTED}
    assert tracing.look(desk=desk) == ()


def test_a_server_made_ready_before_papers_were_followed_prints_all_the_same(sent, admin, system):
    """Until the administrator makes it ready anew they are followed while the program runs."""
    address = server_address.read(admin)
    server = engine.server(address.full())
    with server.begin() as connection:
        for statement in LIKE_BEFORE:
            connection.exec_driver_sql(statement.format(address.counter))
    server.dispose()
    desk, done, job = sent()
    tracing.follow(desk=desk, job=job)
    assert outcomes(desk, done) == {PrintOutcome.SENT}
    system.states[7] = COMPLETED
    tracing.follow(desk=desk, job=job)
    assert outcomes(desk, done) == {PrintOutcome.PRINTED}
