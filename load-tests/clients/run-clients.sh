#!/usr/bin/env bash
# Runs boto3, the AWS SDK for JavaScript v3 and the AWS command line against a running server.
# Usage: run-clients.sh [--endpoint http://127.0.0.1:8000]
set -uo pipefail

endpoint=http://127.0.0.1:8000
while [ $# -gt 0 ]; do
  case "$1" in
    --endpoint) endpoint=$2; shift 2 ;;
    *) sed -n '2,3s/^# //p' "$0"; [ "$1" = --help ] && exit 0; exit 2 ;;
  esac
done

cd "$(dirname "$0")" || exit 1
passed=0
failed=0
run() {
  echo "== $1"
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

[ -d js/node_modules/@aws-sdk/lib-dynamodb ] || (cd js && npm ci --no-audit --no-fund --silent) || exit 1
run boto3 python3 boto3_client.py --endpoint "$endpoint"
run "AWS SDK for JavaScript" node --no-warnings js/client.mjs --endpoint "$endpoint"
run "AWS CLI" bash aws_cli.sh --endpoint "$endpoint"
echo "clients: $passed passed, $failed failed"
[ $failed -eq 0 ]
