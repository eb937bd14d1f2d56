#!/usr/bin/env bash
# Installs from the distribution what this machine lacks; what is there is left alone, so it is safe to run again.
# Usage: eng/install.sh [servers] [frontend] [fonts] [browser] [haproxy] [nginx] [office]     default: servers frontend fonts
set -euo pipefail

[ $# -gt 0 ] || set -- servers frontend fonts
missing() {
  for part in "$@"; do
    case $part in
      servers)
        [ -x /usr/lib/postgresql/15/bin/postgres ] || echo postgresql-15
        [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || echo rabbitmq-server
        [ -x /usr/bin/redis-server ] || echo redis-server
        command -v setpriv setsid >/dev/null || echo util-linux ;;
      frontend)
        command -v node >/dev/null || echo nodejs
        command -v npm >/dev/null || echo npm ;;
      fonts) compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null || echo fonts-noto-cjk ;;
      browser) [ -x /usr/bin/chromium ] || echo chromium ;;
      haproxy) [ -x /usr/sbin/haproxy ] || echo haproxy ;;
      nginx) [ -x /usr/sbin/nginx ] || echo nginx-light ;;
      office) command -v soffice >/dev/null || echo libreoffice-calc-nogui ;;
      *) echo "eng/install.sh: unknown part $part" >&2; return 2 ;;
    esac
  done
}

packages=$(missing "$@" | tr '\n' ' ')
[ -n "$packages" ] || exit 0
echo "Installing $packages"

sudo=""
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "Missing: $packages. As root: apt-get install $packages" >&2; exit 1; }
  sudo=sudo
fi
command -v apt-get >/dev/null || { echo "Missing: $packages. This machine has no apt-get: install them by its own means." >&2; exit 1; }

# The distribution would start its own servers at once; ours are private to the checkout.
policy=/usr/sbin/policy-rc.d made=""
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
  $sudo chmod 755 "$policy"
  made=yes
fi
trap '[ -z "$made" ] || $sudo rm -f "$policy"' EXIT

had_rabbit=""
[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && had_rabbit=yes

install() { $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages; }
$sudo apt-get update -q || true
if ! install; then
  echo "Once more, after mending what was left half-way"
  $sudo dpkg --configure -a || true
  $sudo apt-get update -q || true
  install || { echo "Could not install. Try: ${sudo:+sudo }apt-get install $packages" >&2; exit 1; }
fi

# RabbitMQ's package leaves a name server of its own on every address, whatever the policy says.
if [ -z "$had_rabbit" ]; then
  for pid in $(pgrep -u rabbitmq -x epmd 2>/dev/null || true); do $sudo kill "$pid" || true; done
fi

left=$(missing "$@" | tr '\n' ' ')
[ -z "$left" ] || { echo "Still missing: $left. Try: ${sudo:+sudo }apt-get install $left" >&2; exit 1; }
