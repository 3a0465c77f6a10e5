#!/usr/bin/env bash
# What a second worker brings, and what everything outside training costs: the main job with 1 and with 2 workers, by turns.
# usage: bench/workers.sh [ROUNDS, default 3] [FILE, default sweeps/cells.yaml]      prints a markdown table
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-3} file=${2:-$root/sweeps/cells.yaml}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/sweep" validate "$file" >/dev/null

# Seconds of the whole command, and of the busiest slot's epochs within it.
measure() {
  local db=$work/$1-$2.db begin end
  begin=$(date +%s.%N)
  "$root/sweep" run "$file" --workers "$2" --db "$db" --quiet >/dev/null
  end=$(date +%s.%N)
  "$root/sweep" query --db "$db" --format csv \
    "SELECT $end - $begin, max(busy), sum(trials) FROM (SELECT sum(e.seconds) AS busy, count(DISTINCT t.number) AS trials
     FROM trials t JOIN epochs e ON e.sweep = t.sweep AND e.trial = t.number GROUP BY t.slot)" | tail -n 1 >>"$work/$2.csv"
}

for round in $(seq "$rounds"); do measure "$round" 1; measure "$round" 2; done

median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
row() { awk -F, -v n="$1" -v w="$2" -v o="$3" 'END { printf "| %d | %.1f | %.1f | %.1f |\n", n, w, $3 * 60 / w, o }' "$work/$1.csv"; }

echo "| workers | seconds | trials per minute | seconds outside training |"
echo "|---:|---:|---:|---:|"
for n in 1 2; do row "$n" "$(cut -d, -f1 "$work/$n.csv" | median)" "$(awk -F, '{ print $1 - $2 }' "$work/$n.csv" | median)"; done
echo
echo "Median ratio of trials per minute, 2 workers to 1, over $rounds rounds: $(paste -d, "$work/1.csv" "$work/2.csv" | awk -F, '{ print $1 / $4 }' | median)"
