"""Rule packs: what they may say, where an error is found, and that nothing hangs in the air."""

import re
from datetime import date
from pathlib import Path

import pytest

import resources
from desk_app.policy.guidance.guidance import CaseFacts, guide
from desk_app.policy.packs.packs import PackError, load_packs, load_sources, rulebook
from desk_app.policy.packs.rules import DocumentRule, RuleStatus, Statement
from desk_app.policy.topics.by_topic import topic_titles
from desk_app.policy.topics.channels import channels
from desk_app.policy.topics.conflicts import all_conflicts, questions
from desk_app.policy.vocabulary import FilingType, Method

LONG_TERM = {"retiree_resettled", "long_term_resident", "posted_worker"}
FOLDER = resources.path("policy")
PACKS = load_packs((FOLDER,))
SOURCES = {one.id: one for one in load_sources((FOLDER,))}
RULES = [rule for pack in PACKS.values() for rule in pack.rules]

PACK = """
[pack]
title = "测试"
version = "1"
issued = 2026-11-21

[[source]]
id = "here"
title = "测试来源"
kind = "web"
date = "2026"

[[statement]]
id = "test.one"
topic = "people"
text = "一句话。"
source = "here"
place = "第1行"
status = "seed"
"""


def load(tmp_path: Path, text: str, name: str = "430400-test.toml"):
    (tmp_path / name).write_text(text, "utf-8")
    return load_packs((tmp_path,))


def test_the_shipped_packs_are_these():
    assert set(PACKS) == {"000000", "440000", "440300", "440600", "130500", "320000"}
    assert len(RULES) > 150


def test_a_good_pack_is_read(tmp_path):
    pack = load(tmp_path, PACK)["430400"]
    assert [rule.id for rule in pack.rules] == ["test.one"]
    assert pack.rules[0].source == "测试来源"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('topic = "people"\n', "", ["test.one", "topic"]),
        ('status = "seed"', 'status = "sure"', ["test.one", "status"]),
        ('source = "here"', 'source = "nowhere"', ["test.one", "source"]),
        ('place = "第1行"', 'palce = "第1行"', ["test.one", "palce"]),
        ('place = "第1行"', "place = 1", ["test.one", "place"]),
        ('place = "第1行"', 'place = "1"\ntypes = ["retired"]', ["test.one", "types"]),
        ('place = "第1行"', 'place = "1"\nwhen = ["rain"]', ["test.one", "when"]),
        ('place = "第1行"', 'place = "1"\nfrom = "2027"', ["test.one", "from"]),
        ('place = "第1行"', 'place = "1"\nconfirm = 1', ["test.one", "confirm"]),
        ('place = "第1行"', 'place = "1"\nconflict = ""', ["test.one", "conflict"]),
        ('place = "第1行"', 'place = "1"\ntypes = ["referral", 1]', ["test.one", "types"]),
        ('date = "2026"', 'date = "2026"\nlines = 0', ["here", "lines"]),
        ('date = "2026"', 'date = "2026"\nlines = "9"', ["here", "lines"]),
        ('date = "2026"', 'date = "soon"', ["here", "date"]),
        ('kind = "web"', 'kind = "rumour"', ["here", "kind"]),
        ("issued = 2026-11-21", 'issued = "soon"', ["pack", "issued"]),
        ('version = "1"', "", ["pack", "version"]),
        ('version = "1"', 'version = "new"', ["pack", "version"]),
        ('version = "1"', 'version = "1"\npapers = { form = "x" }', ["pack", "papers"]),
        ('version = "1"', 'version = "1"\npapers = { registration = "x" }', ["registration"]),
        ('version = "1"', 'version = "1"\ninsurances = ["gold"]', ["insurances", "gold"]),
        ('version = "1"', 'version = "1"\noutpatient_choice = 1', ["outpatient_choice"]),
        ("[[statement]]", "[[sentence]]", ["sentence"]),
        ('id = "test.one"', "", ["statement 第 1 条", "id"]),
        ("一句话。", "\\q", []),
    ],
)
def test_an_error_names_file_rule_and_key(tmp_path, old, new, named):
    with pytest.raises(PackError) as caught:
        load(tmp_path, PACK.replace(old, new))
    for word in ("430400-test.toml", *named):
        assert word in caught.value.message


def test_an_id_may_not_come_twice(tmp_path):
    again = PACK[PACK.index("[[statement]]") :]
    with pytest.raises(PackError, match=r"test\.one"):
        load(tmp_path, PACK + again)


def test_a_document_states_what_is_needed_of_it(tmp_path):
    row = """
[[document]]
id = "test.document"
document = "identity"
name = "身份证"
text = "证明身份"
need = "some"
issuer = "公安机关"
source = "here"
place = "第1行"
status = "seed"
"""
    with pytest.raises(PackError, match=r"test\.document.*need"):
        load(tmp_path, PACK + row)


@pytest.mark.parametrize(
    ("region", "insurances", "outpatient"),
    [
        ("440300", ["employee_1", "employee_2", "resident"], []),
        ("440600", ["employee", "resident"], sorted(LONG_TERM)),
        ("130500", ["employee", "resident"], []),
    ],
)
def test_the_nearest_pack_says_what_a_form_asks(region, insurances, outpatient):
    book = rulebook(region, on=date(2026, 11, 21))
    assert list(book.insurances) == insurances
    assert sorted(book.outpatient_choice) == outpatient


def test_a_type_needs_a_method(tmp_path):
    row = """
[[type]]
id = "test.type"
type = "referral"
methods = []
text = "转诊。"
source = "here"
place = "第1行"
status = "seed"
"""
    with pytest.raises(PackError, match=r"test\.type.*methods"):
        load(tmp_path, PACK + row)


def test_a_question_only_a_newer_pack_knows_is_told_in_general_words(tmp_path):
    first = PACK[PACK.index("[[statement]]") :].replace("第1行", '第1行"\nconflict = "X1')
    second = first.replace("test.one", "test.two").replace("一句话", "另一句话")
    (tmp_path / "430400-test.toml").write_text(
        PACK[: PACK.index("[[statement]]")] + first + second, "utf-8"
    )
    on = date(2026, 11, 21)
    book = rulebook("430400", on=on, folders=(FOLDER, tmp_path))
    kind, method = FilingType.OTHER_TEMPORARY, Method.DOCUMENTS
    told = guide(CaseFacts(region="430400", type=kind, method=method, on=on), book)
    found = {one.id: one for one in told.conflicts}
    assert len(found["X1"].rules) == 2
    assert found["X1"].question.question.endswith("？")


def test_a_later_folder_takes_the_place_of_the_shipped_pack(tmp_path):
    (tmp_path / "440300-mine.toml").write_text(PACK, "utf-8")
    book = rulebook("440300", on=date(2026, 11, 21), folders=(FOLDER, tmp_path))
    assert book.version.startswith("440300@1+")
    assert book.rule("test.one") is not None
    assert book.rule("shenzhen.period.referral") is None


def test_a_rule_can_take_the_place_of_another(tmp_path):
    text = PACK.replace('place = "第1行"', 'place = "第1行"\nreplaces = ["national.warning.minor"]')
    (tmp_path / "430400-test.toml").write_text(text, "utf-8")
    book = rulebook("430400", on=date(2026, 11, 21), folders=(FOLDER, tmp_path))
    assert book.rule("national.warning.minor") is None


def test_every_rule_names_a_source_that_exists_and_a_place_inside_it():
    for rule in (*RULES, *channels()):
        source = next(one for one in SOURCES.values() if one.title == rule.source)
        assert source.date == rule.source_date
        if source.lines is not None:
            lines = [int(number) for number in re.findall(r"\d+", rule.place)]
            assert lines, rule.id
            assert max(lines) <= source.lines, rule.id


def test_every_source_is_used():
    from desk_app.policy.topics.legal import legal_bases

    cited = {rule.source for rule in (*RULES, *channels())}
    for on in (date(2026, 1, 1), date(2027, 1, 1)):
        cited |= {one.act for one in legal_bases(on=on)}
    assert {one.id for one in SOURCES.values() if one.title not in cited} == set()


def test_no_rule_is_an_orphan():
    """Every statement has a topic people can open, every conflict a question."""
    topics = {one.id for one in topic_titles()}
    for rule in RULES:
        if isinstance(rule, Statement):
            assert rule.topic.partition("_")[0] in topics, rule.id
        if rule.conflict:
            assert rule.conflict in questions(), rule.id
        assert not set(rule.replaces) - {one.id for one in RULES}, rule.id


def test_every_id_is_its_own_and_starts_with_its_pack():
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    prefixes = {
        code: pack.file.split("-", 1)[1].removesuffix(".toml") for code, pack in PACKS.items()
    }
    for rule in RULES:
        assert rule.id.startswith(prefixes[rule.region] + "."), rule.id


def test_every_question_has_statements_on_it():
    for one in all_conflicts():
        assert len(one.rules) >= 2 or one.id in {"C14", "C15", "C16"}, one.id
        assert len({rule.text for rule in one.rules}) == len(one.rules), one.id


def test_a_proof_beyond_identity_rests_on_law_or_is_marked():
    """社会保险经办条例 art 31: what only a web page asks for is asked of nobody."""
    weak = {
        rule.document
        for rule in RULES
        if isinstance(rule, DocumentRule) and rule.status is RuleStatus.SEED
        if not rule.without_basis
    }
    # Whose identity it is and where somebody lives: 规程 art 8 asks it, pages say in which papers.
    assert weak <= {"agent_identity", "residence_proof"}


def test_nobody_is_told_the_law_of_another_province():
    for rule in RULES:
        if rule.source_id == "jiangsu-2022-75":
            assert rule.region == "320000", rule.id
        if rule.region != "320000":
            assert "江苏" not in rule.text, rule.id


def test_sentences_are_short_and_complete():
    for rule in RULES:
        if isinstance(rule, Statement):
            assert rule.text.endswith(("。", "！")), rule.id
            sentences = [part for part in re.split("[。；]", rule.text) if part]
            assert max(map(len, sentences)) <= 60, rule.id


def test_figures_are_quoted_only_with_the_words_around_them():
    """Ratios stand as the source words them, never as a bare number to compute with."""
    for rule in RULES:
        if "%" in rule.text:
            assert "按" in rule.text or "降幅" in rule.text, rule.id
