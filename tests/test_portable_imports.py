"""Every module can be imported where only Windows' own modules are: nothing of Unix at the top."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# In a process of its own, which takes itself for Windows once other packages are imported.
PROGRAM = """
import builtins, pkgutil, sys, types

UNIX = {"fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"}
OURS = ("desk_app", "forms", "resources")
usual = builtins.__import__

def guarded(name, globals=None, locals=None, fromlist=(), level=0):
    asking = (globals or {}).get("__name__", "")
    if asking.partition(".")[0] in OURS and name.partition(".")[0] in UNIX:
        raise ModuleNotFoundError(f"{asking} imports {name}")
    return usual(name, globals, locals, fromlist, level)

def every():
    for package in OURS:
        yield package
        for found in pkgutil.walk_packages(__import__(package).__path__, package + "."):
            run_by_others = ".migrations.env" in found.name or ".versions." in found.name
            if not run_by_others and not found.name.endswith("__main__"):
                yield found.name

names = list(every())
for name in names:
    __import__(name)  # and with it what others need, as this system has it
for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
    del sys.modules[name]
sys.platform, sys.modules["msvcrt"] = "win32", types.ModuleType("msvcrt")
builtins.__import__ = guarded
for name in names:
    __import__(name)
print(len(names))
"""


def test_no_module_of_ours_needs_unix_to_be_imported():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 250


def test_the_guard_itself_refuses(tmp_path):
    """The check above can fail: a module of ours that needs fcntl is refused by it."""
    package = tmp_path / "resources"
    package.mkdir()
    (package / "__init__.py").write_text(
        "import sys\nif sys.platform == 'win32':\n    import fcntl\n", encoding="utf-8"
    )
    program = PROGRAM.replace('OURS = ("desk_app", "forms", "resources")', 'OURS = ("resources",)')
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "resources imports fcntl" in done.stderr
