# shellcheck shell=bash
# What the scripts of the AWS command line share: its environment, and checks of what it answers. Sourced.
set -uo pipefail

endpoint=http://127.0.0.1:8000
while [ $# -gt 0 ]; do
  case "$1" in
    --endpoint) endpoint=$2; shift 2 ;;
    *) sed -n '2,3s/^# //p' "$0"; [ "$1" = --help ] && exit 0; exit 2 ;;
  esac
done

here=$(cd "$(dirname "$0")/.." && pwd)
(cd "$here" && python3 -c 'from harness import environment; environment.ready()') || exit 1
unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL AWS_ENDPOINT_URL_DYNAMODB
export AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-dummy}" AWS_SECRET_ACCESS_KEY="${AWS_SECRET_ACCESS_KEY:-dummy}"
export AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
export AWS_MAX_ATTEMPTS=1 AWS_PAGER="" PYTHONIOENCODING=utf-8

passed=0
failed=0
said=

ddb() {
  "$here/.venv/bin/aws" --endpoint-url "$endpoint" --output json dynamodb "$@"
}

fail() {
  failed=$((failed + 1))
  printf 'FAIL %s\n' "$1"
  printf '%s\n' "$2" | head -c 1500 | sed 's/^/     /'
}

# works NAME COMMAND...: the command succeeds; its output is kept in $said.
works() {
  local name=$1
  shift
  if said=$(ddb "$@" 2>&1); then passed=$((passed + 1)); printf 'ok   %s\n' "$name"; else fail "$name" "$said"; fi
}

# gives NAME EXPECTED COMMAND...: the command succeeds and prints this JSON (blanks and order of names aside).
gives() {
  local name=$1 expected=$2
  shift 2
  said=$(ddb "$@" 2>&1)
  if EXPECTED=$expected ACTUAL=$said python3 -c '
import json, os
expected, actual = (json.loads(os.environ[n] or "null") for n in ("EXPECTED", "ACTUAL"))
raise SystemExit(expected != actual)' 2>/dev/null; then
    passed=$((passed + 1)); printf 'ok   %s\n' "$name"
  else
    fail "$name" "expected $expected, but was $said"
  fi
}

# refuses NAME TEXT COMMAND...: the command fails and its complaint contains the text.
refuses() {
  local name=$1 text=$2
  shift 2
  if said=$(ddb "$@" 2>&1); then fail "$name" "was accepted: $said"
  elif [[ $said == *"$text"* ]]; then passed=$((passed + 1)); printf 'ok   %s\n' "$name"
  else fail "$name" "expected …$text…, but was $said"; fi
}

# finish: says how many checks passed; the exit code says whether all did.
finish() {
  echo "$passed passed, $failed failed"
  [ $failed -eq 0 ] && [ $passed -gt 0 ]
}
