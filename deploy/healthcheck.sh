#!/usr/bin/env bash
# healthcheck.sh ADDRESS PORT PAGE: succeeds when the page answers 200 within 3 seconds. Needs nothing but bash, so that images need no curl.
set -eu
ask() {
  exec 3<>"/dev/tcp/$1/$2"
  printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$3" "$1" >&3
  read -r _ status _ <&3
  [ "$status" = 200 ]
}
if [ "${4:-}" = now ]; then ask "$1" "$2" "$3"; else exec timeout 3 "$BASH" "$0" "$1" "$2" "$3" now; fi
