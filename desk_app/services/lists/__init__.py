"""Lists and files that go out or come in: export, import, official list, hall package."""
