"""Run one ``twinline`` command, as it is, in this process, and tell what it used.

    python -m bench.inside FILE add incident records.jsonl --to line

What the command says goes to standard output as always; FILE gets one JSON object: seconds and CPU seconds from
when the node's ledger was open, the moment at its end, CPU seconds of the whole process, and peak memory in bytes (null
where nobody tells); CPU and memory of a helper that it started and ended are added.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import machine


def main(file: str, arguments: list[str]) -> int:
    """Run the command and return its exit code."""
    from twinline.node import cli
    from twinline.store import foresight
    from twinline.store import ledger as kept

    beside = [0]
    really_end = vars(foresight)["_end"]

    def note_and_end(helper: subprocess.Popen[bytes]) -> None:
        beside.append(machine.peak_of(helper.pid) or 0)  # what its parent held when it started isn't its own
        really_end(helper)

    vars(foresight)["_end"] = note_and_end
    opened = [time.perf_counter(), time.process_time()]
    really = vars(kept)["open_ledger"]

    def open_and_note(*given: Any, **named: Any) -> Any:
        ledger = really(*given, **named)
        opened[:] = [time.perf_counter(), time.process_time()]
        return ledger

    vars(kept)["open_ledger"] = open_and_note
    try:
        cli.main(arguments)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    sys.stdout.flush()
    work_s, ended = time.perf_counter() - opened[0], time.monotonic()
    gc.collect()  # a helper ends with whoever asked it
    helped_s = machine.helped()
    peak = machine.own_peak()
    used = {
        "work_s": work_s,
        "work_cpu_s": time.process_time() - opened[1] + helped_s,
        "cpu_s": time.process_time() + helped_s,
        "ended": ended,
        "peak": peak and peak + max(beside),
    }
    Path(file).write_text(json.dumps(used), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
