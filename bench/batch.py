"""A hundred permits signed in one act on many: seconds in all and for each, without the rendering (the worker's part).

    python -m bench batch

The files are made first, through the ordinary acts, and not measured.
"""

import statistics
import time

from applications.actions import bulk
from applications.actions.bulk import Chosen
from tests.factories import at_signing, person

FILES = 100
TARGET = 60  # seconds


def main(files: int = FILES) -> None:
    """Print the time of the batch, the median and the slowest of its permits."""
    head = person("kadis.batam")
    waiting = [at_signing() for _turn in range(files)]
    chosen = [Chosen(each.uuid, str(each), each.change_count) for each in waiting]
    started = time.perf_counter()
    act = bulk.begin_bulk_act(by=head, verb="sign", chosen=chosen)
    times = []
    while True:
        began = time.perf_counter()
        if not bulk.do_next_item(act.uuid, by=head):
            break
        times.append(time.perf_counter() - began)
    seconds = time.perf_counter() - started
    done = act.items.filter(result="done").count()
    print(f"{done} of {files} signed in {seconds:.1f} s (target {TARGET} s)")
    print(f"each: median {statistics.median(times) * 1000:.0f} ms, slowest {max(times) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
