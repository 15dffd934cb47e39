"""The memory of the program is nobody else's to read, and what was freed says nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import ctypes, resource, sys
sys.argv = ["desk-app", "check-id", "440399195803090015"]
from desk_app.cli import main
main()
print("dumpable", ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
print("core", resource.getrlimit(resource.RLIMIT_CORE))
"""
SCRUB = """
import os, sys
from desk_app import memory
def places(needle):
    found = 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as mem:
        for line in maps:
            span, mode = line.split()[:2]
            low, high = (int(one, 16) for one in span.split("-"))
            if mode.startswith("rw") and "[v" not in line:
                try:
                    mem.seek(low)
                    found += mem.read(high - low).count(needle)
                except OSError:
                    pass
    return found
needle = bytes(letter ^ 1 for letter in b"rnlb.t-v-n-e-d-d-d")
kept = [bytes(bytearray(needle)) + str(n).encode() for n in range(3000)]
full = places(needle)
del kept[::2], kept[:]
left = places(needle)
memory.scrub()
print(full, left, places(needle))
"""
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="done on Linux only")


def run(code):
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


@linux
def test_the_command_line_leaves_no_core_and_lets_nobody_look():
    said = run(CODE)
    assert "dumpable 0" in said
    assert "core (0, 0)" in said


@linux
def test_what_was_freed_is_overwritten():
    full, left, scrubbed = (int(one) for one in run(SCRUB).split())
    assert full >= 3000
    assert left > 100  # freeing alone wipes nothing
    assert scrubbed <= 5  # the needle itself, and what reading made of it
