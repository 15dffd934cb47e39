"""What it costs to add something: the recipes of the README, followed in a copy of the tree."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from desk_app.policy.vocabulary import TYPE_GROUPS

ROOT = Path(__file__).parents[1]
MADE = """
from datetime import datetime
from pathlib import Path
from desk_app.clock import CHINA, FixedClock
from desk_app.services.filing import intake
from desk_app.services.proofs.demonstration import HALL
from desk_app.services.proofs.readback import paper_text
from desk_app.services.start import opening
from desk_app.storage.keys.keys import Cost
from tests.factory import case

made = opening.set_up(
    folder=Path("data"), hall=HALL, counter=1, clerk_name="陈静",
    passphrase="correct horse battery",
    clock=FixedClock(datetime(2026, 11, 21, 10, tzinfo=CHINA)),
    cost=Cost(memory_kib=64, iterations=1),
)
desk = made.desk

def printed(raw):
    done = intake.register(desk=desk, case=raw, on_missing="notice")
    return {paper.paper: "".join(paper_text(paper.pdf).split()) for paper in done.papers}
"""
"""A desk in the copy, and what it prints of a case."""


@pytest.fixture
def tree(tmp_path):
    """A copy of the program that may be changed."""
    for folder in ("desk_app", "forms"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copytree(ROOT / "resources" / "policy", tmp_path / "resources" / "policy")
    shutil.copy(ROOT / "resources" / "__init__.py", tmp_path / "resources")
    for entry in (ROOT / "resources").iterdir():
        if entry.name not in {"policy", "__init__.py", "__pycache__"}:
            (tmp_path / "resources" / entry.name).symlink_to(entry)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    return tmp_path


def change(tree, *additions):
    """Put texts into files, each before what stands there once; return how many files changed."""
    for name, there, text in additions:
        before, found, after = (tree / name).read_text("utf-8").partition(there)
        assert found, (name, there)
        assert there not in after, (name, there)
        (tree / name).write_text(f"{before}{text}{found}{after}", "utf-8")
    return len({name for name, *_ in additions})


def look(tree, script):
    """Run a script in the copy; what it finds untrue fails."""
    ran = subprocess.run(
        [sys.executable, "-c", MADE + script], cwd=tree, capture_output=True, text=True,
        env={"PYTHONPATH": str(tree), "QT_QPA_PLATFORM": "offscreen", "HOME": str(tree)},
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


TRADE = """
    trade: Annotated[str | None, AGAIN] = Field(default=None, title="工种", max_length=40)
"""


def test_a_text_of_the_applicant_costs_three_places(tree):
    """Its field, its value on papers, its row on the form; the rest follows from the field."""
    places = change(
        tree,
        ("desk_app/records/person.py", "\n\nclass AgentFields", TRADE.rstrip()),
        ("forms/data.py", "\n\n@dataclass(frozen=True, slots=True, kw_only=True)\nclass Agent(",
         "    trade: str | None = None\n"),
        ("forms/kit/registration.py", '        row(pair("参保险种"',
         '        row(filled("工种", "applicant.trade", person.trade, FULL)),\n'),
    )  # fmt: skip
    assert places == 3
    look(
        tree,
        """
from desk_app.services.case.checking import check
from desk_app.services.case.field_words import differences
from desk_app.services.lists.columns import COLUMNS
from desk_app.services.lists.official import ENTRIES
from desk_app.ui.screens.check_and_print.answers import groups
from desk_app.ui.screens.counter.fields import rows

raw, today = case(applicant__trade="装配工"), desk.clock.today()
verdict = check(case=raw, today=today)
assert verdict.problems == (), verdict.problems
assert verdict.case.applicant.trade == "装配工"
assert "applicant.trade" in [row.path for row in rows.EXTRA]
told = [one.value for group in groups(verdict.case, verdict.guidance) for one in group.answers]
assert "装配工" in told
assert "工种" in [column.title for column in COLUMNS]
assert "工种" in [entry.title for entry in ENTRIES]
assert [one.label for one in differences(raw, case())] == ["工种"]
wrong = check(case=case(applicant__trade="长" * 41), today=today)
assert [one.field for one in wrong.problems] == ["applicant.trade"]
assert "工种装配工" in printed(raw)["shenzhen_registration"]
""",
    )


TYPE = """[[type]]
id = "national.type.transplant"
type = "transplant"
methods = ["documents"]
fields = ["reason"]
text = "移植备案要写明原因。"
source = "web-hospital"
place = "第1行"
status = "seed"

"""


def test_a_filing_type_costs_four_places(tree):
    """Its code, what the rules say of it, its words on papers, its card; no list names it."""
    places = change(
        tree,
        ("desk_app/policy/vocabulary.py", '    EMERGENCY = "emergency"',
         '    TRANSPLANT = "transplant", "异地器官移植人员"\n'),
        ("resources/policy/000000-national.toml", '[[type]]\nid = "national.type.retiree"', TYPE),
        ("forms/kit/layout/words.py", '    "emergency": "异地急诊抢救人员",\n',
         '    "transplant": "异地器官移植人员",\n'),
        ("desk_app/ui/screens/counter/fields/rows.py", "    Option(FilingType.EMERGENCY",
         '    Option(FilingType.TRANSPLANT, "异地器官移植", "等待或做移植"),\n'),
    )  # fmt: skip
    assert places == 4
    look(
        tree,
        """
from PySide6.QtWidgets import QApplication
from desk_app.services.day import day
from desk_app.services.rules.advising import Counsel
from desk_app.ui.screens.guide.bring import BringPage
from desk_app.ui.widgets.editors.choices import Choice

both = {"identity": "both", "social_card": "both"}
papers = printed(case(type="transplant", reason="肝移植", documents=both))
assert "☑异地器官移植人员" in papers["shenzhen_registration"], papers
assert "异地器官移植人员" in papers["receipt"]
try:
    printed(case(type="transplant", documents=both))
except Exception as refused:
    assert "reason" in str(refused.problems), refused
else:
    raise AssertionError("the pack asks for a reason")
counsel = Counsel(region="440300", on=desk.clock.today())
assert "transplant" in counsel.types()
application = QApplication([])
page = BringPage(counsel)
assert "transplant" in [choice.option.code for choice in page.kind.findChildren(Choice)]
""",
    )


def test_no_rule_spells_out_a_group_of_types():
    """A pack that did would have to be edited for each new type: it names the group."""
    rules = [
        rule
        for pack in (ROOT / "resources" / "policy").glob("[0-9]*.toml")
        for rows in tomllib.loads(pack.read_text("utf-8")).values()
        if isinstance(rows, list)
        for rule in rows
    ]
    assert len(rules) > 100
    spelled = [
        rule["id"]
        for rule in rules
        for group in TYPE_GROUPS.values()
        if group <= set(rule.get("types", ()))
    ]
    assert spelled == []


def test_a_paper_costs_three_places_and_a_maker_where_it_says_more(tree):
    """Its sheet with its data, its row in the catalogue, when it is needed."""
    (tree / "forms" / "sheets" / "slip.py").write_text(SLIP, "utf-8")
    places = 1 + change(
        tree,
        ("forms/catalogue.py", "    topic_handout,\n)", "    slip,\n"),
        ("forms/catalogue.py", "            handout,\n            topic", "            slip,\n"),
        ("desk_app/policy/guidance/guidance.py", '        ("handout", True),\n',
         '        ("slip", facts.type == "retiree_resettled"),\n'),
    )  # fmt: skip
    assert places == 3
    look(
        tree,
        """
from desk_app.services.settings import preferences
from forms import catalogue

papers = printed(case())
assert "王小明的就医凭条" in papers["slip"], papers
assert list(papers).index("slip") == list(papers).index("handout") - 1
assert "slip" in [one.paper for one in preferences.copies(desk=desk)]
assert "就医凭条" in paper_text(catalogue.render("slip", catalogue.PAPERS["slip"].sample))
""",
    )


SLIP = '''
"""就医凭条: what is shown at the hospital."""

from dataclasses import dataclass

from forms.data import Applicant, Filed
from forms.kit import samples
from forms.kit.letters import BODY
from forms.kit.paper import Paper
from forms.kit.layout.sheet import Heading, Sheet

TITLE, EDITION = "就医凭条", "版式 PT-2026.12"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip(Filed):
    """What papers share, and who it is for."""

    applicant: Applicant


def lay_out(data):
    """Return the slip."""
    sheet = Sheet(Heading.of(TITLE, EDITION, data, left=data.number or "", right=""))
    sheet.text(f"{data.applicant.name}的就医凭条", BODY)
    return sheet.finish()


PAPER = Paper(
    id="slip", title=TITLE, edition=EDITION, source="样例", data_type=Slip,
    sample=Slip(**samples.FILED, applicant=samples.APPLICANT), lay_out=lay_out,
)
'''


SETTING = """EXPIRY_DAYS = Number(
    name="expiry_days",
    usual=30,
    title="提醒天数",
    least=1,
    most=90,
    unit="天",
    label="提前多少天提醒到期",
    helper="",
    told="提前 {} 天提醒",
)
"""


def test_a_setting_costs_its_row_and_its_use(tree):
    """Kept, judged, noted in the history, asked for in the window: all by the row."""
    use = "desk_app/services/finding/worklists.py"
    table = "desk_app/services/settings/preferences.py"
    places = change(
        tree,
        (table, "NUMBERS = (", SETTING),
        (table, "UNDO_SECONDS)\n", "EXPIRY_DAYS, "),
        (use, "\nDAYS = 30", "from desk_app.services.settings.preferences import EXPIRY_DAYS\n"),
        (use, "    today = desk.clock.today()", "    days = EXPIRY_DAYS.of(desk)\n"),
    )
    assert places == 2
    look(
        tree,
        """
from PySide6.QtWidgets import QApplication
from desk_app.errors import RefusedError
from desk_app.services.desk.open_desk import Desk
from desk_app.services.finding import worklists
from desk_app.services.settings.preferences import EXPIRY_DAYS
from desk_app.storage.history import audit
from desk_app.ui import theme
from desk_app.ui.screens.settings.hall import safety_page

printed(case(type="other_temporary", reason="探亲", end="2026-12-11",
             documents={"identity": "both", "social_card": "both"}))
assert len(worklists.expiring(desk=desk)) == 1
application = QApplication([])
page = safety_page(desk, print)
page.refresh()
field = page.editor.form.fields["expiry_days"]
assert field.text() == "30"
field.set_text("91")
assert not page.editor.form.check()
assert "1 到 90" in field.error
try:
    EXPIRY_DAYS.set(desk, 0)
except RefusedError as refused:
    assert refused.message == "提醒天数应在 1 到 90 天之间。"
EXPIRY_DAYS.set(desk, 5)
assert worklists.expiring(desk=desk) == ()
with desk.database.reading() as session:
    assert audit.latest(session, limit=1)[0].subject == "setting:expiry_days"
""",
    )
