"""Many at once on one thing, for tests of what may happen once only."""

import threading
from collections import Counter
from collections.abc import Callable

from django.db import connection

AT_ONCE = 20


def race(*gestures: Callable[[], object], late: type[Exception], at_once: int = AT_ONCE) -> Counter:
    """Let so many threads make the gestures in turn at one barrier; counts "done", "late" and other faults by name."""
    barrier, outcomes = threading.Barrier(at_once), []

    def run(gesture: Callable[[], object]) -> None:
        try:
            barrier.wait()
            gesture()
            outcomes.append("done")
        except late:
            outcomes.append("late")
        except Exception as fault:
            outcomes.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[gestures[turn % len(gestures)]]) for turn in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)
