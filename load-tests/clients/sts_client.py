#!/usr/bin/env python3
"""The credential providers of SDKs, unmodified, get temporary credentials from a server that verifies signatures.

Those of boto3 find its STS by AWS_ENDPOINT_URL_STS: profiles with a role and a source, with and without external id;
web identities, from a profile and from the environment, signed with RS256 and ES256; sessions with tags, with policies,
of roles of roles; GetSessionToken and GetCallerIdentity. What is stale, forged, for somebody else or taken back is
refused. The SDKs for JavaScript 3 and Java 2, if run-clients.sh has installed them, find a profile's role and a web
identity by themselves too. Needs the credentials of an administrator in the environment, and for web identities openssl
and, in LARDER_IAM_KEY_SETS, the folder that the server has for `iam.key-sets`.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import datetime, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import environment
from harness.identities import document, statement
from harness.java import find_jdk
from harness.signing import Credentials, sign
from harness.tokens import Issuer, encoded
from harness.verdict import Verdict
from harness.wire import HEADERS, Connection

HERE = Path(__file__).resolve().parent
URL_CONNECTION = "software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService"
TABLE = "larder-sts"
AUDIENCE = "larder-sts"
EXTERNAL_ID = "shop-17"


class Scene:
    """A user who may assume roles, and roles, on a running server; they are gone when it is closed."""

    def __init__(self, endpoint, folder, verdict):
        import boto3

        self.endpoint = endpoint
        self.folder = folder
        self.verdict = verdict
        self.mark = uuid.uuid4().hex[:8]
        self.undo = contextlib.ExitStack()
        self.admin = boto3.Session()
        self.iam = self.client("iam")
        self.account = self.client("sts").get_caller_identity()["Account"]

    def client(self, service, session=None, **credentials):
        from botocore.config import Config

        config = Config(retries={"max_attempts": 0}, connect_timeout=5, read_timeout=60)
        return (session or self.admin).client(service, config=config, **credentials)

    def of(self, service, given):
        """A client with credentials as STS gave them."""
        return self.client(
            service,
            aws_access_key_id=given["AccessKeyId"],
            aws_secret_access_key=given["SecretAccessKey"],
            aws_session_token=given.get("SessionToken"),
        )

    def make_table(self):
        dynamodb = self.client("dynamodb")
        with contextlib.suppress(dynamodb.exceptions.ResourceNotFoundException):
            dynamodb.delete_table(TableName=TABLE)
            dynamodb.get_waiter("table_not_exists").wait(TableName=TABLE)
        dynamodb.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "Owner", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "Owner", "KeyType": "HASH"}],
        )
        dynamodb.get_waiter("table_exists").wait(TableName=TABLE, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
        self.undo.callback(dynamodb.delete_table, TableName=TABLE)

    def make_user(self, name, *statements):
        """Credentials of a new user with a policy."""
        name = f"{name}-{self.mark}"
        self.iam.create_user(UserName=name)
        self.undo.callback(self.iam.delete_user, UserName=name)
        self.iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=document(*statements))
        self.undo.callback(self.iam.delete_user_policy, UserName=name, PolicyName="own")
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        self.undo.callback(self.iam.delete_access_key, UserName=name, AccessKeyId=key["AccessKeyId"])
        return key

    def make_role(self, name, trust, *statements, principal=None, actions=("sts:AssumeRole",)):
        """The ARN of a new role with a policy; `trust` is the condition of its trust policy."""
        name = f"{name}-{self.mark}"
        principal = principal or {"AWS": f"arn:aws:iam::{self.account}:root"}
        trusting = {**statement(list(actions), condition=trust), "Principal": principal}
        del trusting["Resource"]
        role = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trusting))["Role"]
        self.undo.callback(self.iam.delete_role, RoleName=name)
        self.iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=document(*statements))
        self.undo.callback(self.iam.delete_role_policy, RoleName=name, PolicyName="own")
        return role["Arn"]

    def make_issuer(self, name, algorithm):
        """A provider that is registered, and its ARN."""
        issuer = Issuer(f"{name}.larder.test/{self.mark}", self.folder, algorithm)
        issuer.publish(os.environ["LARDER_IAM_KEY_SETS"])
        made = self.iam.create_open_id_connect_provider(Url=f"https://{issuer.name}", ClientIDList=[AUDIENCE])
        arn = made["OpenIDConnectProviderArn"]
        self.undo.callback(self.iam.delete_open_id_connect_provider, OpenIDConnectProviderArn=arn)
        return issuer, arn

    def profile(self, name, **settings):
        """A session of boto3 with a new profile of AWS's configuration file."""
        import boto3

        lines = "".join(f"{key} = {value}\n" for key, value in settings.items())
        with Path(os.environ["AWS_CONFIG_FILE"]).open("a") as file:
            file.write(f"[profile {name}]\nregion = us-east-1\n{lines}")
        return boto3.Session(profile_name=name)

    def refused(self, name, code, part, call, *arguments, **parameters):
        """The call fails with that code, and a message that has that part."""
        from botocore.exceptions import ClientError

        try:
            call(*arguments, **parameters)
        except ClientError as problem:
            error = problem.response["Error"]
            self.verdict.check(f"{name}: is refused", error["Code"] == code and part in error["Message"], error)
        else:
            self.verdict.check(f"{name}: is refused", False, "was accepted")


def programs():
    """What reads an item with the credentials that an SDK finds, by the name of the SDK; only what is installed."""
    if shutil.which("node") and Path(HERE, "js", "node_modules").exists():
        yield "JavaScript 3", ["node", "--no-warnings", Path(HERE, "js", "provided.mjs")]
    classpath = Path(HERE, "java", "target", "classpath")
    if classpath.exists():
        client = "-Dsoftware.amazon.awssdk.http.service.impl=" + URL_CONNECTION
        yield "Java 2", [find_jdk() / "bin" / "java", client, "-cp", classpath.read_text(), HERE / "java/Provided.java"]


def other_sdks(scene, name, settings, own, others=None):
    """The SDKs read what the caller may read, with these variables of the environment, and nothing else."""
    key = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    surroundings = {n: v for n, v in os.environ.items() if n not in key} | {"AWS_REGION": "us-east-1", **settings}
    for sdk, command in programs():
        for owner, expected in ((own, own), (others, "AccessDeniedException")):
            if owner:
                run = subprocess.run(
                    [*command, TABLE, owner], env=surroundings, capture_output=True, text=True, check=False
                )
                right = expected in run.stdout and (run.returncode == 0) == (owner == own)
                scene.verdict.check(f"{name}, {sdk}: item of {owner}", right, f"{run.stdout}\n{run.stderr}")


def items(*actions):
    return statement([f"dynamodb:{action}" for action in actions], f"arn:aws:dynamodb:*:*:table/{TABLE}")


def own_items(variable, *actions):
    return {
        **items(*actions),
        "Condition": {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [f"${{{variable}}}"]}},
    }


def put(dynamodb, owner):
    return dynamodb.put_item(TableName=TABLE, Item={"Owner": {"S": owner}})


def get(dynamodb, owner):
    return dynamodb.get_item(TableName=TABLE, Key={"Owner": {"S": owner}}).get("Item")


def who(session, scene):
    return scene.client("sts", session).get_caller_identity()["Arn"]


def identities(scene):
    user = scene.make_user("caller", items("GetItem"))
    told = scene.of("sts", user).get_caller_identity()
    scene.verdict.equal("GetCallerIdentity: of a user", told["Arn"].rpartition("/")[2], f"caller-{scene.mark}")
    scene.verdict.check("GetCallerIdentity: the id", told["UserId"].startswith("AIDA"), told)
    session = scene.of("sts", user).get_session_token(DurationSeconds=900)["Credentials"]
    same = scene.of("sts", session).get_caller_identity()
    scene.verdict.equal("GetSessionToken: is the user", (same["Arn"], same["UserId"]), (told["Arn"], told["UserId"]))
    put(scene.client("dynamodb"), "anybody")
    scene.verdict.check("GetSessionToken: may what the user may", get(scene.of("dynamodb", session), "anybody"))
    scene.refused("GetSessionToken: another", "AccessDenied", "", scene.of("sts", session).get_session_token)
    without = {**session, "SessionToken": None}
    scene.refused(
        "a session without its token", "UnrecognizedClientException", "", get, scene.of("dynamodb", without), "anybody"
    )
    other = {**session, "SessionToken": session["SessionToken"][:-8] + "AAAAAAA="}
    scene.refused("a forged token", "UnrecognizedClientException", "", get, scene.of("dynamodb", other), "anybody")


def profiles(scene):
    base = scene.make_user("base", statement(["sts:AssumeRole"]))
    role = scene.make_role("reader", {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}, items("GetItem"))
    scene.profile("base", aws_access_key_id=base["AccessKeyId"], aws_secret_access_key=base["SecretAccessKey"])
    shop = scene.profile(
        "shop",
        role_arn=role,
        source_profile="base",
        external_id=EXTERNAL_ID,
        role_session_name="shop",
        duration_seconds=900,
    )
    scene.verdict.check("profile: is a session of the role", who(shop, scene).endswith(f"reader-{scene.mark}/shop"))
    dynamodb = scene.client("dynamodb", shop)
    scene.verdict.check("profile: may what the role may", get(dynamodb, "anybody"))
    scene.refused(
        "profile: writing", "AccessDeniedException", "no identity-based policy allows", put, dynamodb, "anybody"
    )
    other_sdks(scene, "profile", {"AWS_PROFILE": "shop"}, "anybody")
    for name, settings in (("no external id", {}), ("another external id", {"external_id": "other-17"})):
        wrong = scene.profile(name.replace(" ", "-"), role_arn=role, source_profile="base", **settings)
        scene.refused(name, "AccessDenied", "sts:AssumeRole", who, wrong, scene)
    stranger = scene.make_user("stranger", items("GetItem"))
    scene.refused(
        "who may not assume the role",
        "AccessDenied",
        "sts:AssumeRole",
        scene.of("sts", stranger).assume_role,
        RoleArn=role,
        RoleSessionName="s1",
        ExternalId=EXTERNAL_ID,
    )


def sessions(scene):
    base = scene.of("sts", scene.make_user("tagging", statement(["sts:AssumeRole", "sts:TagSession"])))
    both = ("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity")
    owned = own_items("aws:PrincipalTag/customer", "GetItem", "PutItem")
    second = scene.make_role("second", None, owned, actions=both)
    first = scene.make_role("first", None, owned, statement(["sts:AssumeRole", "sts:TagSession"], second), actions=both)
    customer = [{"Key": "customer", "Value": "c-7"}]
    given = base.assume_role(RoleArn=first, RoleSessionName="s1", Tags=customer, TransitiveTagKeys=["customer"])
    dynamodb = scene.of("dynamodb", given["Credentials"])
    put(dynamodb, "c-7")
    scene.verdict.check("session tags: stand for variables", get(dynamodb, "c-7"))
    scene.refused("session tags: somebody else's", "AccessDeniedException", "PutItem", put, dynamodb, "c-8")
    untagged = base.assume_role(RoleArn=first, RoleSessionName="s1")["Credentials"]
    scene.refused("no session tags", "AccessDeniedException", "GetItem", get, scene.of("dynamodb", untagged), "c-7")

    sts = scene.of("sts", given["Credentials"])
    chained = sts.assume_role(RoleArn=second, RoleSessionName="s2")["Credentials"]
    scene.verdict.check("role chaining: transitive tags stay", get(scene.of("dynamodb", chained), "c-7"))
    scene.refused(
        "role chaining: for more than an hour",
        "ValidationError",
        "1 hour session limit",
        sts.assume_role,
        RoleArn=second,
        RoleSessionName="s2",
        DurationSeconds=3601,
    )
    limited = base.assume_role(RoleArn=first, RoleSessionName="s1", Tags=customer, Policy=document(items("GetItem")))[
        "Credentials"
    ]
    dynamodb = scene.of("dynamodb", limited)
    scene.verdict.check("session policy: what it allows", get(dynamodb, "c-7"))
    scene.refused(
        "session policy: what it leaves out", "AccessDeniedException", "no session policy allows", put, dynamodb, "c-7"
    )


def web_identities(scene):
    for algorithm in ("RS256", "ES256"):
        issuer, provider = scene.make_issuer(algorithm.lower(), algorithm)
        role = scene.make_role(
            f"web-{algorithm}",
            {"StringEquals": {f"{issuer.name}:aud": AUDIENCE}},
            own_items(f"{issuer.name}:sub", "GetItem", "PutItem"),
            principal={"Federated": provider},
            actions=["sts:AssumeRoleWithWebIdentity"],
        )
        file = scene.folder / f"{algorithm}.token"
        file.write_text(issuer.token("user-1", AUDIENCE) + "\n")
        with_profile = scene.profile(
            algorithm, role_arn=role, web_identity_token_file=file, role_session_name="profile"
        )
        settings = {
            "AWS_ROLE_ARN": role,
            "AWS_WEB_IDENTITY_TOKEN_FILE": str(file),
            "AWS_ROLE_SESSION_NAME": "environment",
        }
        for name, session in (("profile", with_profile), ("environment", from_environment(settings))):
            dynamodb = scene.client("dynamodb", session)
            put(dynamodb, "user-1")
            scene.verdict.check(f"{algorithm}, {name}: may what is its own", get(dynamodb, "user-1"))
            scene.refused(
                f"{algorithm}, {name}: somebody else's", "AccessDeniedException", "GetItem", get, dynamodb, "user-2"
            )
        other_sdks(scene, algorithm, settings, "user-1", "user-2")
        refused_tokens(scene, algorithm, issuer, role)


def from_environment(settings):
    """A session of boto3 that finds a web identity in the environment."""
    import boto3
    from botocore.credentials import AssumeRoleWithWebIdentityProvider
    from botocore.session import Session

    key = {name: os.environ.pop(name) for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    os.environ.update(settings)
    try:
        session = boto3.Session(botocore_session=Session())
        found = session.get_credentials()
        if found.method != AssumeRoleWithWebIdentityProvider.METHOD:
            raise AssertionError(f"credentials are from {found.method}")
        found.get_frozen_credentials()
        return session
    finally:
        for name in settings:
            del os.environ[name]
        os.environ.update(key)


def refused_tokens(scene, algorithm, issuer, role):
    from botocore import UNSIGNED
    from botocore.config import Config

    sts = scene.admin.client("sts", config=Config(signature_version=UNSIGNED))
    stranger = Issuer(issuer.name.replace(".larder.test", ".stranger.test"), scene.folder, algorithm)
    forger = Issuer(stranger.name.replace("stranger", "forger"), scene.folder, algorithm)
    forger.name = issuer.name
    head, body, signature = issuer.token("user-1", AUDIENCE).split(".")
    _, others, _ = issuer.token("user-2", AUDIENCE).split(".")
    no_algorithm = encoded(b'{"alg":"none","kid":"1"}')
    for name, code, token in (
        ("a token that has run out", "ExpiredTokenException", issuer.token("user-1", AUDIENCE, seconds=-1)),
        ("a token for somebody else", "InvalidIdentityToken", issuer.token("user-1", "other")),
        ("a token of an unknown issuer", "InvalidIdentityToken", stranger.token("user-1", AUDIENCE)),
        ("a token that is signed with another key", "InvalidIdentityToken", forger.token("user-1", AUDIENCE)),
        ("a token without a signature", "InvalidIdentityToken", f"{no_algorithm}.{body}."),
        ("a token that was changed", "InvalidIdentityToken", f"{head}.{others}.{signature}"),
    ):
        scene.refused(
            f"{algorithm}, {name}",
            code,
            "",
            sts.assume_role_with_web_identity,
            RoleArn=role,
            RoleSessionName="s1",
            WebIdentityToken=token,
        )


def stale(scene):
    """What was signed an hour ago, over both services."""
    credentials = Credentials.of_environment()
    connection = Connection(scene.endpoint)
    then = time.time() - 3600
    body = b"{}"
    headers = {"Content-Type": HEADERS["Content-Type"], "X-Amz-Target": "DynamoDB_20120810.ListTables"}
    answer = connection.send(headers=sign(credentials, connection.host, headers, body, now=then), body=body)
    scene.verdict.check(
        "an old signature of DynamoDB is refused",
        answer.error == "InvalidSignatureException" and answer.message.startswith("Signature expired: "),
        answer.raw,
    )
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = connection.send(headers=sign(credentials, connection.host, headers, body, "sts", then), body=body)
    scene.verdict.check(
        "an old signature of STS is refused",
        answer.status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in answer.raw and b"expired" in answer.raw,
        answer.raw,
    )
    connection.close()


def taken_back(scene):
    """A session that is revoked as IAM does it, and one whose role is made again."""
    base = scene.of("sts", scene.make_user("revoked", statement(["sts:AssumeRole"])))
    role = scene.make_role("taken", None, items("GetItem"))
    name = role.rpartition("/")[2]

    def begin():
        return scene.of("dynamodb", base.assume_role(RoleArn=role, RoleSessionName="s1")["Credentials"])

    dynamodb = begin()
    scene.verdict.check("a session: is answered", get(dynamodb, "anybody"))
    cut = datetime.fromtimestamp(time.time() + 2, timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    older = {"DateLessThan": {"aws:TokenIssueTime": cut}}
    deny = statement("*", condition=older, effect="Deny")
    scene.iam.put_role_policy(RoleName=name, PolicyName="revoke", PolicyDocument=document(deny))
    scene.undo.callback(scene.iam.delete_role_policy, RoleName=name, PolicyName="revoke")
    scene.refused("a revoked session", "AccessDeniedException", "explicit deny", get, dynamodb, "anybody")
    while time.time() < datetime.fromisoformat(cut.replace("Z", "+00:00")).timestamp():
        time.sleep(0.1)
    scene.verdict.check("a later session: is answered", get(begin(), "anybody"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000")
    arguments = parser.parse_args()
    environment.reenter()

    verdict = Verdict()
    with tempfile.TemporaryDirectory(prefix="larder-sts-") as name:
        folder = Path(name)
        for other in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"):
            os.environ.pop(other, None)
        os.environ |= {f"AWS_ENDPOINT_URL_{service}": arguments.endpoint for service in ("STS", "IAM", "DYNAMODB")}
        os.environ |= {
            "AWS_CONFIG_FILE": str(folder / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(folder / "none"),
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        Path(os.environ["AWS_CONFIG_FILE"]).touch()
        scene = Scene(arguments.endpoint, folder, verdict)
        with scene.undo:
            scene.make_table()
            for step in (identities, profiles, sessions, stale, taken_back):
                verdict.guarded(step.__name__, step, scene)
            if os.environ.get("LARDER_IAM_KEY_SETS"):
                verdict.guarded("web identities", web_identities, scene)
            else:
                print("web identities: skipped, LARDER_IAM_KEY_SETS is not set")
    verdict.finish()


if __name__ == "__main__":
    main()
