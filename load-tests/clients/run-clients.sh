#!/usr/bin/env bash
# Runs SDKs and frameworks, unmodified, against a running server; one whose tool is missing is skipped.
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
skipped=0

# run TOOL NAME COMMAND...: the endpoint is added to the command.
run() {
  local tool=$1 name=$2
  shift 2
  if ! command -v "$tool" > /dev/null; then
    echo "== $name: skipped, $tool is not on the PATH"
    skipped=$((skipped + 1))
    return
  fi
  echo "== $name"
  if "$@" --endpoint "$endpoint"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

javascript() {
  if [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund --silent || return 1
  fi
  node --no-warnings "$@"
}

java_source() {
  local classpath=target/classpath
  if [ pom.xml -nt "$classpath" ]; then
    mkdir -p target
    MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS-}" mvn -q -B -Dmdep.outputFile="$classpath" dependency:build-classpath < /dev/null || return 1
  fi
  "$jdk/bin/java" -cp "$(< "$classpath")" "$@"
}

run python3 boto3 python3 boto3_client.py
run python3 "boto3 for DynamoDB Streams" python3 streams_client.py
run python3 "AWS CLI" bash aws_cli.sh
run python3 "PartiQL by boto3" python3 partiql_client.py
run python3 "PartiQL by the AWS CLI" bash partiql_cli.sh
run python3 PynamoDB python3 pynamodb_client.py
cd js || exit 1
run node "AWS SDK for JavaScript" javascript client.mjs
run node dynamodb-admin javascript dynamodb_admin.mjs
run node dynamoose javascript dynamoose.mjs
run node ElectroDB javascript electrodb.mjs
cd ../go || exit 1
run go "guregu/dynamo for Go" go run .
cd ../java || exit 1
if jdk=$(../../../bin/find-jdk); then
  export JAVA_HOME=$jdk
  run mvn "DynamoDB Enhanced Client" java_source EnhancedClient.java
  run mvn "DynamoDB Lock Client" java_source LockClient.java
  run mvn "DynamoDBMapper of the AWS SDK for Java 1" java_source MapperClient.java
  cd ../encryption || exit 1
  run mvn "AWS Database Encryption SDK" java_source EncryptionClient.java
else
  echo "== DynamoDB Enhanced Client, DynamoDB Lock Client, DynamoDBMapper, AWS Database Encryption SDK: skipped"
  skipped=$((skipped + 4))
fi
cd .. || exit 1
if PYTHONPATH=.. python3 -c 'import sys; from harness.wire import verifies; sys.exit(not verifies(sys.argv[1]))' "$endpoint"; then
  run openssl "STS by the credential providers of SDKs" python3 sts_client.py
  run python3 "IAM and STS by the AWS CLI" python3 iam_cli.py
fi
echo "clients: $passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
