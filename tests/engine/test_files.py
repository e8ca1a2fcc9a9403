"""What writers leave half written goes when they are no more, and not before."""

import os
import subprocess
import sys
from pathlib import Path

from zhidu.reading.disk.ownership import put, sweep


def test_only_what_the_dead_left_is_taken_away(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    gone = f".zhidu-{process.pid}-01234567.part"
    there = {
        f".zhidu-{os.getpid()}-01234567.part",  # ours, at work
        ".zhidu-1-01234567.part",
        f".a.pdf.{process.pid}.part",  # somebody else's
        f".zhidu-{process.pid}-0123456.part",
        f".zhidu-{10**30}-01234567.part",
    }
    for name in (gone, *there):
        (tmp_path / name).write_bytes(b"half")
    put(tmp_path / "a.pdf", b"whole")
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"a.pdf", *there}


def test_who_ended_without_being_asked_how_writes_no_more(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read()  # until it has ended; its number is kept for us
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        left = tmp_path / f".zhidu-{process.pid}-01234567.part"
        left.write_bytes(b"half")
        sweep(tmp_path)
        assert not left.exists()
