"""``python -m forms OUT`` writes every paper with its sample."""

from forms import catalogue
from forms.__main__ import main


def test_every_paper_is_written(tmp_path, capsys):
    assert main([str(tmp_path / "new" / "folder")]) == 0
    written = {file.stem for file in (tmp_path / "new" / "folder").glob("*.pdf")}
    assert written == set(catalogue.PAPERS)
    shown = capsys.readouterr().out
    assert all(paper.title in shown for paper in catalogue.PAPERS.values())


def test_without_a_folder_it_says_how_it_is_used(capsys):
    assert main([]) == 2
    assert "用法" in capsys.readouterr().err


def test_an_option_is_no_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for option in ("--help", "-o"):
        assert main([option]) == 2
        assert f"没有“{option}”这个选项，什么都没有写。" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_papers_are_described_for_the_catalogue():
    for paper in catalogue.PAPERS.values():
        assert isinstance(paper.sample, paper.data_type)
        assert paper.edition.startswith("版式 ")
        assert paper.source
        assert paper.copies >= 1
    assert len({paper.edition for paper in catalogue.PAPERS.values()}) == len(catalogue.PAPERS)


def test_fonts_of_the_system_can_join_the_chain():
    try:
        assert isinstance(catalogue.set_extra_fonts(system=True), tuple)
        assert catalogue.unprintable("王𠮷") == ()
    finally:
        catalogue.set_extra_fonts()
