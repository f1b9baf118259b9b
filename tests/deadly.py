"""A parser whose process ends over one file, as a fault in a C library would end it."""

import os
import signal

from ingest import workers

_read_chunk = workers.read_chunk


def read_chunk(reader, rows):
    if any(name == "deadly.txt" for name, *_ in rows):
        os.kill(os.getpid(), signal.SIGKILL)
    return _read_chunk(reader, rows)
