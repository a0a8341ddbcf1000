#!/usr/bin/env python3
"""Drives the console in a real Chromium: every page and every action, as a person does.

Needs Debian's packages chromium and chromium-driver (skipped, and said, without), and npm for axe-core. Screenshots are
kept in target/console/. A server alone, one that only shows, and one that verifies signatures are started.
"""

import argparse
import http.server
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness import browser as browsers
from harness import environment
from harness.cluster import member_settings, wait_for_writes
from harness.server import DEFAULT_COMMAND, Server, free_port
from harness.verdict import Verdict

SHOTS = Path(__file__).resolve().parents[1] / "target" / "console"
LUA = Path(__file__).resolve().parent / "bench" / "requests.lua"
PAGES = (
    "overview",
    "tables",
    "tables/Music",
    "items/Music",
    "partiql",
    "caches",
    "caches/Music",
    "state",
    "identities",
)
TABLE = {
    "TableName": "Music",
    "AttributeDefinitions": [
        {"AttributeName": "Artist", "AttributeType": "S"},
        {"AttributeName": "Song", "AttributeType": "S"},
        {"AttributeName": "Year", "AttributeType": "N"},
    ],
    "KeySchema": [
        {"AttributeName": "Artist", "KeyType": "HASH"},
        {"AttributeName": "Song", "KeyType": "RANGE"},
    ],
    "BillingMode": "PAY_PER_REQUEST",
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "ByYear",
            "KeySchema": [{"AttributeName": "Year", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
}
LOCAL = "endpoint_url='{}', region_name='us-east-1', aws_access_key_id='larder', aws_secret_access_key='larder'"
DIGITS = "12345678901234567890123456789012345678"


def client(server):
    import boto3

    return boto3.client(
        "dynamodb",
        endpoint_url=server.endpoint,
        region_name="us-east-1",
        aws_access_key_id=os.environ.get("AWS_ACCESS_KEY_ID", "larder"),
        aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "larder"),
    )


def fill(dynamodb):
    dynamodb.create_table(**TABLE)
    for i in range(120):
        dynamodb.put_item(
            TableName="Music",
            Item={
                "Artist": {"S": ("Nina Simone", "Miles Davis")[i % 2]},
                "Song": {"S": f"Song {i:03}"},
                "Year": {"N": str(1950 + i % 30)},
                "Labels": {"SS": ["Philips", "Verve"]},
                "Cover": {"B": b"\x00\x01"},
                "Plays": {"N": DIGITS},
            },
        )
    for i in range(300):
        dynamodb.get_item(TableName="Music", Key={"Artist": {"S": "Nina Simone"}, "Song": {"S": f"Song {i % 100:03}"}})


def check_tables(verdict, browser, dynamodb):
    browser.follow("Tables")
    browser.press("Create a table")
    browser.fill("name", "Albums")
    browser.fill("hash", "Title")
    browser.fill("range", "Disc")
    browser.fill("rangeType", "N")
    browser.press("Add an index")
    browser.fill("name", "ByLabel")
    browser.fill("hash", "Label")
    browser.shot("create-table")
    browser.press("Create")
    browser.follow("Albums")
    browser.sees("Deletion protection")
    made = dynamodb.describe_table(TableName="Albums")["Table"]
    verdict.equal("a table is created", [each["AttributeName"] for each in made["KeySchema"]], ["Title", "Disc"])
    verdict.equal("with its index", made["GlobalSecondaryIndexes"][0]["IndexName"], "ByLabel")

    return made["TableArn"]


def check_settings(verdict, browser, dynamodb, arn):
    browser.press("Turn deletion protection on")
    browser.sees("Deletion protection is on.")
    verdict.check("a protected table cannot be deleted", not browser.named("button", "Delete the table").is_enabled())
    browser.press("Turn deletion protection off")
    browser.misses("Deletion protection is on.")

    browser.press("Change billing")
    browser.fill("mode", "PROVISIONED")
    browser.fill("read", "7")
    browser.press("Change")
    browser.sees("provisioned: 7 read")

    browser.fill("attribute", "Expires")
    browser.press("Turn on")
    browser.sees("Time to live is on")
    life = dynamodb.describe_time_to_live(TableName="Albums")["TimeToLiveDescription"]
    verdict.equal("time to live is set", life.get("AttributeName"), "Expires")

    browser.fill("key", "team")
    browser.fill("value", "jazz")
    browser.press("Add a tag")
    browser.sees("Remove team")
    tags = dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"]
    verdict.equal("a tag is set", tags, [{"Key": "team", "Value": "jazz"}])
    browser.press("Remove team")
    browser.sees("The tag is gone")


def check_stream_and_indexes(verdict, browser, dynamodb):
    browser.press("Turn a stream on")
    browser.sees("The stream is on")
    dynamodb.put_item(TableName="Albums", Item={"Title": {"S": "Pastel Blues"}, "Disc": {"N": "1"}})
    browser.press("Show changes")
    browser.sees("INSERT")
    verdict.check("changes of a stream are shown", "Pastel Blues" in browser.text())
    browser.shot("table")

    browser.press("Create an index")
    browser.fill("name", "ByYear")
    browser.fill("hash", "Year")
    browser.fill("hashType", "N")
    browser.press("Create")
    browser.sees("ByYear")
    browser.until("the index", lambda: browser.press("Look again") or browser.text().count("ACTIVE") > 2)
    browser.press("Delete ByYear")
    browser.fill("confirmation", "ByYear")
    browser.press("Delete")
    browser.until("the index to go", lambda: browser.press("Look again") or "ByYear" not in browser.text())
    verdict.check("an index is created and deleted", True)

    browser.press("Delete the table")
    browser.fill("confirmation", "album")
    verdict.check("a wrong word deletes nothing", not browser.named("button", "Delete").is_enabled())
    browser.fill("confirmation", "Albums")
    browser.press("Delete")
    browser.until("the table to go", lambda: "Albums" not in dynamodb.list_tables()["TableNames"])
    # The page goes back to the list by itself; who has gone elsewhere before would be taken along.
    browser.sees("Create a table")
    verdict.check("a table is deleted after its name was typed", True)


def check_items(verdict, browser, admin):
    browser.open(f"{admin}/console/#/items/Music")
    browser.fill("limit", "50")
    browser.press("Run")
    browser.sees("Page 1: 50 of 50 items")
    browser.press("Next page")
    browser.sees("Page 2: 50 of 50 items")
    browser.press("Next page")
    browser.sees("Page 3: 20 of 20 items")
    browser.press("Page before")
    browser.sees("Page 2:")
    verdict.check("a scan goes on by pages, and back", True)


def check_query(verdict, browser, endpoint):
    browser.fill("kind", "Query")
    browser.fill("hash", "Nina Simone")
    browser.fill("operator", "BETWEEN")
    browser.fill("range", "Song 010")
    browser.fill("rangeTo", "Song 020")
    browser.press("Add a filter")
    browser.fill("filter-attribute", "Year")
    browser.fill("filter-operator", ">")
    browser.fill("filter-type", "N")
    browser.fill("filter-value", "1965")
    browser.press("Run")
    browser.sees("of 6 items looked at")
    verdict.check("a query with a filter", "Page 1: 3 of 6" in browser.text(), browser.text)
    browser.shot("query")
    browser.press("Copy as…")
    browser.sees("aws dynamodb query")
    text = browser.text()
    for words in ("--key-condition-expression '#n0 = :v0", 'boto3.client("dynamodb")', "QueryCommand("):
        verdict.check(f"copied as {words}", words in text, text)
    browser.shot("copy")
    snippet = next(each.text for each in browser.all("dialog pre") if "boto3" in each.text)
    # The page has escaped what it shows; a person would run it as well.
    scope = {}
    exec(snippet.replace('client("dynamodb")', f"client('dynamodb', {LOCAL.format(endpoint)})"), scope)  # noqa: S102
    verdict.equal("what was copied does the same", scope["answer"]["Count"], 3)
    browser.press("✕")

    browser.fill("kind", "Query")
    browser.fill("index", "ByYear")
    browser.fill("hash", "1951")
    browser.press("Run")
    browser.sees("items looked at")


def check_new_item(verdict, browser, dynamodb):
    browser.press("New item")
    browser.sees("Plain JSON")
    names = '"Artist": "Billie Holiday", "Song": "Strange Fruit"'
    plain = f'{{{names}, "Year": 1939, "Plays": {DIGITS}, "Labels": ["Commodore"]}}'
    browser.write("item", plain)
    browser.fill("type-Labels", "SS")
    browser.shot("item")
    browser.press("Save")
    browser.misses("New item\n✕")
    key = {"Artist": {"S": "Billie Holiday"}, "Song": {"S": "Strange Fruit"}}
    browser.until("the item", lambda: "Item" in dynamodb.get_item(TableName="Music", Key=key))
    item = dynamodb.get_item(TableName="Music", Key=key)["Item"]
    verdict.equal("plain JSON keeps every digit", item["Plays"], {"N": DIGITS})
    verdict.equal("and sets its types", item["Labels"], {"SS": ["Commodore"]})

    return key, item


def check_changed_item(verdict, browser, dynamodb, key, item):
    browser.fill("index", "")
    browser.press("Remove")
    browser.fill("hash", "Billie Holiday")
    browser.fill("operator", "")
    browser.press("Run")
    browser.sees("Page 1: 1 of 1")
    browser.press("Edit")
    browser.sees("DynamoDB JSON")
    browser.driver.find_elements("css selector", "dialog input[type=radio]")[1].click()
    changed = {**item, "Year": {"N": "1940"}}
    browser.until("DynamoDB JSON", lambda: '"SS"' in browser.field("item").get_property("value"))
    browser.write("item", json.dumps(changed))
    browser.press("Save")
    browser.until("the change", lambda: dynamodb.get_item(TableName="Music", Key=key)["Item"]["Year"] == {"N": "1940"})
    verdict.check("an item is edited as DynamoDB JSON", True)

    browser.until("no dialog", lambda: not browser.all("dialog[open]"))
    browser.press("Edit")
    browser.until(
        "the item", lambda: browser.all("dialog textarea") and "1940" in browser.field("item").get_property("value")
    )
    dynamodb.put_item(TableName="Music", Item={**changed, "Year": {"N": "1999"}})
    browser.press("Save")
    browser.sees("Somebody else has changed the item meanwhile")
    verdict.check("what others have changed is not overwritten", True)
    browser.press("✕")

    browser.until("no dialog", lambda: not browser.all("dialog[open]"))
    browser.press("Delete")
    browser.fill("confirmation", "delete")
    browser.press("Delete")
    browser.until("the item to go", lambda: "Item" not in dynamodb.get_item(TableName="Music", Key=key))
    verdict.check("an item is deleted", True)


def check_all_of_tables(verdict, browser, dynamodb):
    arn = check_tables(verdict, browser, dynamodb)
    check_settings(verdict, browser, dynamodb, arn)
    check_stream_and_indexes(verdict, browser, dynamodb)


def check_all_of_items(verdict, browser, server, dynamodb):
    admin, endpoint = f"http://127.0.0.1:{server.admin}", server.endpoint
    check_items(verdict, browser, admin)
    check_query(verdict, browser, endpoint)
    check_changed_item(verdict, browser, dynamodb, *check_new_item(verdict, browser, dynamodb))


def check_partiql(verdict, browser, dynamodb):
    browser.until("no dialog", lambda: not browser.all("dialog[open]"))
    browser.follow("PartiQL")
    browser.fill("statement", 'SELECT * FROM "Music" WHERE Artist = ?')
    browser.fill("parameters", '[{"S": "Miles Davis"}]')
    browser.fill("limit", "20")
    browser.press("Run")
    browser.sees("Page 1: 20 items")
    browser.press("Next page")
    browser.sees("Page 2: 20 items")
    browser.shot("partiql")
    browser.fill("parameters", "")
    browser.fill("statement", "INSERT INTO \"Music\" VALUE {'Artist': 'Etta James', 'Song': 'At Last'}")
    browser.press("Run")
    browser.sees("It is done")
    verdict.check(
        "a statement writes",
        dynamodb.query(
            TableName="Music",
            KeyConditionExpression="Artist = :a",
            ExpressionAttributeValues={":a": {"S": "Etta James"}},
        )["Count"]
        == 1,
    )
    browser.fill("statement", "SELEKT")
    browser.press("Run")
    browser.sees("ValidationException")


def check_overview(verdict, browser, dynamodb):
    browser.follow("Overview")
    browser.sees("Memory by owner")
    for _ in range(3):
        for _ in range(100):
            dynamodb.get_item(TableName="Music", Key={"Artist": {"S": "Nina Simone"}, "Song": {"S": "Song 000"}})
        time.sleep(2)
    browser.until("requests", lambda: "GetItem" in browser.driver.find_element("css selector", "table").text)
    verdict.check("there are charts", len(browser.all("canvas")) >= 6)
    browser.shot("overview")
    browser.press("Pause")
    before = browser.driver.find_element("css selector", "dl.tiles").text
    time.sleep(7)
    verdict.equal("a pause holds it", browser.driver.find_element("css selector", "dl.tiles").text, before)
    browser.press("Go on")
    browser.driver.refresh()
    browser.until("what was before", lambda: "GetItem" in browser.driver.find_element("css selector", "table").text)


def check_caches(verdict, browser, admin, dynamodb):
    browser.open(f"{admin}/console/#/caches")
    browser.sees("Hottest keys")
    browser.sees("Advice")
    browser.follow("Music")
    browser.sees("Cache of Music")
    key = {"Artist": {"S": "Nina Simone"}, "Song": {"S": "Song 002"}}
    dynamodb.get_item(TableName="Music", Key=key)
    browser.fill("Artist", "Nina Simone")
    browser.fill("Song", "Song 002")
    browser.press("Peek")
    browser.sees('"Song 002"')
    browser.shot("cache")
    browser.press("Invalidate the item")
    browser.sees("The item is invalidated")
    browser.fill("Artist", "Nina Simone")
    browser.fill("Song", "Song 002")
    browser.press("Peek")
    browser.sees("nothing")
    verdict.check("an item is invalidated", '"Song 002"' not in browser.text())
    browser.press("Invalidate its partition")
    browser.sees("The partition is invalidated")
    browser.press("Invalidate the table")
    browser.sees("The table is invalidated")
    browser.press("Warm")
    browser.sees("done:")
    verdict.check("a table is warmed", True)
    browser.follow("All caches")
    browser.press("Invalidate everything")
    browser.fill("confirmation", "everything")
    browser.press("Invalidate")
    browser.until("no dialog", lambda: not browser.all("dialog[open]"))


def policies(server):
    """What the caches are told of tables, by the patterns of their names."""
    with urllib.request.urlopen(f"http://127.0.0.1:{server.admin}/admin/cache/policies") as answer:
        return {each.pop("table"): each for each in json.load(answer)["policies"]}


def check_policies(verdict, browser, server):
    browser.open(f"http://127.0.0.1:{server.admin}/console/#/caches")
    browser.press("Set a policy")
    browser.fill("table", "Mus?c*")
    browser.fill("item-ttl", "30 parsecs")
    browser.press("Set")
    browser.sees("item-ttl: must be a duration")
    verdict.equal("a wrong policy is refused", policies(server), {})
    browser.fill("item-ttl", "30s")
    browser.fill("jitter", "10%")
    browser.fill("write-around", "true")
    browser.fill("keeps", "some")
    browser.field("kept-items").click()
    browser.field("kept-absent").click()
    browser.shot("policy")
    browser.press("Set")
    browser.sees("Remove Mus?c*")
    wanted = {"item-ttl": "30s", "jitter": 0.1, "write-around": True, "kept": ["items", "absent"], "source": "operator"}
    verdict.equal("a policy is set", policies(server).get("Mus?c*"), wanted)
    browser.press("Change Mus?c*")
    browser.fill("keeps", "")
    browser.fill("jitter", "")
    browser.press("Set")
    browser.until("no dialog", lambda: not browser.all("dialog[open]"))
    browser.misses("jitter: 0.1")
    wanted = {"item-ttl": "30s", "write-around": True, "source": "operator"}
    verdict.equal("a policy is changed", policies(server).get("Mus?c*"), wanted)
    browser.shot("policies")

    browser.open(f"http://127.0.0.1:{server.admin}/console/#/caches/Music")
    browser.sees("Set for Mus?c* by the operator")
    browser.press("Set a policy of this table")
    browser.fill("bypass", "true")
    browser.press("Set")
    browser.sees("Set for Music by the operator")
    verdict.equal("a table has a policy of its own first", next(iter(policies(server).items()))[1]["bypass"], True)

    browser.follow("All caches")
    browser.press("Remove Music")
    browser.press("Remove Mus?c*")
    browser.sees("The policy is gone")
    browser.misses("Mus?c*")
    verdict.equal("policies are removed", policies(server), {})


def check_state(verdict, browser):
    browser.follow("Server")
    browser.sees("Version and settings")
    browser.sees("ready")
    browser.press("Verify the store")
    browser.sees("It has begun")
    browser.until(
        "the work",
        lambda: (
            "verify" in browser.text().lower()
            and ("done" in browser.text() or "sound" in browser.text() or "completed" in browser.text().lower())
        ),
    )
    browser.shot("server")
    verdict.check("a store is verified", True)


def check_keyboard(verdict, browser, admin):
    browser.open(f"{admin}/console/#/overview")
    browser.driver.refresh()
    browser.sees("Memory by owner")
    reached = []
    for _ in range(9):
        browser.type(browser.keys.TAB)
        reached.append(browser.driver.switch_to.active_element.text.strip())
    verdict.check(
        "the keyboard reaches all pages",
        {"Tables", "Items", "Identities"} <= set(reached) or "Pause" in reached,
        reached,
    )
    link = browser.named("nav a", "Tables")
    link.send_keys(browser.keys.ENTER)
    browser.sees("Create a table")
    browser.until("the focus", lambda: browser.driver.switch_to.active_element.tag_name == "h1")
    verdict.check("a page's heading gets the focus", True)
    browser.press("Create a table")
    browser.type(browser.keys.ESCAPE)
    browser.until("no dialog", lambda: not browser.all("dialog[open]"))
    verdict.check("a dialog is left by Escape", True)


def look_at_all(verdict, browser, admin, axe, name):
    for page in PAGES:
        browser.open(f"{admin}/console/#/{page}")
        browser.driver.refresh()
        browser.until(page, lambda: browser.all("h1"))
        browser.until("answers", lambda: "Asking the server…" not in browser.text())
        browser.shot(f"{name}-{page.replace('/', '-')}")
        wide = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
        verdict.check(f"{name} {page}: nothing is wider than the screen", wide <= 0, wide)
        if axe:
            verdict.equal(f"{name} {page}: no barriers", browser.barriers(axe), [])
    if axe:
        browser.driver.execute_script("document.querySelector('main').append(document.createElement('button'))")
        verdict.check(f"{name}: a barrier that was put there is found", browser.barriers(axe))


def check_strangers(verdict, browser, server, dynamodb):
    """A page of another origin tries what pages can."""
    admin = f"http://127.0.0.1:{server.admin}"
    page = f"""<!doctype html><title>theirs</title><body><script type=module>
      const tries = [];
      const note = (name, how) => tries.push(name + ' ' + how);
      const attempt = (name, work) => work.then(a => note(name, a.status), () => note(name, 'refused'));
      const unread = () => {{ throw 0; }};
      const headers = {{'x-amz-target': 'DynamoDB_20120810.DeleteTable', 'content-type': 'application/x-amz-json-1.0'}};
      const body = '{{"TableName":"Music"}}';
      const simple = {{method: 'POST', mode: 'no-cors'}};
      await attempt('api', fetch('{admin}/console/api', {{method: 'POST', headers, body}}));
      await attempt('simple', fetch('{admin}/console/api', {{...simple, body}}).then(unread));
      await attempt('metrics', fetch('{admin}/metrics'));
      await attempt('moments', fetch('{admin}/console/moments'));
      await attempt('backup', fetch('{admin}/admin/maintenance/backup', simple).then(unread));
      document.title = tries.join(', ');
    </script><iframe src="{admin}/console/"></iframe>"""

    class Theirs(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Theirs) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        browser.open(f"http://localhost:{other.server_port}/")
        title = browser.until("its tries", lambda: "backup" in browser.driver.title and browser.driver.title)
        other.shutdown()
    names = ("api", "simple", "metrics", "moments", "backup")
    verdict.equal("another origin is refused", title, ", ".join(f"{name} refused" for name in names))
    verdict.check("and has changed nothing", "Music" in dynamodb.list_tables()["TableNames"])
    framed = [line for line in browser.console() if "frame" in line.lower()]
    verdict.check("nor can it show the console in a frame", framed, browser.console)


def check_quiet(verdict, browser, what, allowed=()):
    said = [line for line in browser.console() if not any(words in line for words in allowed)]
    verdict.equal(f"{what}: the browser's console is empty", said, [])


def check_full(verdict, command, axe):
    with Started(command, {"LARDER_CONSOLE_MODE": "full"}) as server:
        dynamodb = client(server)
        fill(dynamodb)
        admin = f"http://127.0.0.1:{server.admin}"
        with browsers.Browser(SHOTS) as browser:
            browser.open(f"{admin}/console/")
            verdict.guarded("overview", check_overview, verdict, browser, dynamodb)
            verdict.guarded("tables", check_all_of_tables, verdict, browser, dynamodb)
            verdict.guarded("items", check_all_of_items, verdict, browser, server, dynamodb)
            # The service says by 400 what is refused; the page shows it, and the browser notes it.
            check_quiet(verdict, browser, "actions", ["status of 400"])
            verdict.guarded("partiql", check_partiql, verdict, browser, dynamodb)
            check_quiet(verdict, browser, "partiql", ["status of 400"])
            verdict.guarded("caches", check_caches, verdict, browser, admin, dynamodb)
            check_quiet(verdict, browser, "caches")
            verdict.guarded("policies", check_policies, verdict, browser, server)
            check_quiet(verdict, browser, "policies", ["status of 400"])
            verdict.guarded("state", check_state, verdict, browser)
            verdict.guarded("keyboard", check_keyboard, verdict, browser, admin)
            verdict.guarded("light", look_at_all, verdict, browser, admin, axe, "light")
            check_quiet(verdict, browser, "all pages")
            verdict.guarded("strangers", check_strangers, verdict, browser, server, dynamodb)
        with browsers.Browser(SHOTS, dark=True) as browser:
            verdict.guarded("dark", look_at_all, verdict, browser, admin, axe, "dark")
            check_quiet(verdict, browser, "dark")
        with browsers.Browser(SHOTS, size=(390, 800)) as browser:
            verdict.guarded("phone", look_at_all, verdict, browser, admin, axe, "phone")
            check_quiet(verdict, browser, "phone")


def check_read_only(verdict, command):
    with Started(command, {}) as server:
        fill(client(server))
        admin = f"http://127.0.0.1:{server.admin}"
        with browsers.Browser(SHOTS) as browser:
            browser.open(f"{admin}/console/#/tables/Music")
            browser.sees("Deletion protection")
            verdict.check("who only looks is offered no change", "Delete the table" not in browser.text())
            browser.open(f"{admin}/console/#/items/Music")
            browser.press("Run")
            browser.press("Show")
            browser.sees("Plain JSON")
            verdict.check("nor to save", "Save" not in browser.text())
            # What the page does not offer, the server refuses.
            answer = browser.driver.execute_async_script(
                "const done = arguments[0], headers = {'content-type': 'application/x-amz-json-1.0',"
                "'x-amz-target': 'DynamoDB_20120810.DeleteTable'}, body = '{\"TableName\":\"Music\"}';"
                "fetch('api', {method: 'POST', headers, body}).then(a => a.text()).then(done)"
            )
            verdict.check("the server refuses changes", "AccessDeniedException" in answer, answer)
            browser.open(f"{admin}/console/#/caches")
            browser.sees("Policies of tables")
            browser.sees("all others")
            verdict.check("nor to set policies", "Set a policy" not in browser.text())
            status = browser.driver.execute_async_script(
                "const done = arguments[0], headers = {'content-type': 'application/json'};"
                "fetch('/admin/cache/policies/Music', {method: 'PUT', headers, body: '{}'}).then(a => done(a.status))"
            )
            verdict.equal("the server refuses a policy", (status, policies(server)), (403, {}))


def check_signed_policies(verdict, browser, admin):
    """The names of tables are in paths, which are signed."""
    browser.open(f"{admin}/console/#/caches/Music")
    browser.press("Set a policy of this table")
    browser.fill("hides-expired", "true")
    browser.press("Set")
    browser.sees("Set for Music by the operator")
    browser.follow("All caches")
    browser.press("Set a policy")
    browser.fill("table", "Mus?c*")
    browser.press("Set")
    browser.sees("Remove Mus?c*")
    verdict.check("who signs sets policies", True)


def check_signed(verdict, command, axe):
    with Started(command, {"LARDER_CONSOLE_MODE": "full", "LARDER_AUTHENTICATION_MODE": "sigv4"}) as server:
        dynamodb = client(server)
        fill(dynamodb)
        admin = f"http://127.0.0.1:{server.admin}"
        key, secret = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
        with browsers.Browser(SHOTS) as browser:
            browser.open(f"{admin}/console/#/tables")
            browser.sees("Sign in")
            browser.shot("sign-in")
            if axe:
                verdict.equal("sign in: no barriers", browser.barriers(axe), [])
            browser.fill("id", key)
            browser.fill("secret", "x" * 40)
            browser.press("Sign in")
            browser.sees("signature")
            verdict.check("a wrong secret is refused", "Music" not in browser.text())
            browser.fill("secret", secret)
            browser.press("Sign in")
            browser.follow("Music")
            browser.sees("Deletion protection")
            verdict.check("who signs sees tables", True)
            browser.press("Turn deletion protection on")
            browser.sees("Deletion protection is on.")
            browser.follow("Identities")
            browser.sees("arn:aws:iam::000000000000:user/admin")
            browser.fill("who", "arn:aws:iam::000000000000:user/admin")
            browser.fill("action", "dynamodb:GetItem, dynamodb:DeleteTable")
            browser.fill("resource", "arn:aws:dynamodb:us-east-1:000000000000:table/Music")
            browser.press("Ask")
            browser.sees("allowed")
            browser.shot("identities")
            verdict.check("the simulator answers", True)
            browser.press("admin")
            browser.sees("Attached policies")
            browser.press("✕")
            browser.until("no dialog", lambda: not browser.all("dialog[open]"))
            check_signed_policies(verdict, browser, admin)
            browser.follow("Server")
            browser.sees("Version and settings")
            browser.sees("UpdateTable")
            verdict.check("the audit shows what was done here", True)
            browser.shot("audit")
            if axe:
                verdict.equal("audit: no barriers", browser.barriers(axe), [])
            check_quiet(verdict, browser, "signed", ["status of 400", "status of 403"])
            browser.driver.refresh()
            browser.sees("Sign in")
            verdict.check("a key is gone with the page", True)


class Started:
    """A server whose folder and log are kept if a script goes wrong."""

    def __init__(self, command, settings):
        self._server = Server(command, environment=settings)

    def __enter__(self):
        self._server.start()
        return self._server

    def __exit__(self, failure, *_):
        self._server.terminate()
        if failure is None:
            self._server.remove()


def check_node(verdict, command):
    """A node of a cluster, which is before an upstream."""
    with Started(command, {}) as upstream:
        settings = {
            "LARDER_CONSOLE_MODE": "full",
            "LARDER_UPSTREAM_ENGINE": "larder",
            **member_settings("127.0.0.1", free_port()),
        }
        before = f" --upstream {upstream.endpoint} --upstream-writers exclusive"
        with Started(command + before, settings) as node, browsers.Browser(SHOTS) as browser:
            wait_for_writes(node.endpoint)
            fill(client(node))
            browser.open(f"http://127.0.0.1:{node.admin}/console/#/state")
            browser.sees("upstream calls")
            browser.sees("Cluster")
            browser.until("the members", lambda: "Asking the server…" not in browser.text())
            browser.shot("node")
            verdict.check(
                "a node shows its upstream and its cluster", "members" in browser.text().lower(), browser.text
            )
            browser.open(f"http://127.0.0.1:{node.admin}/console/#/items/Music")
            browser.press("Run")
            browser.sees("Page 1: 50 of 50")
            check_quiet(verdict, browser, "node")


def seconds_of(pid, names):
    """Processor time of the threads of those names."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        name, rest = (task / "stat").read_text().split("(", 1)[1].rsplit(")", 1)
        if name.startswith(names):
            total += sum(int(each) for each in rest.split()[11:13])
    return total / os.sysconf("SC_CLK_TCK")


def check_cost(verdict, command, seconds=30):
    """What an open page costs a server under load: the looking on, and the answers to the page."""
    with Started(command, {}) as server, tempfile.TemporaryDirectory() as folder:
        fill(client(server))
        line = {"TableName": "Music", "Key": {"Artist": {"S": "Nina Simone"}, "Song": {"S": "Song 000"}}}
        requests = Path(folder, "requests")
        requests.write_text(f"GetItem\t{json.dumps(line)}\n")
        load = subprocess.Popen(
            ["wrk", "-t1", "-c32", f"-d{seconds + 5}s", "-s", LUA, server.endpoint],
            env={**os.environ, "BENCH_REQUESTS": str(requests)},
            stdout=subprocess.PIPE,
            text=True,
        )
        time.sleep(4)
        since, began, before = 0, time.monotonic(), seconds_of(server.pid, ("admin", "metrics"))
        while time.monotonic() - began < seconds:
            url = f"http://127.0.0.1:{server.admin}/console/moments?since={since}"
            with urllib.request.urlopen(url) as answer:
                moments = json.load(answer)
            since = moments[-1]["at"] if moments else since
            time.sleep(3)
        share = (seconds_of(server.pid, ("admin", "metrics")) - before) / (time.monotonic() - began)
        found = re.search(r'"requests":(\d+),"seconds":([\d.]+)', load.communicate()[0])
        rate = int(found[1]) / float(found[2])
        print(f"an open page takes {100 * share:.2f} % of a core at {rate:,.0f} requests/s", flush=True)
        verdict.check("an open page costs little", share < 0.02, share)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default=DEFAULT_COMMAND, help="command with {port}, {admin}, {dax} and {data}")
    parser.add_argument("--cost", action="store_true", help="measure only what an open page costs (wrk, Linux)")
    arguments = parser.parse_args()
    if arguments.cost:
        environment.reenter()
        verdict = Verdict()
        check_cost(verdict, arguments.server)
        verdict.finish()
    if not browsers.is_there():
        print("skipped: chromium and chromedriver are not there")
        return
    environment.reenter()
    verdict = Verdict()
    axe = browsers.axe_source()
    if axe is None:
        print("skipped: axe, which npm installs")
    verdict.guarded("full", check_full, verdict, arguments.server, axe)
    verdict.guarded("read-only", check_read_only, verdict, arguments.server)
    verdict.guarded("node", check_node, verdict, arguments.server)
    verdict.guarded("signed", check_signed, verdict, arguments.server, axe)
    verdict.finish()


if __name__ == "__main__":
    main()
