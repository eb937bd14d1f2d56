#!/usr/bin/env bash
# Runs the tests:  ./test.sh            everything
#                  ./test.sh Welfare    the projects whose names contain a word
# Installs what is missing, builds once, runs project after project and ends with the line "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CI="${CI:-}"

eng/install.sh servers frontend fonts browser || exit 1
dotnet build Platform.sln -v quiet -nodeReuse:false || { echo "The build failed."; echo "0 passed, 1 failed"; exit 1; }

passed=0 failed=0 log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in tests/*.Tests; do
  name=$(basename "$project")
  [ $# = 0 ] || { match=; for word in "$@"; do case $name in *"$word"*) match=1;; esac; done; [ -n "$match" ] || continue; }
  echo "== $name"
  dotnet "artifacts/bin/$name/debug/$name.dll" --progress off --ansi off >"$log" 2>&1
  status=$?
  good=$(sed -n 's/^ *succeeded: *\([0-9]*\).*/\1/p' "$log" | tail -1)
  bad=$(sed -n 's/^ *failed: *\([0-9]*\).*/\1/p' "$log" | tail -1)
  passed=$((passed + ${good:-0})) failed=$((failed + ${bad:-0}))
  if [ $status != 0 ] || [ "${good:-0}" = 0 ]; then
    cat "$log"
    # A run that broke off or ran nothing counts as a failure even where no test is named.
    [ "${bad:-0}" -gt 0 ] || failed=$((failed + 1))
  else
    grep -E '^ *(total|duration):' "$log" | tr '\n' ' '; echo
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
