"""The second backup folder as it is noted beside the records."""

from desk_app.services.backup import backing_up


def test_a_noted_second_place_that_was_cut_off_names_no_other_folder(desk, tmp_path):
    """Not even where what is left of it is a folder that is there; older notes go on working."""
    stick = tmp_path / "stick"
    stick.mkdir()
    backing_up.set_second_folder(desk=desk, folder=stick)
    note = desk.folder / "second-backup-folder.txt"
    whole = note.read_bytes()
    for length in range(len(whole)):
        note.write_bytes(whole[:length])
        assert "没有列出" in backing_up.second_fault(folder=desk.folder), length
    note.write_text(str(stick))
    assert backing_up.second_fault(folder=desk.folder) is None
    made = backing_up.automatic(desk=desk)
    assert made.second in {one.path for one in backing_up.kept(folder=desk.folder)}
    assert note.read_bytes() == whole
