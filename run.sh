#!/usr/bin/env bash
# Brings the whole platform up. See --help.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'HELP'
./run.sh [run]            build, start everything, show it; Ctrl-C stops it in order
./run.sh token [CLIENT [SCOPE]]
                          print a fresh access token of a client (default subsidiary-b01), signed with its key in .run/demo
./run.sh accounts         the demo accounts and their password
./run.sh status | stop    of the platform that runs in this checkout

  --engine native|aspire  default: aspire where its packages and a container engine are there, else native
  --only a,b              only these resources and what they wait for (native)
  --data FOLDER           keep data elsewhere than .run: a second platform beside the first (native)
  --no-table              plain lines instead of the live table (native)
  --no-build              start what was built last

Data, logs (.run/logs) and generated passwords (.run/parameters.json) are kept between runs.
HELP
}

verb=run engine="" build=yes passed=()
case "${1:-}" in run|token|accounts|status|stop) verb=$1; shift ;; -h|--help|help) usage; exit 0 ;; esac
while [ $# -gt 0 ]; do
  case $1 in
    --engine) engine=${2:?--engine needs native or aspire}; shift ;;
    --engine=*) engine=${1#*=} ;;
    --no-build) build="" ;;
    -h|--help) usage; exit 0 ;;
    *) passed+=("$1") ;;
  esac
  shift
done
data=.run
for ((i = 0; i < ${#passed[@]}; i++)); do [ "${passed[i]}" != --data ] || data=${passed[i + 1]:?--data needs a folder}; done

command -v dotnet >/dev/null || { echo "The .NET SDK $(sed -n 's/.*"version": "\([^"]*\)".*/\1/p' global.json) or newer is missing: https://dot.net/download" >&2; exit 1; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
host=artifacts/bin/AppHost/debug/AppHost.dll
# No build server outlives this script.
quietly=(-nodeReuse:false -p:UseSharedCompilation=false)

if [ "$verb" != run ]; then
  if [ "$verb" = accounts ]; then
    [ -f "$data/parameters.json" ] || { echo "No password yet: start the platform first." >&2; exit 1; }
    sed -n 's/.*"demo-password": "\(.*\)".*/密码 password: \1\n/p' "$data/parameters.json"
    sed -n 's/.*"userName": "\([^"]*\)".*"name": "\([^"]*\)", "nameEn": "\([^"]*\)".*/  \1\t\2 · \3/p' seeds/accounts.json | expand -t 28
    exit 0
  fi
  [ -f $host ] || dotnet build AppHost -v q "${quietly[@]}" >&2
  exec dotnet $host "$verb" ${passed[@]+"${passed[@]}"}
fi

containers() { timeout 20 docker info >/dev/null 2>&1 || timeout 20 podman info >/dev/null 2>&1; }
aspire_restores() { timeout 120 dotnet restore AppHost -p:Engine=Aspire -v q >/dev/null 2>&1; }

if [ -z "$engine" ]; then
  if ! containers; then engine=native why="no container engine answers here"
  elif ! aspire_restores; then engine=native why="the Aspire packages cannot be restored here"
  else engine=aspire why="a container engine answers and the Aspire packages are there"; fi
else
  why="asked for"
fi
echo "Engine: $engine ($why)"

case $engine in
  aspire)
    dotnet build AppHost -v q -p:Engine=Aspire "${quietly[@]}"
    exec dotnet run --project AppHost -p:Engine=Aspire --no-build ;;
  native)
    eng/install.sh
    if [ -n "$build" ]; then
      # A running platform must not lose its files under its feet.
      stopped=3 running=$stopped
      if [ -f $host ]; then running=0; dotnet $host status --data "$data" >/dev/null 2>&1 || running=$?; fi
      [ "$running" = $stopped ] || { echo "A platform already runs on $data: ./run.sh status, ./run.sh stop" >&2; exit 2; }
      echo "Building (the first time takes a few minutes)"
      dotnet build AppHost -v q "${quietly[@]}" || exit 1
    fi
    exec dotnet $host run --welcome eng/welcome.txt ${passed[@]+"${passed[@]}"} ;;
  *) echo "--engine is native or aspire, not $engine" >&2; exit 2 ;;
esac
