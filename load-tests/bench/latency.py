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
"""

import shlex
import statistics

from bench import HERE, conditions, find_jdk, finish, note, parser_of, result_of, started

# Neither compiling nor collecting may hold up the one thread that sends and receives on the driver's core.
JVM_OPTIONS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmn32m"]
KINDS = "GetItem, cached|Query of ten, cached|skewed"
COLUMNS = {"p50": "p50", "p90": "p90", "p99": "p99", "p999": "p99.9", "max": "max", "delay_p99": "sent late"}


def hold(bench, plan, peer, rate, seconds, java):
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
    for turn in range(arguments.rounds):
        for plan in plans:
            for peer in bench.takers(plan):
                sample = hold(bench, plan, peer, peaks[plan.name] * arguments.share, arguments.seconds, java)
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
