"""libgpiod's own Python binding: contestant.py CHIP PULL TOGGLER, where PULL is the file that drives the
line with edges, and TOGGLER is the program that does. For each line "WORK COUNT" that it reads it does the
work so often, and prints KEY=NUMBER, separated by spaces, or "unsupported". What is prepared before, and
cleaned up after, is not measured.
"""

import select
import subprocess
import sys
import time

import gpiod
from gpiod.line import Direction, Edge, Value

EDGES = 63  # offset of the line that has edges
QUEUED = 1000  # how many are made before they are drained
BATCH = 256
EVENT_BUFFER = 1024  # as ours asks for
DEFAULT_BUFFER = None
APART_NANOS = 1_000_000  # from one single edge to the next
QUIET = 0.5  # so long without an edge, when all are made: no more will come

path = sys.argv[1]
pulls = sys.argv[2] != "-"  # else the edges are there without anybody who makes them
if pulls:
    toggler = subprocess.Popen(
        [sys.argv[3], sys.argv[2]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    answers = select.poll()
    answers.register(toggler.stdout, select.POLLIN)


def request(first, lines, direction, edge=Edge.NONE, event_buffer=EVENT_BUFFER):
    settings = gpiod.LineSettings(direction=direction, edge_detection=edge)
    with gpiod.Chip(path) as chip:
        return chip.request_lines(
            {tuple(range(first, first + lines)): settings},
            consumer="bench",
            event_buffer_size=event_buffer,
        )


def edges(event_buffer=EVENT_BUFFER):
    return request(EDGES, 1, Direction.INPUT, Edge.BOTH, event_buffer)


def measured(nanos, done, **others):
    return {"nanos": nanos, "done": done, **others}


def set_one(count):
    values = (Value.ACTIVE, Value.INACTIVE)
    with request(0, 1, Direction.OUTPUT) as held:
        begun = time.monotonic_ns()
        for i in range(count):
            held.set_value(0, values[i & 1])
        return measured(time.monotonic_ns() - begun, count)


def get_one(count):
    active = 0
    with request(0, 1, Direction.INPUT) as held:
        begun = time.monotonic_ns()
        for _ in range(count):
            active += held.get_value(0) is Value.ACTIVE
        return measured(time.monotonic_ns() - begun, count)


def set_64(count):
    values = tuple({offset: value for offset in range(64)} for value in (Value.ACTIVE, Value.INACTIVE))
    with request(0, 64, Direction.OUTPUT) as held:
        begun = time.monotonic_ns()
        for i in range(count):
            held.set_values(values[i & 1])
        return measured(time.monotonic_ns() - begun, count)


def get_64(count):
    active = 0
    with request(0, 64, Direction.INPUT) as held:
        begun = time.monotonic_ns()
        for _ in range(count):
            active += held.get_values()[63] is Value.ACTIVE
        return measured(time.monotonic_ns() - begun, count)


def request_and_release(count):
    lines = {0: gpiod.LineSettings(direction=Direction.OUTPUT)}
    with gpiod.Chip(path) as chip:
        begun = time.monotonic_ns()
        for _ in range(count):
            chip.request_lines(lines, consumer="bench", event_buffer_size=EVENT_BUFFER).release()
        return measured(time.monotonic_ns() - begun, count)


def describe(count):
    used = 0
    begun = time.monotonic_ns()
    for _ in range(count):
        with gpiod.Chip(path) as chip:
            for offset in range(64):
                used += chip.get_line_info(offset).used
    return measured(time.monotonic_ns() - begun, count)


def toggle(count, apart_nanos):
    """Has edges made; they come meanwhile."""
    toggler.stdin.write(b"%d %d\n" % (count, apart_nanos))


def await_toggler():
    toggler.stdout.readline()


def queue_edges():
    """Edges come by an interrupt's thread; a while later all are queued."""
    if pulls:
        toggle(QUEUED, 0)
        await_toggler()
        time.sleep(0.02)


def drain(count):
    nanos = done = rising = 0
    with edges() as held:
        for _ in range(0, count, QUEUED):
            queue_edges()
            begun = time.monotonic_ns()
            while held.wait_edge_events(0):
                events = held.read_edge_events(BATCH)
                for event in events:
                    rising += event.event_type is event.Type.RISING_EDGE
                    rising += event.timestamp_ns
                done += len(events)
            nanos += time.monotonic_ns() - begun
    return measured(nanos, done)


def receive(event_buffer, burst, count, apart_nanos=0, latencies=None):
    """Count edges in bursts; the next one is made when all of the last arrived."""
    done = made = rising = 0
    with edges(event_buffer) as held:
        cpu = time.thread_time_ns()
        begun = time.monotonic_ns()
        for _ in range(0, count, burst):
            wanted = done + burst
            toggle(burst, apart_nanos)
            while done < wanted:
                last = answers.poll(0)
                if not held.wait_edge_events(QUIET):
                    if last:
                        break
                    continue
                events = held.read_edge_events(BATCH)
                for event in events:
                    rising += event.event_type is event.Type.RISING_EDGE
                    if latencies is None:
                        rising += event.timestamp_ns
                    else:
                        latencies.append(time.monotonic_ns() - event.timestamp_ns)
                    made = event.global_seqno
                done += len(events)
            await_toggler()
        return measured(time.monotonic_ns() - begun, done, cpu=time.thread_time_ns() - cpu, made=made)


def listen(count):
    return receive(EVENT_BUFFER, QUEUED, count)


def flood(count):
    return receive(DEFAULT_BUFFER, count, count)


def latency(count):
    latencies = []
    answer = receive(EVENT_BUFFER, count, count, APART_NANOS, latencies)
    latencies.sort()
    return {**answer, "median": latencies[len(latencies) // 2], "p99": latencies[len(latencies) * 99 // 100]}


WORKS = {
    "set-one": set_one,
    "get-one": get_one,
    "set-64": set_64,
    "get-64": get_64,
    "request": request_and_release,
    "describe": describe,
    "drain": drain,
    "listen": listen,
    "latency": latency,
    "flood": flood,
}

for command in sys.stdin:
    work, number = command.split()
    if work in WORKS:
        answer = " ".join(f"{key}={value}" for key, value in WORKS[work](int(number)).items())
    else:
        answer = "unsupported"
    print(answer, flush=True)
