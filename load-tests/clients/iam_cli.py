#!/usr/bin/env python3
"""The AWS command line, unmodified, manages users and gets temporary credentials where signatures are verified.

First what README says of users and policies, word by word but for the endpoint; then users, groups, roles, keys and
managed policies from their making to their end, the simulator, and `aws sts`. Needs the credentials of an administrator
in the environment.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import environment
from harness.identities import document, statement
from harness.verdict import Verdict

README = Path(__file__).resolve().parents[2] / "README.md"
SECTION = re.compile(r"^## Users and policies\n(.*?)^## ", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
USUAL_ENDPOINT = "http://127.0.0.1:8000"
NAME = "larder-iam-cli"
READ_ONLY = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"


class Shell:
    """Runs commands in a folder of its own, with `aws` as it was installed and the administrator's credentials."""

    def __init__(self, folder, endpoint, verdict):
        self._folder = folder
        self._endpoint = endpoint
        self._verdict = verdict
        self._key = (os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
        (folder / "admin-credentials").write_text(
            "[default]\naws_access_key_id = {}\naws_secret_access_key = {}\n".format(*self._key)
        )
        others = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB")
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in others},
            "PATH": f"{environment.HOME / 'bin'}:{os.environ['PATH']}",
            # Where the credentials of roles are kept, too.
            "HOME": str(folder),
            "AWS_CONFIG_FILE": str(folder / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(folder / "admin-credentials"),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_PAGER": "",
        }

    def add_profile(self, name, **settings):
        lines = "".join(f"{key} = {value}\n" for key, value in settings.items())
        with Path(self._environment["AWS_CONFIG_FILE"]).open("a") as file:
            file.write(f"[profile {name}]\n{lines}")

    def script(self, text):
        """What a script of bash comes to: exit code, output, and what it said beside."""
        return subprocess.run(
            ["bash", "-c", text],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def aws(self, *arguments, **more):
        """One command as the administrator, or with other variables of the environment."""
        surroundings = {
            **self._environment,
            "AWS_ENDPOINT_URL": self._endpoint,
            "AWS_DEFAULT_REGION": "us-east-1",
            **more,
        }
        return subprocess.run(
            [environment.HOME / "bin" / "aws", "--output", "json", *arguments],
            cwd=self._folder,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )

    def works(self, name, *arguments, **more):
        """What a command prints, which must succeed."""
        run = self.aws(*arguments, **more)
        self._verdict.check(name, run.returncode == 0, run.stderr)
        return json.loads(run.stdout) if run.stdout.strip() else {}

    def refused(self, name, text, *arguments, **more):
        run = self.aws(*arguments, **more)
        self._verdict.check(name, run.returncode != 0 and text in run.stderr, f"{run.returncode}: {run.stderr}")


def readme(shell, endpoint, verdict):
    """The blocks after the one that starts the server; the last is what the last command says."""
    blocks = BLOCK.findall(SECTION.search(README.read_text())[1])
    commands = [text for language, text in blocks[1:] if language == "sh"]
    said = blocks[-1][1].strip()
    whole = "".join(commands)
    verdict.check("README: has its commands, and an answer", len(commands) == 2 and USUAL_ENDPOINT in whole, blocks)
    tried = shell.script(whole.replace(USUAL_ENDPOINT, endpoint))
    last = tried.stderr.strip().splitlines()[-1:] or [""]
    verdict.check("README: the last command is refused", tried.returncode not in (0, 127), tried.stderr)
    verdict.equal("README: in these words", last[0], said)
    verdict.equal("README: and nothing else is", tried.stderr.strip(), said)
    verdict.check("README: alice reads what is hers", '"Milk"' in tried.stdout, tried.stdout)
    alice = ("--user-name", "alice")
    for key in shell.works("iam: list access keys", "iam", "list-access-keys", *alice)["AccessKeyMetadata"]:
        shell.works("iam: delete one", "iam", "delete-access-key", *alice, "--access-key-id", key["AccessKeyId"])
    shell.works("iam: delete the policy", "iam", "delete-user-policy", *alice, "--policy-name", "own-notes")
    shell.works("iam: delete the user", "iam", "delete-user", *alice)
    shell.works("delete the table", "dynamodb", "delete-table", "--table-name", "Notes")


def users(shell, verdict):
    user = shell.works("iam: create a user", "iam", "create-user", "--user-name", NAME, "--path", "/load/")["User"]
    verdict.check("iam: has an id", user["UserId"].startswith("AIDA"), user)
    shell.refused("iam: the same again", "(EntityAlreadyExists)", "iam", "create-user", "--user-name", NAME)
    listed = shell.works("iam: list users", "iam", "list-users", "--path-prefix", "/load/")["Users"]
    verdict.equal("iam: is listed", [each["UserName"] for each in listed], [NAME])
    shell.works("iam: tag", "iam", "tag-user", "--user-name", NAME, "--tags", "Key=team,Value=red")
    policy = document(statement(["dynamodb:ListTables"], condition={"StringEquals": {"aws:PrincipalTag/team": "red"}}))
    made = shell.works(
        "iam: create a policy", "iam", "create-policy", "--policy-name", NAME, "--policy-document", policy
    )["Policy"]
    shell.works("iam: create a group", "iam", "create-group", "--group-name", NAME)
    shell.works("iam: join", "iam", "add-user-to-group", "--group-name", NAME, "--user-name", NAME)
    shell.works("iam: attach", "iam", "attach-group-policy", "--group-name", NAME, "--policy-arn", made["Arn"])
    shell.refused(
        "iam: a policy that is none",
        "(MalformedPolicyDocument)",
        *("iam", "put-user-policy", "--user-name", NAME, "--policy-name", "p", "--policy-document", '{"Statement": 1}'),
    )
    key = shell.works("iam: create an access key", "iam", "create-access-key", "--user-name", NAME)["AccessKey"]
    as_user = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    told = shell.works("sts: who calls", "sts", "get-caller-identity", **as_user)
    verdict.equal("sts: the user", (told["Arn"], told["UserId"]), (user["Arn"], user["UserId"]))
    shell.works("the user may what its group may", "dynamodb", "list-tables", **as_user)
    shell.refused("and nothing else", "(AccessDeniedException)", "dynamodb", "describe-limits", **as_user)
    shell.refused("and manages nobody", "(AccessDenied)", "iam", "list-users", **as_user)
    tried = shell.works(
        "iam: simulate",
        *("iam", "simulate-principal-policy", "--policy-source-arn", user["Arn"]),
        *("--action-names", "dynamodb:ListTables", "dynamodb:DeleteTable"),
        *("--context-entries", "ContextKeyName=aws:PrincipalTag/team,ContextKeyValues=red,ContextKeyType=string"),
    )["EvaluationResults"]
    verdict.equal("iam: what is simulated", [each["EvalDecision"] for each in tried], ["allowed", "implicitDeny"])
    used = shell.works("iam: last use", "iam", "get-access-key-last-used", "--access-key-id", key["AccessKeyId"])
    verdict.equal("iam: whose", used["UserName"], NAME)
    shell.refused("iam: a user in use", "(DeleteConflict)", "iam", "delete-user", "--user-name", NAME)
    off = (
        "iam",
        "update-access-key",
        "--user-name",
        NAME,
        "--access-key-id",
        key["AccessKeyId"],
        "--status",
        "Inactive",
    )
    shell.works("iam: switch the key off", *off)
    shell.refused("the key is off at once", "(UnrecognizedClientException)", "dynamodb", "list-tables", **as_user)
    for name, *arguments in (
        ("delete the key", "delete-access-key", "--user-name", NAME, "--access-key-id", key["AccessKeyId"]),
        ("leave", "remove-user-from-group", "--group-name", NAME, "--user-name", NAME),
        ("detach", "detach-group-policy", "--group-name", NAME, "--policy-arn", made["Arn"]),
        ("delete the group", "delete-group", "--group-name", NAME),
        ("delete the policy", "delete-policy", "--policy-arn", made["Arn"]),
        ("delete the user", "delete-user", "--user-name", NAME),
    ):
        shell.works(f"iam: {name}", "iam", *arguments)
    shell.refused("iam: is gone", "(NoSuchEntity)", "iam", "get-user", "--user-name", NAME)


def roles(shell, verdict):
    account = shell.works("sts: the account", "sts", "get-caller-identity")["Account"]
    trust = {**statement(["sts:AssumeRole"]), "Principal": {"AWS": f"arn:aws:iam::{account}:root"}}
    del trust["Resource"]
    role = shell.works(
        "iam: create a role",
        *("iam", "create-role", "--role-name", NAME, "--assume-role-policy-document", document(trust)),
    )["Role"]
    attach = ("--role-name", NAME, "--policy-arn", READ_ONLY)
    shell.works("iam: attach a policy of AWS's", "iam", "attach-role-policy", *attach)
    given = shell.works(
        "sts: assume the role",
        *("sts", "assume-role", "--role-arn", role["Arn"], "--role-session-name", "cli", "--duration-seconds", "900"),
    )
    verdict.equal(
        "sts: the session", given["AssumedRoleUser"]["Arn"], f"arn:aws:sts::{account}:assumed-role/{NAME}/cli"
    )
    issued = given["Credentials"]
    session = {
        "AWS_ACCESS_KEY_ID": issued["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": issued["SecretAccessKey"],
        "AWS_SESSION_TOKEN": issued["SessionToken"],
    }
    shell.works("the session may what the role may", "dynamodb", "list-tables", **session)
    shell.refused(
        "and nothing else", "(AccessDeniedException)", "dynamodb", "delete-table", "--table-name", "none", **session
    )
    shell.add_profile("of-role", role_arn=role["Arn"], source_profile="default")
    shell.works("a profile may what its role may", "dynamodb", "list-tables", "--profile", "of-role")
    shell.refused("and nothing else", "(AccessDenied)", "iam", "list-users", "--profile", "of-role")
    shell.works("iam: detach", "iam", "detach-role-policy", *attach)
    shell.refused("the session has lost it at once", "(AccessDeniedException)", "dynamodb", "list-tables", **session)
    shell.works("iam: delete the role", "iam", "delete-role", "--role-name", NAME)
    shell.refused(
        "the session is nobody's any more", "(UnrecognizedClientException)", "dynamodb", "list-tables", **session
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default=USUAL_ENDPOINT)
    arguments = parser.parse_args()
    environment.ready()

    verdict = Verdict()
    with tempfile.TemporaryDirectory(prefix="larder-iam-") as folder:
        shell = Shell(Path(folder), arguments.endpoint, verdict)
        verdict.guarded("README", readme, shell, arguments.endpoint, verdict)
        verdict.guarded("users", users, shell, verdict)
        verdict.guarded("roles", roles, shell, verdict)
    verdict.finish()


if __name__ == "__main__":
    main()
