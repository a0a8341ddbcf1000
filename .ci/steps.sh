# shellcheck shell=bash
# What .ci/run and .ci/nightly share. Sourced; needs a JDK 25, Maven and Python 3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

JAVA25_HOME=$(bin/find-jdk)
export JAVA25_HOME
for tool in mvn python3 timeout; do
  command -v "$tool" > /dev/null || { echo "ci: $tool is not on the PATH" >&2; exit 1; }
done

# The environment in which servers of the load tests guard all that they have: signatures and policies, disk, audit.
# shellcheck disable=SC2034 # for those that source this
guarded=(env LARDER_AUTHENTICATION_MODE=sigv4 LARDER_ENCRYPTION_ENABLED=true LARDER_AUDIT_DATA_EVENTS=all)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
figures=()
wrong=()

# step NAME SECONDS COMMAND...: runs a command, ends it and what it started when it takes longer, and counts how it ended.
step() {
  local name=$1 seconds=$2 began=$SECONDS status=0
  shift 2
  echo "== $name"
  timeout --kill-after=30 "$seconds" "$@" < /dev/null 2>&1 | tee "$work/output" || status=$?
  if [ $status = 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    wrong+=("-- $name" "$(grep -aE -A 8 '^(FAIL|violation|Traceback|\[ERROR\])' "$work/output" | head -n 40 || true)")
  fi
  figures+=("$(printf '%-12s %5d s  exit code %-3d  %s' "$name" $((SECONDS - began)) $status "$(tail -n 1 "$work/output")")")
  return $status
}

# skip NAME REASON: says that a step cannot be done here.
skip() {
  figures+=("$(printf '%-12s skipped: %s' "$1" "$2")")
}

# True where one may make network namespaces of one's own, which not every sandbox grants.
has_namespaces() {
  command -v ip > /dev/null &&
    unshare --user --map-root-user --net --mount --pid --fork --kill-child --mount-proc \
      ip link add bridge type bridge > /dev/null 2>&1
}

# Prints what was wrong, and what each step took and said last; the exit code says whether all passed.
finish() {
  [ $failed = 0 ] || printf '%s\n' "" "${wrong[@]}"
  printf '%s\n' "" "${figures[@]}" "$passed passed, $failed failed"
  [ $failed = 0 ]
}
