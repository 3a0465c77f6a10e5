#!/usr/bin/env bash
# Checks and measures Sweep on a machine with a GPU, unattended and in under 8 minutes, without .NET and without a network there.
#
#   bench/gpu.sh prepare              here: publishes the program, its tests and benchmarks, without libtorch, into artifacts/gpu/sweep-gpu.tar.xz
#   bench/gpu.sh run [OUT] [STEP...]  there: unpacks that, runs every step (or those named), writes OUT/report.md and OUT/logs.tar.gz
#
# What travels: the repository with artifacts/gpu/. What the other machine needs: python3 with PyTorch and its CUDA, bash, tar.
# SWEEP_LIBTORCH names another libtorch than that PyTorch's; GPU_DEVICE=cpu rehearses all of it without a GPU.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
archive=$root/artifacts/gpu/sweep-gpu.tar.xz
most_mib=56
device=${GPU_DEVICE:-cuda}

prepare() {
  local dist=$root/artifacts/gpu/dist project
  rm -rf "$dist" && mkdir -p "$dist" || return 1
  # One folder for all three: they share the .NET runtime and every library.
  for project in tests/Models.Tests bench src/Client; do
    dotnet publish "$root/$project" -c Release -r linux-x64 --self-contained -p:PublishLibtorch=false -p:Precompile=false -p:DebugType=none -o "$dist" \
      -v q --nologo -nodeReuse:false </dev/null || return 1
  done
  rm -f "$dist"/*.pdb "$dist"/*.xml "$dist"/createdump
  tar -C "$dist" -c . | xz -T0 -6 >"$archive" || return 1
  local mib=$(($(stat -c %s "$archive") / 1048576 + 1))
  printf 'what travels:\n  %s MiB  %s\n  %s MiB  the files of the repository\n' "$mib" "${archive#"$root"/}" \
    "$(($(git -C "$root" ls-files -z | (cd "$root" && xargs -0 cat) | wc -c) / 1048576 + 1))"
  [ "$mib" -le "$most_mib" ] || { echo "the archive has $mib MiB; the limit is $most_mib MiB" >&2; return 1; }
  printf 'then there: bench/gpu.sh run OUT\n'
}

# step NAME SECONDS COMMAND...: runs a function below with a limit of its own. A failed step never stops the next one, and the report is whole after each.
step() {
  local name=$1 limit=$2 begin=$SECONDS status; shift 2
  [ ${#chosen[@]} -eq 0 ] || [[ " ${chosen[*]} " == *" $name "* ]] || return 0
  echo "== $name"
  mkdir -p "$work/$name"
  (cd "$work/$name" && timeout -k 5 "$limit" bash "$root/bench/gpu.sh" step "$1" "${@:2}") >"$logs/$name.log" 2>"$logs/$name.err" </dev/null
  status=$?
  case $status in 0) verdict=done ;; 124 | 137) verdict="stopped at its limit of $limit s" ;; *) verdict="exit code $status" ;; esac
  echo "   $verdict, $((SECONDS - begin)) s"
  { printf '\n## %s (%s, %s s)\n\n' "$name" "$verdict" "$((SECONDS - begin))"
    [ -s "$work/$name/summary.md" ] && cat "$work/$name/summary.md" || { echo '```'; tail -n 25 "$logs/$name.log"; echo '```'; }
    [ $status = 0 ] || { echo; echo 'End of its stderr:'; echo; echo '```'; tail -n 12 "$logs/$name.err"; echo '```'; }
  } >>"$out/report.md"
  cp "$work/$name"/*.jsonl "$logs" 2>/dev/null
  tar -C "$logs" -czf "$out/logs.tar.gz.new" . && mv "$out/logs.tar.gz.new" "$out/logs.tar.gz"
}

run() {
  out=$(mkdir -p "${1:-${OUT:-gpu-out}}" && cd "${1:-${OUT:-gpu-out}}" && pwd -P) || exit 2
  shift $(($# > 0 ? 1 : 0)); chosen=("$@")
  work=$(mktemp -d); logs=$work/logs; mkdir -p "$logs"
  trap 'rm -rf "$work"' EXIT
  export GPU_DEVICE=$device GPU_DIST=$work/dist GPU_WORK=$work DOTNET_CLI_TELEMETRY_OPTOUT=1 NO_COLOR=1
  export SWEEP_LIBTORCH=${SWEEP_LIBTORCH:-$(python3 -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')}
  printf '# Sweep on %s\n\nMade by bench/gpu.sh on %s, commit %s.\n' "$device" "$(date -u +%F)" "$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)" >"$out/report.md"
  mkdir -p "$GPU_DIST" && python3 -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2], filter="fully_trusted")' "$archive" "$GPU_DIST" || exit 1
  export SWEEP_LIBTORCH_MISSING=allow # the step "symbols" lists what is missing; here is to be seen what works without it
  step machine 30 machine
  step symbols 30 symbols
  step doctor 40 doctor
  step tests 60 tests
  step main-job 120 main_job
  step repeat 90 repeat
  step speed 140 speed
  step workers 120 workers
  echo "== report: $out/report.md"
}

sweep() { "$GPU_DIST/sweep" "$@"; }

machine() {
  { echo '| | |'; echo '|---|---|'
    [ "$device" = cpu ] || echo "| GPU | $(nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader | tr '\n' ' ') |"
    echo "| PyTorch | $(python3 -c 'import torch; print(torch.__version__, "cuDNN", torch.backends.cudnn.version())' 2>/dev/null || echo none) |"
    echo "| processors | $(nproc) x $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1) |"
    echo "| libtorch | \`$SWEEP_LIBTORCH\` |"
  } | tee summary.md
}

# Names that TorchSharp's library expects of libtorch and that this libtorch does not have.
symbols() {
  nm -D --undefined-only "$GPU_DIST/libtorch/libLibTorchSharp.so" | awk '$1 == "U" {print $2}' | sed 's/@.*//' | grep '^_Z' | sort -u >need
  nm -D --defined-only "$SWEEP_LIBTORCH"/libtorch_cpu.so "$SWEEP_LIBTORCH"/libc10.so "$SWEEP_LIBTORCH"/libtorch.so 2>/dev/null | awk 'NF == 3 {print $3}' | sed 's/@.*//' | sort -u >have
  comm -23 need have | grep -E '^_ZN?K?(2at|3c10|5torch)' >missing
  { echo "TorchSharp's library asks for $(wc -l <need) C++ names; $(grep -cE '^_ZN?K?(2at|3c10|5torch)' need) are libtorch's, of which $(wc -l <missing) are missing here."
    [ -s missing ] && { echo; echo '```'; c++filt <missing | cut -c1-200; echo '```'; }
  } | tee summary.md
}

doctor() { sweep doctor; }

tests() {
  "$GPU_DIST/Sweep.Models.Tests" -noColor -parallel none -class- Sweep.Models.Tests.Native.LibtorchTests | tee all.log
  local status=${PIPESTATUS[0]}
  { echo '```'; grep -E '\[FAIL\]' all.log | cut -c1-160 | head -40; grep -A3 -E '=== TEST EXECUTION SUMMARY' all.log | tail -2; echo '```'; } >summary.md
  return "$status"
}

main_job() {
  local status
  sweep run "$root/sweeps/cells.yaml" --device "$device" --db cells.db; status=$?
  { echo '```'; sweep top cells --db cells.db; echo '```'; echo
    sweep query "select cast(sum(seconds) as integer) as training_seconds, count(*) as epochs, cast(avg(tokens_per_second) as integer) as tokens_per_second from epochs" --db cells.db
  } >summary.md 2>&1
  return $status
}

# The same trials alone, beside others, and killed and resumed: equal to the last bit?
repeat() {
  local run=("$GPU_DIST/sweep" run "$root/sweeps/cells.yaml" --device "$device" --set epochs=3 --set name=repeat --set resources.gpus=0.25 --quiet)
  local numbers="select trial, epoch, train_perplexity, val_perplexity from epochs order by trial, epoch"
  "${run[@]}" --workers 1 --db alone.db || return 1
  "${run[@]}" --workers 4 --db beside.db || return 1
  "${run[@]}" --workers 4 --db killed.db & local pid=$!
  # Killed as soon as three epochs are in the ledger, whichever trials they belong to.
  until [ "$(sweep query 'select count(*) >= 3 from epochs' --db killed.db --format csv 2>/dev/null | tail -1 | tr -d '\r')" = 1 ] || ! kill -0 $pid 2>/dev/null; do :; done
  kill -9 $pid 2>/dev/null || echo "it had ended before it could be killed" >&2; wait $pid 2>/dev/null
  "${run[@]}" --workers 4 --db killed.db || return 1
  local db; for db in alone beside killed; do sweep query "$numbers" --db $db.db --format csv >$db.csv; done
  { echo "$(($(wc -l <alone.csv) - 1)) epochs each:"; echo
    for db in beside killed; do cmp -s alone.csv $db.csv && echo "- alone = $db, bit for bit" || echo "- alone and $db differ in $(diff alone.csv $db.csv | grep -c '^<') epochs"; done
  } | tee summary.md
  cmp -s alone.csv beside.csv && cmp -s alone.csv killed.csv
}

speed() {
  "$GPU_DIST/Sweep.Bench" steps --device "$device" --seconds "${GPU_SECONDS:-1}" >sweep.jsonl
  local status=$?
  python3 "$root/bench/gpu/steps.py" --device "$device" --seconds "${GPU_SECONDS:-1}" >pytorch.jsonl || status=1
  python3 "$root/bench/gpu/table.py" sweep.jsonl pytorch.jsonl >summary.md
  return $status
}

# N trials side by side on one GPU: what N workers train together, per second.
workers() {
  local hidden n
  { echo '| hidden | workers on the device | tokens/s of each | tokens/s together |'; echo '|---:|---:|---:|---:|'; } >summary.md
  for hidden in 256 1024; do
    for n in 1 2 4 8; do
      cat >workers.yaml <<YAML
name: workers-$hidden-$n
method: grid
metric: {name: val_perplexity, goal: minimize}
replicates: $n
resources: {gpus: 0.125}
parameters: {cell: lstm, hidden: $hidden, corpus: grammar, grammar_length: ${GPU_TEXT:-200000}, epochs: 4, optimizer: adam, lr: 0.002}
YAML
      timeout 40 "$GPU_DIST/sweep" run workers.yaml --device "$device" --workers $n --db workers.db --quiet || return 1
      sweep query "select '| $hidden | $n | ' || cast(avg(tokens_per_second) as integer) || ' | ' || cast($n * avg(tokens_per_second) as integer) || ' |' from epochs
        where sweep = 'workers-$hidden-$n' and epoch > 1" --db workers.db --format csv | tail -1 | tr -d '"' | tee -a summary.md
    done
  done
}

case ${1:-} in
  prepare) prepare ;;
  run) shift; run "$@" ;;
  step) shift; "$@" ;;
  *) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
