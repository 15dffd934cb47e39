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
REFILL = (
    SCRUB[: SCRUB.index("needle =")]
    + """
import ctypes, threading
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
library.free.argtypes = [ctypes.c_void_p]
needle = bytes(letter ^ 1 for letter in b"rnlb.t-v-n-e-d-d-d")
def leave():
    pieces = [library.malloc(size) for size in (200, 600, 1000) for _ in range(6)]
    for one in pieces:
        ctypes.memmove(one + 100, needle, len(needle))
    for one in pieces:
        library.free(one)
def in_thread(told):
    leave()
    told.append(places(needle))
    memory.refill()
    told.append(places(needle))
here, there = [], []
in_thread(here)
thread = threading.Thread(target=in_thread, args=(there,))
thread.start()
thread.join()
print(*here, *there)
"""
)
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


@linux
def test_what_each_thread_keeps_of_freed_pieces_is_overwritten():
    left, refilled, left_there, refilled_there = (int(one) for one in run(REFILL).split())
    assert min(left, left_there) > 10  # freeing alone wipes nothing
    assert max(refilled, refilled_there) <= 5


@pytest.mark.skipif(sys.platform != "win32", reason="of Windows")
def test_a_report_of_a_crash_leaves_out_what_was_in_use():
    said = run("""
import ctypes
from desk_app import memory
memory.keep_private()
flags = ctypes.c_ulong()
kernel = ctypes.windll.kernel32
kernel.WerGetFlags(ctypes.c_void_p(kernel.GetCurrentProcess()), ctypes.byref(flags))
print(flags.value & 1)
""")
    assert said.strip() == "1"
