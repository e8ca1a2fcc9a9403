"""Run a command and print, as JSON, what it took. A small process of its own, because Linux counts
the size of whoever starts a process into that process's peak."""

import json
import os
import subprocess
import sys
import time


def main() -> None:
    """`stopwatch.py OUTPUT COMMAND…`: what the command says goes to the file OUTPUT."""
    with open(sys.argv[1], "wb") as output:  # noqa: PTH123  pathlib would make this process larger
        start = time.perf_counter()
        process = subprocess.Popen(sys.argv[2:], stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    cost = {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss / 1024,
        "status": process.returncode,
    }
    sys.stdout.write(json.dumps(cost))


if __name__ == "__main__":
    main()
