#!/usr/bin/env python3
"""Renders the Helm chart, and starts servers with the settings that it gives: alone, before an upstream, as a cluster.

Needs helm (`go install helm.sh/helm/v3/cmd/helm@v3.16.4`). What runs is Larder, on this machine instead of in pods.
"""

import base64
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.cluster import wait_for_writes
from harness.server import LARDER, Server, free_port
from harness.signing import Credentials
from harness.verdict import Verdict
from harness.wire import Connection, table

ROOT = Path(__file__).resolve().parents[1]
CHART = ROOT / "packages" / "helm" / "larder"
RULES = ROOT / "config" / "prometheus" / "larder-rules.yaml"
COMMAND = shlex.quote(LARDER) + " --port {port} --admin-port {admin} --dax-port {dax} --data-dir {data}"
IN_FRONT = shlex.quote(LARDER) + " --port {port} --admin-port {admin} --dax-port {dax}"


def render(chart, values, *, succeeds=True):
    """The objects of the chart with these values, or what helm says against them."""
    options = [option for name, value in values.items() for option in ("--set", f"{name}={value}")]
    command = ["helm", "template", "trial", chart, "--kube-version", "1.31.0", *options]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if not succeeds:
        return run.stderr if run.returncode else ""
    if run.returncode:
        raise RuntimeError(run.stderr)
    return [each for each in yaml.safe_load_all(run.stdout) if each]


def named(objects, kind):
    return [each for each in objects if each["kind"] == kind]


def pod(objects):
    return (named(objects, "StatefulSet") or named(objects, "Deployment"))[0]["spec"]["template"]["spec"]


def environment(objects, shared, own):
    """The settings of a pod, for a process of this machine that has these folders for volumes."""
    settings = {each["name"]: each.get("value", "") for each in pod(objects)["containers"][0]["env"]}
    del settings["POD_IP"], settings["LARDER_STORE_DATA_DIR"]
    for name, value in settings.items():
        settings[name] = value.replace("$(POD_IP)", "127.0.0.1").replace("/secret/", f"{shared}/")
        settings[name] = settings[name].replace("/data/", f"{own}/")
    return settings


def check_policies(verdict, chart):
    """What must hold of the pods, whatever they are used as."""
    for name, values in {
        "alone": {},
        "proxy": {"upstream.endpoint": "https://db.example.com", "nodes": "1"},
        "cluster": {"upstream.endpoint": "https://db.example.com"},
    }.items():
        objects = render(chart, values)
        server = pod(objects)
        container = server["containers"][0]
        keys = set((ROOT / "docs" / "configuration.md").read_text().split("`"))
        settings = [each["name"] for each in container["env"] if each["name"].startswith("LARDER_")]
        verdict.equal(f"{name}: all settings are there", [each for each in settings if each not in keys], [])
        verdict.check(f"{name}: not as root", server["securityContext"]["runAsNonRoot"])
        verdict.check(f"{name}: the image is not written to", container["securityContext"]["readOnlyRootFilesystem"])
        labels = (named(objects, "StatefulSet") or named(objects, "Deployment"))[0]["spec"]["template"]["metadata"][
            "labels"
        ]
        chosen = [each["spec"]["selector"] for each in named(objects, "Service")]
        chosen += [each["spec"]["podSelector"]["matchLabels"] for each in named(objects, "NetworkPolicy")]
        verdict.check(f"{name}: services and networks choose its pods", all(each == labels for each in chosen))
        ports = {each["name"] for each in container["ports"]}
        served = {port["targetPort"] for each in named(objects, "Service") for port in each["spec"]["ports"]}
        verdict.check(f"{name}: services lead to ports", served <= ports, (served, ports))
        verdict.equal(f"{name}: other nodes are reached only if there are any", "nodes" in ports, name == "cluster")
        verdict.equal(
            f"{name}: one at a time is disrupted", len(named(objects, "PodDisruptionBudget")), int(name == "cluster")
        )
    verdict.equal(
        "alone there is one server", named(render(chart, {"nodes": "5"}), "StatefulSet")[0]["spec"]["replicas"], 1
    )
    open_values = {"upstream.endpoint": "https://db.example.com", "authentication.mode": "none"}
    refusal = render(chart, open_values, succeeds=False)
    verdict.check("before an upstream everybody is trusted only on request", "trustClients" in refusal, refusal)
    monitored = render(chart, {"monitoring.enabled": "true", "monitoring.labels.team": "tables"})
    rules = named(monitored, "PrometheusRule")[0]
    verdict.equal("the operator gets the alerts", rules["spec"], yaml.safe_load(RULES.read_text()))
    verdict.equal("and finds them by their labels", rules["metadata"]["labels"]["team"], "tables")


class Pods:
    """What the chart makes of some values, as servers of this machine."""

    def __init__(self, chart, values, folder, *, count=1, command=COMMAND):
        objects = render(chart, values)
        folder.mkdir()
        for name, content in (named(objects, "Secret") or [{"data": {}}])[0]["data"].items():
            (folder / name).touch(mode=0o600)
            (folder / name).write_bytes(base64.b64decode(content))
        self.servers = []
        for number in range(count):
            own = folder / str(number)
            own.mkdir()
            settings = environment(objects, folder, own)
            if "LARDER_CLUSTER_ENABLED" in settings:
                settings["LARDER_CLUSTER_PORT"] = str(free_port())
            self.servers.append(Server(command, data=str(own / "tables"), environment=settings))

    def __enter__(self):
        # They have what was there when they were made. The key that the first one makes is waited for.
        for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            os.environ.pop(variable, None)
        for server in self.servers:
            server.start()
        return self.servers

    def __exit__(self, *_):
        for server in self.servers:
            server.terminate()
            server.remove()


def check_table(verdict, name, writer, reader):
    """A table that one makes is served by the other."""
    one, other = (Connection(each.endpoint, timeout=60) for each in (writer, reader))
    one.create_table(table(name, "pk:S"))
    one.must("PutItem", {"TableName": name, "Item": {"pk": {"S": "a"}}})
    found = other.must("GetItem", {"TableName": name, "Key": {"pk": {"S": "a"}}})
    verdict.equal(f"{name}: it serves", found.get("Item"), {"pk": {"S": "a"}})
    stranger = Connection(reader.endpoint, credentials=Credentials("AKIAIOSFODNN7EXAMPLE", "unknown"))
    verdict.equal(f"{name}: strangers are refused", stranger.call("ListTables", {}).status, 400)
    stranger.close()
    one.close()
    other.close()


def check_servers(verdict, chart, folder):
    with Pods(chart, {}, folder / "alone") as (alone,):
        check_table(verdict, "alone", alone, alone)
        os.environ["LARDER_UPSTREAM_ENGINE"] = "larder"
        before = {"upstream.endpoint": alone.endpoint, "upstream.writers": "exclusive"}
        with Pods(chart, before, folder / "cluster", count=3, command=IN_FRONT) as nodes:
            for node in nodes:
                wait_for_writes(node.endpoint)
            check_table(verdict, "cluster", nodes[0], nodes[2])


def main():
    verdict = Verdict()
    if not shutil.which("helm"):
        print("skipped: helm is not there")
        return
    with tempfile.TemporaryDirectory() as scratch:
        chart = Path(scratch, "larder")
        shutil.copytree(CHART, chart)
        shutil.copy(RULES, chart)
        lint = subprocess.run(["helm", "lint", "--strict", chart], capture_output=True, text=True, check=False)
        verdict.check("helm lint", lint.returncode == 0, lint.stdout)
        check_policies(verdict, chart)
        verdict.guarded("servers", check_servers, verdict, chart, Path(scratch))
    verdict.finish()


if __name__ == "__main__":
    main()
