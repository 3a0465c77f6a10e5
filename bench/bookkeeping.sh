#!/usr/bin/env bash
# What scheduling costs when trials are short: N trials that only wait one second, on 16 slots, against the time that no scheduler could beat.
# usage: bench/bookkeeping.sh [TRIALS, default 2000] [SLOTS, default 16]      prints a markdown table
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
trials=${1:-2000} slots=${2:-16}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/waiting.yaml" <<YAML
name: waiting
experiment: noop
method: random
run_cap: $trials
metric: {name: loss, goal: minimize}
parameters:
  x: {min: 0.0, max: 1.0}
  y: {min: 0.0, max: 1.0}
  epochs: 1
  epoch_seconds: 1.0
YAML
"$root/sweep" validate "$work/waiting.yaml" >/dev/null
load=$(cut -d' ' -f1 /proc/loadavg)
begin=$(date +%s.%N)
"$root/sweep" run "$work/waiting.yaml" --workers "$slots" --db "$work/sweep.db" --quiet >/dev/null
end=$(date +%s.%N)
ask() { "$root/sweep" query --db "$work/sweep.db" --format csv "$1" | tail -n 1 | tr -d '\r'; }
completed=$(ask "SELECT count(*) FROM trials WHERE status = 'completed'")
attempts=$(ask "SELECT count(*) FROM attempts WHERE outcome = 'completed'")
rows=$(ask "SELECT count(*) FROM (SELECT DISTINCT sweep, trial, epoch FROM epochs)")
[ "$completed $attempts $rows" = "$trials $trials $trials" ] ||
  { echo "expected $trials trials completed once with one report each, found $completed trials, $attempts attempts, $rows reports" >&2; exit 1; }
span=$(ask "SELECT (julianday(max(ended_at)) - julianday(min(started_at))) * 86400 FROM attempts")
echo "$trials trials of one second on $slots slots; $(nproc) cores, load $load beside it at the start. Every trial completed once, every report in the ledger."
echo
echo "| | seconds | of the ideal |"
echo "|---|---:|---:|"
awk -v n="$trials" -v s="$slots" -v all="$(echo "$end $begin" | awk '{ print $1 - $2 }')" -v span="$span" 'BEGIN {
  ideal = int((n + s - 1) / s)
  printf "| ideal: %d / %d | %.1f | 1.000 |\n| first start to last end | %.1f | %.3f |\n| whole command, from start to exit | %.1f | %.3f |\n", n, s, ideal, span, span / ideal, all, all / ideal }'
