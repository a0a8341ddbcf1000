"""Nodes of one cluster before one upstream, each a server process."""

import base64
import functools
import http.client
import secrets
import tempfile
import threading
import time
from pathlib import Path

from harness.server import LARDER, Server, free_port
from harness.wire import Connection

NODE_COMMAND = (
    "{prefix} {larder} --host {host} --port {{port}} --admin-port {{admin}} --dax-port {{dax}}"
    " --upstream {upstream} --upstream-writers exclusive"
)


@functools.cache
def secret_folder():
    """A folder with the files `secret` and `key`, that all clusters of this run share; gone with it."""
    folder = tempfile.TemporaryDirectory(prefix="larder-")
    Path(folder.name, "secret").write_text(secrets.token_hex(32))
    key = Path(folder.name, "key")
    key.touch(mode=0o600)
    key.write_text(base64.b64encode(secrets.token_bytes(32)).decode())
    return folder


def member_settings(host, port):
    """What makes a server a node there, of all that are before the same upstream."""
    return {
        "LARDER_CLUSTER_ENABLED": "true",
        "LARDER_CLUSTER_HOST": host,
        "LARDER_CLUSTER_PORT": str(port),
        "LARDER_CLUSTER_SECRET_FILE": str(Path(secret_folder().name, "secret")),
        **shared_key(),
    }


def shared_key():
    """The master key of all servers that share identities, whose secrets are sealed with it."""
    return {"LARDER_ENCRYPTION_KEY": f"file:{Path(secret_folder().name, 'key')}"}


class Cluster:
    """Nodes at the given addresses; `prefixes` are put before the command of each, `settings` are those of all."""

    def __init__(self, upstream, hosts, *, prefixes=None, settings=None, own_settings=None):
        self.nodes = []
        for number, host in enumerate(hosts):
            command = NODE_COMMAND.format(
                prefix=prefixes[number] if prefixes else "", larder=LARDER, host=host, upstream=upstream
            )
            environment = {
                "LARDER_UPSTREAM_ENGINE": "larder",
                "LARDER_UPSTREAM_TRUST_CLIENTS": "true",
                "LARDER_AUTHENTICATION_ALLOW_UNAUTHENTICATED_REMOTE": "true",
                **member_settings(host, free_port()),
                **(settings or {}),
                **(own_settings or {}).get(number, {}),
            }
            self.nodes.append(Server(command, environment=environment, host=host))

    @property
    def endpoints(self):
        return [node.endpoint for node in self.nodes]

    @property
    def dax_endpoints(self):
        return [f"dax://127.0.0.1:{node.dax}" for node in self.nodes]

    def start(self):
        """Starts all at once, and waits until each takes writes."""
        problems = []

        def start(node):
            try:
                node.start()
            except RuntimeError as problem:
                problems.append(problem)

        threads = [threading.Thread(target=start, args=(node,)) for node in self.nodes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if problems:
            raise problems[0]
        for node in self.nodes:
            wait_for_writes(node.endpoint)

    def terminate(self):
        for node in self.nodes:
            if node.running():
                node.terminate()

    def remove(self):
        for node in self.nodes:
            node.remove()


def wait_for_writes(endpoint, seconds=60):
    """Until a write is acknowledged; that no item of a table is there to be deleted says as much."""
    connection = Connection(endpoint, timeout=10)
    deadline = time.monotonic() + seconds
    answer = "no answer"
    name = "larder-cluster-probe"
    while time.monotonic() < deadline:
        try:
            answer = connection.call("DeleteItem", {"TableName": name, "Key": {"pk": {"S": "none"}}})
            if answer.ok:
                connection.close()
                return
            if answer.error == "ResourceNotFoundException":
                connection.call(
                    "CreateTable",
                    {
                        "TableName": name,
                        "BillingMode": "PAY_PER_REQUEST",
                        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                    },
                )
        except (OSError, http.client.HTTPException) as problem:
            answer = problem
        time.sleep(0.05)
    raise RuntimeError(f"{endpoint} takes no writes: {answer}")
