#!/usr/bin/env bash
# Kills what runs, counts what is left:  ./drill.sh [--kills N] [--seed S] [--seconds T]
# Starts a platform of its own, sends mixed work through the gateway and meanwhile ends every process and server with kill -9 at
# random moments, holds the broker down, takes Redis and disk away, pauses the database. Fails when anything acknowledged is lost,
# anything took effect twice, or anything took longer than T = 30 s to come back by itself. The same seed draws the same order.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

number() { [[ ${2:-} =~ ^[1-9][0-9]{0,6}$ ]] || { echo "$1 needs a number" >&2; exit 2; }; echo "$2"; }
while [ $# -gt 0 ]; do
  case $1 in
    --kills) RONGHE_DRILL_KILLS=$(number "$@"); export RONGHE_DRILL_KILLS; shift 2 ;;
    --seed) RONGHE_DRILL_SEED=$(number "$@"); export RONGHE_DRILL_SEED; shift 2 ;;
    --seconds) RONGHE_DRILL_SECONDS=$(number "$@"); export RONGHE_DRILL_SECONDS; shift 2 ;;
    -h|--help) sed -n '2,5s/^# //p' "$0"; exit 0 ;;
    *) echo "./drill.sh [--kills N] [--seed S] [--seconds T], not $1" >&2; exit 2 ;;
  esac
done

export RONGHE_DRILL_KILLS=${RONGHE_DRILL_KILLS:-40} RONGHE_DRILL_SECONDS=${RONGHE_DRILL_SECONDS:-30}
eng/install.sh servers frontend >&2
for project in AppHost tests/Platform.Tests; do dotnet build "$project" -v q -nodeReuse:false -p:UseSharedCompilation=false >&2; done
exec dotnet artifacts/bin/Platform.Tests/debug/Platform.Tests.dll --progress off --ansi off --show-live-output on \
  --filter-class Ronghe.Platform.Tests.Drills.Drill
