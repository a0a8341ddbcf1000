"""Hosts on one machine: network namespaces on a bridge, between which links can be cut, in one direction or both.

All of it is in namespaces of the script's own (network, mounts, processes), made by unshare without rights of root.
When the script ends, whatever it started ends with it, and nothing is left behind.
"""

import os
import shutil
import subprocess
import sys

INSIDE = "INSIDE_OWN_NAMESPACES"
PREFIX = "10.213.0."
# The rules of a host are asked in this order; the packets of its own addresses are the system's first rule, which
# would let in what is cut.
CUT, OWN_ADDRESSES = "10", "100"


def inside():
    """True once the script runs in namespaces of its own."""
    return INSIDE in os.environ


def reenter():
    """Goes on in namespaces of its own."""
    if inside():
        run("mount", "-t", "tmpfs", "none", "/run")
        return
    for tool in ("unshare", "ip"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is needed and is not installed")
    own = ["--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    os.environ[INSIDE] = "yes"
    os.execvp("unshare", ["unshare", *own, sys.executable, *sys.argv])


def run(*command):
    subprocess.run(command, check=True)


class Network:
    """The bridge; the script itself has the address of `driver`."""

    driver = PREFIX + "254"

    def __init__(self):
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", "bridge", "type", "bridge")
        run("ip", "link", "set", "bridge", "up")
        run("ip", "address", "add", f"{self.driver}/24", "dev", "bridge")
        self._cut = set()

    def host(self, name, number):
        """A namespace with an address; returns the address."""
        address = f"{PREFIX}{number}"
        run("ip", "netns", "add", name)
        run("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name)
        run("ip", "link", "set", name, "master", "bridge", "up")
        for command in (
            f"link set lo up,link set eth0 up,address add {address}/24 dev eth0,"
            f"rule add lookup local priority {OWN_ADDRESSES},rule delete priority 0"
        ).split(","):
            run("ip", "-n", name, *command.split())
        # Packets of connections that are there already must ask the rules, too.
        run("ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv4.ip_early_demux=0")
        return address

    @staticmethod
    def prefix(name):
        """What runs a command on a host."""
        return f"ip netns exec {name}"

    def cut(self, source, target):
        """From now on what comes from the address `source` is not let in by the host `target`."""
        if (source, target) not in self._cut:
            self._cut.add((source, target))
            run("ip", "-n", target, "rule", "add", "from", source, "blackhole", "priority", CUT)

    def mend(self, source, target):
        if (source, target) in self._cut:
            self._cut.remove((source, target))
            run("ip", "-n", target, "rule", "delete", "from", source, "blackhole", "priority", CUT)
