"""What writers leave half written goes when they are no more, and not before."""

import os
import subprocess
import sys
from pathlib import Path

from macros.files import put, sweep


def test_only_what_the_dead_left_is_taken_away(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    gone = [f".a.pdf.{process.pid}.part", f".a.pdf.{10**30}.part"]
    there = [f".a.pdf.{os.getpid()}.part", ".a.pdf.1.part", ".a.pdf.x.part"]
    for name in (*gone, *there):
        (tmp_path / name).write_bytes(b"half")
    put(tmp_path / "a.pdf", b"whole")  # under our own number: what lay there is written over
    sweep(tmp_path.glob(".*.part"))
    assert {path.name for path in tmp_path.iterdir()} == {"a.pdf", *there[1:]}


def test_who_ended_without_being_asked_how_writes_no_more(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read()  # until it has ended; its number is kept for us
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        left = tmp_path / f".a.pdf.{process.pid}.part"
        left.write_bytes(b"half")
        sweep([left])
        assert not left.exists()
