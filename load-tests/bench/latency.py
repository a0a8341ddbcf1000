#!/usr/bin/env python3
"""How long answers take at half of the peak rate, as one Markdown table.

Larder and a bare Netty server that answers the same bytes run on one core, the driver on another, as in bench.py. wrk
finds Larder's peak rate for each kind of work; HeldRate.java then holds half of it on both servers in turn, round by
round. Requests are due at random moments, and each is measured from the moment at which it was due, so an answer that
holds up later requests counts for those too. The row of bare Netty is what driver, kernel, JVM and machine
take by themselves. `sent late` is the p99 of the time for which a request that was due waited to be sent, because the
driver was busy or no connection was free; it is part of the other figures. With --driver-prefix "chrt --rr 10" no other
program holds up the driver; the kernel must let it have the whole core (sysctl kernel.sched_rt_runtime_us=-1) and its
compiler threads a turn (sysctl kernel.sched_rr_timeslice_ms=2).

With --fill the item cache is filled first, with so many entries, and goes on filling while the rates are held: keys
that no item has are read in batches of a hundred, and their absence, with keys of 260 bytes, is remembered. Give Larder
the memory for it: LARDER_CACHE_ITEM_BYTES, LARDER_CACHE_ITEM_TTL=0 and LARDER_JAVA_OPTS=-Xmx….
"""

import itertools
import shlex
import statistics

from bench import HERE, conditions, find_jdk, finish, note, parser_of, result_of, started

# Neither compiling nor collecting may hold up the one thread that sends and receives on the driver's core.
JVM_OPTIONS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmn32m"]
KINDS = "GetItem, cached|Query of ten, cached|skewed"
COLUMNS = {"p50": "p50", "p90": "p90", "p99": "p99", "p999": "p99.9", "max": "max", "delay_p99": "sent late"}


# Each run reads keys of its own.
RUNS = itertools.count(1)
KEYS_OF_RUN = 10**9
AS_FAST_AS_POSSIBLE = 10**8


def fills(peer, keys_per_second):
    return [str(keys_per_second), str(next(RUNS) * KEYS_OF_RUN)] if peer.name == "larder" and keys_per_second else []


def fill(bench, plan, java):
    """Fills Larder's item cache."""
    filled = 0
    while filled < bench.arguments.fill:
        filled += hold(bench, plan, bench.peers["larder"], 100, 10, java, AS_FAST_AS_POSSIBLE)["filled"]
        note(f"{filled:,} entries")


def hold(bench, plan, peer, rate, seconds, java, fill_rate=0):
    connections = bench.arguments.connections or plan.connections
    before = peer.cpu_seconds()
    prefix = [*bench.driver_pin(), *shlex.split(bench.arguments.driver_prefix)]
    outcome = result_of(
        [
            *prefix,
            java,
            *JVM_OPTIONS,
            str(HERE / "HeldRate.java"),
            str(peer.port),
            str(connections),
            str(rate),
            str(bench.arguments.driver_warm_up),
            str(seconds),
            str(bench.requests_of(plan, peer)),
            *fills(peer, fill_rate),
        ]
    )
    if outcome["refused"]:
        bench.wrong.append(f"{plan.name}, {peer.name}: {outcome}")
    outcome["cpu"] = (peer.cpu_seconds() - before) / outcome["sent"] * 1e6
    return outcome


def measure(bench, plans, data, java):
    """The peak rate of each kind of work, and for each server all that was measured."""
    peaks, samples = {}, {}
    arguments = bench.arguments
    for plan in plans:
        bench.check_answers(plan, data)
        for peer in bench.takers(plan):
            note(f"warming {plan.name}: {peer.name}")
            bench.drive(plan, peer, arguments.warm_up)
        peaks[plan.name] = statistics.median(
            bench.drive(plan, bench.peers["larder"], arguments.seconds).rate for _ in range(arguments.rounds)
        )
        note(f"{plan.name}: peak {peaks[plan.name]:,.0f}/s")
    fill(bench, plans[0], java)
    fill_rate = arguments.fill_rate if arguments.fill else 0
    for turn in range(arguments.rounds):
        for plan in plans:
            for peer in bench.takers(plan):
                sample = hold(bench, plan, peer, peaks[plan.name] * arguments.share, arguments.seconds, java, fill_rate)
                samples.setdefault((plan.name, peer.label), []).append(sample)
                note(f"round {turn + 1}, {plan.name}: {peer.name} {sample}")
    return peaks, samples


def report(peaks, samples):
    lines = [
        f"| work | server | peak/s | held/s | CPU µs/request | {' | '.join(f'{c} µs' for c in COLUMNS.values())} |",
        "|---|---|" + "--:|" * (3 + len(COLUMNS)),
    ]
    for (work, server), measured in samples.items():
        median = {name: statistics.median(sample[name] for sample in measured) for name in (*COLUMNS, "rate", "cpu")}
        figures = " | ".join(f"{median[column]:,.0f}" for column in COLUMNS)
        lines.append(
            f"| {work} | {server} | {peaks[work]:,.0f} | {median['rate']:,.0f} | {median['cpu']:.1f} | {figures} |"
        )
    return "\n".join(lines)


def main():
    parser = parser_of(__doc__)
    parser.add_argument("--share", type=float, default=0.5, help="of the peak rate to hold (default: 0.5)")
    parser.add_argument("--driver-warm-up", type=int, default=3, help="seconds of each measurement that do not count")
    parser.add_argument("--fill", type=int, default=0, help="entries that the item cache has before (default: none)")
    parser.add_argument("--fill-rate", type=int, default=20_000, help="entries a second that it takes meanwhile")
    parser.add_argument("--driver-prefix", default="", help="command before that of the driver")
    parser.set_defaults(seconds=5, only=["larder", "netty"])
    arguments = parser.parse_args()
    java = str(find_jdk() / "bin" / "java")
    with started(arguments, KINDS) as (bench, plans, data):
        peaks, samples = measure(bench, plans, data, java)
    print(f"{conditions(arguments)}; {arguments.share:g} of the peak rate of Larder\n")
    print(report(peaks, samples) + "\n")
    finish(bench, len(samples))


if __name__ == "__main__":
    main()
