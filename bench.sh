#!/usr/bin/env bash
# Measures one question:  ./bench.sh NAME [ARGUMENTS]     without a name: what there is
# bench/NAME holds the bench, its peers' configuration and, in the file "needs", what eng/install.sh must bring.
# The last line is JSON; exit 0 means that it measured, whether or not a bar was met.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

name=${1:-}
if [ -z "$name" ] || [ ! -f "bench/$name/Bench.$name.csproj" ]; then
  echo "./bench.sh NAME, one of:" >&2
  for project in bench/*/Bench.*.csproj; do found=$(basename "$(dirname "$project")"); [ "$found" = Harness ] || echo "  $found" >&2; done
  exit 2
fi
shift
needs=servers
[ ! -f "bench/$name/needs" ] || needs+=" $(cat "bench/$name/needs")"
# shellcheck disable=SC2086 # parts are words
eng/install.sh $needs >&2
dotnet build "bench/$name" -c Release -v q -nodeReuse:false -p:UseSharedCompilation=false >&2
exec dotnet "artifacts/bin/Bench.$name/release/Bench.$name.dll" "$@"
