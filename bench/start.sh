#!/usr/bin/env bash
# What a start costs, and how fast the first epochs of a new worker are, for two builds of the program by turns in one run.
# usage: bench/start.sh [ROUNDS, default 5] [PROGRAM to compare with, default: this build without its images]      prints markdown tables
# Short commands: seconds by the clock and of processor time, medians. Epochs: processor time of the thread that trains, which a busy machine changes little.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-5} epochs=24
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/sweep" --version >/dev/null
dotnet=$(readlink -f "$(command -v dotnet)")
export DOTNET_ROOT=${DOTNET_ROOT:-${dotnet%/*}}
new=$root/artifacts/bin/Sweep.Client/release/sweep

without_images() {
  cp -r "${new%/*}" "$work/plain"
  cp "$root/artifacts/obj/Sweep.Client/release/sweep.dll" "$work/plain/"
  sed -n 's/^-r://p' "$root/artifacts/obj/Sweep.Client/release/precompiled/references.rsp" | while read -r file; do
    case $file in "$DOTNET_ROOT"/*) ;; *) cp "$file" "$work/plain/" ;; esac
  done
  echo "$work/plain/sweep"
}
old=${2:-$(without_images)}

cat >"$work/noop.yaml" <<YAML
name: noop
experiment: noop
metric: {name: loss, goal: minimize}
method: grid
parameters: {x: 0.5, y: 0.5, epochs: 1}
YAML
cat >"$work/tiny.yaml" <<YAML
name: tiny
metric: {name: val_perplexity, goal: minimize}
method: grid
parameters: {cell: rnn, hidden: 8, corpus: grammar, token: char, lr: 0.5, epochs: 1}
YAML

median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# One line per round: seconds by the clock, seconds of processor time.
command_once() {
  local out=$1 TIMEFORMAT='%R %U %S'; shift
  rm -rf "$work"/sweep.db*
  { time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ print $1, $2 + $3 }' >>"$out"
}
command_row() {
  local name=$1 at=$work/${1// /-}; shift
  for _ in $(seq "$rounds"); do command_once "$at.old" "$old" "$@"; command_once "$at.new" "$new" "$@"; done
  local wall cpu; wall=$(paste -d' ' "$at.old" "$at.new" | awk '{ print $3 / $1 }' | median) cpu=$(paste -d' ' "$at.old" "$at.new" | awk '{ print $4 / $2 }' | median)
  printf '| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |\n' "$name" "$(cut -d' ' -f1 "$at.old" | median)" "$(cut -d' ' -f1 "$at.new" | median)" "$wall" \
    "$(cut -d' ' -f2 "$at.old" | median)" "$(cut -d' ' -f2 "$at.new" | median)" "$cpu"
}

# Speed of the 1st, 2nd, 3rd epoch and of epochs 2 to 10, over that of the last third.
epochs_once() {
  local program=$1 cell=$2 tiers=$3 line ns folder; folder=$(mktemp -d -p "$work")
  local order='{"type":"start","protocol":1,"sweep":"s","trial":0,"attempt":1,"experiment":"language-model","config":{"cell":"'$cell'","hidden":256,"layers":1,"corpus":"grammar","token":"char","num_steps":35,"batch_size":32,"lr":0.5,"clip":1.0,"epochs":'$epochs'},"seed":1,"checkpoint_folder":"'$folder'","base_folder":"'$folder'","metric":"val_perplexity","device":"cpu","threads":1}'
  coproc WORKER { exec env DOTNET_GCgen0size=0x100000 DOTNET_TieredCompilation="$tiers" OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE CUDA_VISIBLE_DEVICES= "$program" worker; }
  local pid=$WORKER_PID in out
  # Copies: bash keeps those of the coprocess from subshells.
  exec {in}<&"${WORKER[0]}" {out}>&"${WORKER[1]}" {WORKER[1]}>&-
  while read -r line <&"$in"; do
    read -r ns _ <"/proc/$pid/task/$pid/schedstat"
    case $line in
      *'"type":"ready"'*) echo "$order" >&"$out" ;;
      *'"type":"started"'* | *'"type":"report"'*) echo "$ns" ;;
      *'"type":"ended"'*) break ;;
    esac
  done | awk -v n="$epochs" 'NR > 1 { e[NR - 1] = $1 - last } { last = $1 } END {
    if (NR != n + 1) { print "expected " n " epochs, found " NR - 1 > "/dev/stderr"; exit 1 }
    k = 0; for (i = n - int(n / 3) + 1; i <= n; i++) s[++k] = e[i]
    for (i = 1; i <= k; i++) for (j = i + 1; j <= k; j++) if (s[j] < s[i]) { t = s[i]; s[i] = s[j]; s[j] = t }
    m = s[int((k + 1) / 2)]; sum = 0; for (i = 2; i <= 10; i++) sum += e[i]
    print m / e[1], m / e[2], m / e[3], 9 * m / sum, m / 1e6 }'
  exec {out}>&- {in}<&-
  wait "$pid"
}
epochs_row() {
  local cell=$1 build=$2 file=$work/$1.$2
  printf '| %s | %s |' "$cell" "$build"
  for column in 1 2 3 4; do printf ' %.2f |' "$(cut -d' ' -f$column "$file" | median)"; done
  printf ' %.0f |\n' "$(cut -d' ' -f5 "$file" | median)"
}

echo "$(nproc) cores of $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), family $(sed -n 's/^cpu family.*: //p' /proc/cpuinfo | head -n 1), model $(sed -n 's/^model\t.*: //p' /proc/cpuinfo | head -n 1); load $(cut -d' ' -f1 /proc/loadavg) beside it at the start; medians of $rounds rounds by turns."
echo
echo "| command | before, s | after, s | ratio | before, s of processor | after | ratio |"
echo "|---|---:|---:|---:|---:|---:|---:|"
command_row 'sweep --version' --version
command_row 'sweep validate' validate "$work/noop.yaml"
command_row 'sweep run, one trial that does nothing' run "$work/noop.yaml" --workers 1 --db "$work/sweep.db" --quiet
command_row 'sweep run, one tiny model, one epoch' run "$work/tiny.yaml" --workers 1 --db "$work/sweep.db" --quiet
echo
echo "Speed of an epoch over that of the last $((epochs / 3)) of $epochs; one fresh worker each, hidden 256, characters:"
echo
echo "| cell | | 1st | 2nd | 3rd | 2nd to 10th | last, ms |"
echo "|---|---|---:|---:|---:|---:|---:|"
for cell in rnn gru lstm; do
  for _ in $(seq $(((rounds + 3) / 4))); do epochs_once "$old" $cell 1 >>"$work/$cell.before"; epochs_once "$new" $cell 0 >>"$work/$cell.after"; done
  epochs_row $cell before; epochs_row $cell after
done
