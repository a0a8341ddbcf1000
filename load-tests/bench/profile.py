#!/usr/bin/env python3
"""What Larder's threads do under each kind of work of bench.py: processor time, waits and allocations, as Markdown.

By JFR, with every monitor that was contended and every park recorded.

Server and driver run on any core; --server-core and --driver-core pin them. --flame-graphs FOLDER also writes a flame
graph for each kind of work. JFR samples Java frames: time in the kernel counts for the native method that called it.
"""

import collections
import html
import json
import re
import subprocess
import tempfile
from pathlib import Path

from bench import conditions, find_jdk, finish, note, parser_of, started

EVENTS = [
    "jdk.CPUTimeSample#enabled=true",
    "jdk.CPUTimeSample#throttle=5ms",
    "jdk.ExecutionSample#enabled=false",
    "jdk.NativeMethodSample#enabled=false",
    "jdk.JavaMonitorEnter#threshold=0ms",
    "jdk.ThreadPark#threshold=0ms",
    "jdk.ThreadAllocationStatistics#enabled=true",
    "jdk.ObjectAllocationSample#throttle=1000/s",
]
WAITS = {"jdk.JavaMonitorEnter": "monitors", "jdk.ThreadPark": "parks"}
TOP = 15


class Recording:
    """The events of a JFR file."""

    def __init__(self, jdk, file):
        self.jdk, self.file = jdk, file

    def events(self, *names):
        printed = subprocess.run(
            [
                self.jdk / "bin" / "jfr",
                "print",
                "--json",
                "--stack-depth",
                "64",
                "--events",
                ",".join(names),
                self.file,
            ],
            check=True,
            stdout=subprocess.PIPE,
        ).stdout
        return [(event["type"], event["values"]) for event in json.loads(printed)["recording"]["events"]]


def thread_name(values, member="eventThread"):
    thread = values.get(member) or {}
    return thread.get("javaName") or thread.get("osName") or "?"


def group_of(thread):
    """Threads of one kind differ in their numbers."""
    return re.sub(r"[-# ]*\d+", "", thread)


def stack_of(values):
    """Methods from the outermost to the one that was running."""
    frames = (values.get("stackTrace") or {}).get("frames", [])
    return [
        f"{frame['method']['type']['name'].rpartition('.')[2]}.{frame['method']['name']}" for frame in reversed(frames)
    ]


def record(bench, plan, peer, jdk):
    """A measurement with what JFR saw of it."""
    file = Path(tempfile.mkstemp(prefix="larder-", suffix=".jfr", dir=bench.folder)[1])
    pid = str(peer.pid)

    def jcmd(*words):
        subprocess.run([jdk / "bin" / "jcmd", pid, *words], check=True, stdout=subprocess.DEVNULL)

    jcmd("JFR.start", "name=profile", "settings=profile", *EVENTS)
    sample = bench.drive(plan, peer, bench.arguments.seconds)
    jcmd("JFR.stop", "name=profile", f"filename={file}")
    return sample, Recording(jdk, file)


def shares(counter):
    total = sum(counter.values()) or 1
    return [(name, count / total) for name, count in counter.most_common(TOP)]


def report(plan, sample, recording, seconds):
    requests = sample.rate * seconds
    threads, methods, waits = collections.Counter(), collections.Counter(), collections.Counter()
    stacks = collections.Counter()
    for _, values in recording.events("jdk.CPUTimeSample"):
        group = group_of(thread_name(values))
        stack = stack_of(values)
        threads[group] += 1
        stacks[(group, *stack)] += 1
        methods[stack[-1] if stack else "(no Java frame)"] += 1
    for kind, values in recording.events(*WAITS):
        waits[(WAITS[kind], group_of(thread_name(values)))] += 1
    allocated = {}
    for _, values in recording.events("jdk.ThreadAllocationStatistics"):
        name = thread_name(values, "thread")
        first, last = allocated.get(name, (values["allocated"], 0))
        allocated[name] = (min(first, values["allocated"]), max(last, values["allocated"]))
    bytes_ = sum(last - first for first, last in allocated.values()) / requests
    classes = collections.Counter()
    for _, values in recording.events("jdk.ObjectAllocationSample"):
        classes[(values["objectClass"]["name"].rpartition("/")[2], (stack_of(values) or ["?"])[-1])] += values["weight"]
    lines = [
        f"### {plan.name}",
        "",
        (
            f"{sample.rate:,.0f} requests/s, {sample.cpu_micros:.1f} µs of CPU and {bytes_:,.0f} bytes allocated "
            f"for each; {sample.rate * sample.cpu_micros / 1e6:.2f} processors used."
        ),
        "",
        "| thread | processor time |",
        "|---|--:|",
    ]
    lines += [f"| {name} | {share:.1%} |" for name, share in shares(threads)]
    lines += ["", "| waits | thread | for 1,000 requests |", "|---|---|--:|"]
    lines += [
        f"| {kind} | {thread} | {count / requests * 1000:.3f} |" for (kind, thread), count in waits.most_common(TOP)
    ]
    lines += ["", "| method | processor time |", "|---|--:|"]
    lines += [f"| `{name}` | {share:.1%} |" for name, share in shares(methods)]
    lines += ["", "| allocated | by | bytes |", "|---|---|--:|"]
    lines += [f"| `{name}` | `{method}` | {share:.1%} |" for (name, method), share in shares(classes)]
    return "\n".join(lines) + "\n", stacks


def flame_graph(title, stacks):
    """An SVG of nested boxes, as wide as their share of the samples; a box names itself when pointed at."""
    width, row = 1200, 16
    boxes, ends = [], []

    def nest(entries, depth, left, total):
        groups = collections.defaultdict(list)
        for stack, count in entries:
            if len(stack) > depth:
                groups[stack[depth]].append((stack, count))
        for name, inner in sorted(groups.items()):
            count = sum(c for _, c in inner)
            share = count / total * width
            if share >= 0.5:
                boxes.append((name, depth, left, share, count / total))
                nest(inner, depth + 1, left, total)
            left += share

    nest(list(stacks.items()), 0, 0, sum(stacks.values()) or 1)
    height = (max((box[1] for box in boxes), default=0) + 2) * row
    for name, depth, left, share, part in boxes:
        colour = f"hsl({20 + sum(map(ord, name)) % 40},80%,65%)"
        label = html.escape(name[: max(0, int(share / 6.5))])
        ends.append(
            f'<g><title>{html.escape(name)} {part:.1%}</title><rect x="{left:.1f}" y="{height - (depth + 1) * row}" '
            f'width="{share:.1f}" height="{row - 1}" fill="{colour}"/>'
            f'<text x="{left + 2:.1f}" y="{height - depth * row - 5}">{label}</text></g>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="monospace" font-size="10">'
        f'<text x="2" y="11">{html.escape(title)}</text>' + "\n".join(ends) + "</svg>\n"
    )


def main():
    parser = parser_of(__doc__)
    parser.add_argument("--flame-graphs", type=Path, metavar="FOLDER", help="where to write a flame graph of each work")
    parser.set_defaults(
        seconds=10,
        warm_up=15,
        rounds=1,
        server_core="",
        driver_core="",
        only=["larder", "larder-dax", "larder-uncached"],
    )
    arguments = parser.parse_args()
    jdk = find_jdk()
    parts = []
    with started(arguments) as (bench, plans, data):
        bench.open_doors()
        for plan in plans:
            bench.check_answers(plan, data)
            for peer in bench.takers(plan):
                note(f"{plan.name}: {peer.name}")
                bench.drive(plan, peer, arguments.warm_up)
                sample, recording = record(bench, plan, peer, jdk)
                text, stacks = report(plan, sample, recording, arguments.seconds)
                parts.append(text)
                if arguments.flame_graphs:
                    arguments.flame_graphs.mkdir(parents=True, exist_ok=True)
                    title = plan.name + (", DAX" if peer.name == "larder-dax" else "")
                    name = "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())
                    (arguments.flame_graphs / f"{name}.svg").write_text(flame_graph(title, stacks))
    print(f"{conditions(arguments)}\n")
    print("\n".join(parts))
    finish(bench, len(parts))


if __name__ == "__main__":
    main()
