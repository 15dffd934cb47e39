"""A paper of an earlier edition is printed again with the words it had."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from forms import catalogue
from forms.earlier import EARLIER
from tests.forms.reading import Reading

KEPT = Path(__file__).with_name("golden_before")
# What papers have told since: an earlier paper's data has none of it.
SINCE = ("declaration", "agreed", "notices", "promises", "liability", "uses", "limit")


@pytest.mark.parametrize(("paper", "edition"), sorted(EARLIER))
def test_an_earlier_edition_says_word_for_word_what_it_said(paper, edition):
    sample = catalogue.PAPERS[paper].sample
    new = {one.name for one in fields(sample)} & set(SINCE)
    stored = replace(sample, **{name: type(getattr(sample, name))() for name in new}).to_json()
    for name in new:
        del stored[name]
    data = type(sample).from_json(stored)
    reading = Reading(catalogue.render(paper, data, edition=edition))
    text = "\n".join([edition, *(reading.text(page) for page in range(reading.pages))]) + "\n"
    assert text == (KEPT / f"{paper}.txt").read_text(encoding="utf-8")


def test_every_paper_whose_words_became_rules_has_its_earlier_edition():
    changed = {
        paper.id
        for paper in catalogue.PAPERS.values()
        if {one.name for one in fields(paper.sample)} & set(SINCE)
    }
    assert {paper for paper, _ in EARLIER} == changed
    assert all(edition != catalogue.PAPERS[paper].edition for paper, edition in EARLIER)
