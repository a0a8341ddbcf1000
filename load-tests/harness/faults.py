"""Faults of a cluster: what may go wrong when, drawn by a seed, and how it is brought about and ended."""

import os
import random
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass

# How long after a fault what it led to may go on: a node joins anew, a pile of requests is worked off.
AFTERMATH_SECONDS = 6
RESTART_SECONDS = 6
STEPS = ("any", "messages", "upstream", "acknowledged")
KINDS = {
    "cut": 3,
    "cut one way": 3,
    "cut upstream": 2,
    "cut requests upstream": 1,
    "cut answers upstream": 1,
    "isolate": 2,
    "stop": 4,
    "kill": 5,
    "terminate": 1,
    "stop upstream": 1,
}


@dataclass(frozen=True)
class Fault:
    """What happens to `node`, `at` seconds after the beginning; `other` and `step` where the kind has them."""

    at: float
    kind: str
    node: int
    other: int
    seconds: float
    step: str

    @property
    def end(self):
        return self.at + self.seconds

    def __str__(self):
        step = f" ({self.step})" if self.step else ""
        return f"{self.at:6.2f} s: {self.kind}{step}, node {self.node}, other {self.other}, for {self.seconds} s"

    def affects(self, nodes):
        """The numbers of the nodes whose clients may notice."""
        if self.kind == "stop upstream":
            return set(range(nodes))
        two = self.kind.startswith("cut") and "upstream" not in self.kind
        return {self.node, self.other} if two or self.step == "messages" else {self.node}

    def stops(self):
        """What no other fault may stop or kill at the same time: numbers of nodes, or the upstream."""
        if self.kind == "stop upstream":
            return {"upstream"}
        if self.kind not in ("stop", "kill", "terminate"):
            return set()
        return {self.node} | {"messages": {self.other}, "upstream": {"upstream"}}.get(self.step, set())


def plan(seed, nodes, seconds):
    """The faults of a seed. Those of an even one come one at a time, each after the last one's aftermath."""
    chance = random.Random(f"{seed}/faults")
    piled = seed % 2 == 1
    faults = []
    at = chance.uniform(0.5, 2)
    while at < seconds:
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        node, other = chance.sample(range(nodes), 2)
        longest = chance.choice((0.1, 0.4, 0.9, 1.5, 3, 6, 10 if kind == "stop" else 6))
        length = max(0.5 if kind == "stop" else 0.1, longest * chance.uniform(0.7, 1))
        if kind in ("kill", "terminate"):
            length = chance.choice((0.3, 2))
        step = chance.choice(STEPS) if kind == "kill" else ""
        if kind == "stop upstream":
            length = min(length, 3)
        fault = Fault(round(at, 3), kind, node, other, round(length, 3), step)
        if not any(other.stops() & fault.stops() and other.end + RESTART_SECONDS > fault.at for other in faults):
            faults.append(fault)
            at = at + chance.expovariate(1 / 1.5) if piled else fault.end + AFTERMATH_SECONDS
        else:
            at += 0.5
    return faults


class Driver:
    """Does to a cluster what a plan says; `done` is what happened, each with the moments at which it began and ended.

    `write(node)` makes one write at a node and returns when it is acknowledged or fails; `read(node)` reads it.
    """

    def __init__(self, network, upstream, cluster, hosts, *, write, read):
        self.network = network
        self.upstream = upstream
        self.nodes = cluster.nodes
        self.names = [f"node{number}" for number in range(len(hosts))]
        self.hosts = hosts
        self.upstream_host = upstream.host
        self.write = write
        self.read = read
        self.done = []
        self.problems = []
        self._links = Counter()
        self._busy = set()
        self._lock = threading.Lock()

    def run(self, faults):
        """Returns when the last fault is over."""
        began = time.monotonic()
        threads = []
        for fault in faults:
            time.sleep(max(0, began + fault.at - time.monotonic()))
            thread = threading.Thread(target=self._happen, args=(fault,))
            thread.start()
            threads.append(thread)
        for thread in threads:
            thread.join()

    def _happen(self, fault):
        with self._lock:
            # One that takes longer to start than was thought is left alone until it is there.
            if self._busy & fault.stops():
                return
            self._busy |= fault.stops()
        start = time.monotonic_ns()
        try:
            if fault.kind in ("kill", "terminate"):
                self._end(fault)
                time.sleep(fault.seconds)
                self.nodes[fault.node].start()
            elif fault.kind in ("stop", "stop upstream"):
                process = self.nodes[fault.node] if fault.kind == "stop" else self.upstream
                self.read(fault.node)
                self._paused(process, lambda: self._witnessed(fault))
            else:
                links = self._links_of(fault)
                self.read(fault.node)
                self._change(links, 1)
                self._witnessed(fault)
                self._change(links, -1)
        except Exception as problem:  # noqa: BLE001 - the test is not worth anything then, and says so
            self.problems.append(f"{fault}: {problem!r}")
        with self._lock:
            self._busy -= fault.stops()
        self.done.append((fault, start, time.monotonic_ns()))

    def _witnessed(self, fault):
        """Lets the fault last. Another node acknowledges a write meanwhile, which the harmed one must know of.

        One that is stopped finds the reads waiting when it goes on, before it can have heard of anything.
        """
        end = time.monotonic() + fault.seconds

        def write_and_read():
            self.write(fault.other)
            for _ in range(4):
                threading.Thread(target=self.read, args=(fault.node,)).start()

        threading.Thread(target=write_and_read).start()
        time.sleep(max(0, end - time.monotonic()))

    def _links_of(self, fault):
        """Pairs of an address and the name of a host that does not hear it any more."""

        def link(one, another):
            return (self._address(one), self._name(another))

        node, other, upstream = fault.node, fault.other, "upstream"
        return {
            "cut": [link(node, other), link(other, node)],
            "cut one way": [link(node, other)],
            "cut upstream": [link(node, upstream), link(upstream, node)],
            "cut requests upstream": [link(node, upstream)],
            "cut answers upstream": [link(upstream, node)],
            "isolate": [
                pair
                for another in range(len(self.hosts))
                if another != node
                for pair in (link(node, another), link(another, node))
            ],
        }[fault.kind]

    def _address(self, place):
        return self.upstream_host if place == "upstream" else self.hosts[place]

    def _name(self, place):
        return "upstream" if place == "upstream" else self.names[place]

    def _change(self, links, by):
        """Of several faults that cut the same link, the last one mends it."""
        with self._lock:
            for link in links:
                self._links[link] += by
                if self._links[link] == 0:
                    self.network.mend(*link)
                elif by > 0:
                    self.network.cut(*link)

    @staticmethod
    def _paused(server, step):
        os.kill(server.pid, signal.SIGSTOP)
        try:
            step()
        finally:
            os.kill(server.pid, signal.SIGCONT)

    def _end(self, fault):
        node = self.nodes[fault.node]
        if fault.kind == "terminate":
            node.terminate()
        elif fault.step == "acknowledged":
            # Between the acknowledgement and what is still to be told to the others.
            self.write(fault.node)
            node.kill()
        elif fault.step == "any":
            node.kill()
        else:
            # The write waits for who does not answer, and its node dies meanwhile.
            waits_for = self.nodes[fault.other] if fault.step == "messages" else self.upstream

            def write_and_kill():
                threading.Thread(target=self.write, args=(fault.node,)).start()
                time.sleep(0.1)
                node.kill()

            self._paused(waits_for, write_and_kill)
