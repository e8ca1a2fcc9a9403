"""Run a command and print, as JSON, what it took. A small process of its own, because Linux counts
the size of whoever starts a process into that process's peak."""

import json
import os
import subprocess
import sys
import threading
import time

_EVERY = 0.5  # seconds between two looks


class Memory(threading.Thread):
    """Looks at a process and all that it started, and notes the most that they took together."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._process = process
        self._over = threading.Event()

    def run(self) -> None:
        """Look, again and again."""
        while not self._over.wait(_EVERY):
            self.most = max(self.most, together(self._process))

    def end(self) -> None:
        """The process has ended."""
        self._over.set()
        self.join()


def together(process: int) -> int:
    """Kilobytes of *process* and its descendants; pages that several share count once. 0 where the system does not tell."""
    found = 0
    try:
        with open(f"/proc/{process}/smaps_rollup") as lines:  # noqa: PTH123  as below
            found = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        for thread in os.listdir(f"/proc/{process}/task"):  # noqa: PTH208  as below
            with open(f"/proc/{process}/task/{thread}/children") as children:  # noqa: PTH123  as below
                found += sum(together(int(child)) for child in children.read().split())
    except OSError:
        return found  # it ended meanwhile
    return found


def main() -> None:
    """`stopwatch.py OUTPUT COMMAND…`: what the command says goes to the file OUTPUT."""
    with open(sys.argv[1], "wb") as output:  # noqa: PTH123  pathlib would make this process larger
        start = time.perf_counter()
        process = subprocess.Popen(sys.argv[2:], stdout=output, stderr=subprocess.STDOUT)
        memory = Memory(process.pid)
        memory.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        memory.end()
    process.returncode = os.waitstatus_to_exitcode(status)
    cost = {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": max(memory.most, usage.ru_maxrss) / 1024,
        "status": process.returncode,
    }
    sys.stdout.write(json.dumps(cost))


if __name__ == "__main__":
    main()
