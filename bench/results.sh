#!/usr/bin/env bash
# What the verbs that show results cost on ledgers of 1,000 to 100,000 trials: bench/results/results.md.
# results.sh [--only TEXT] runs a part and prints it.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build src/Client -c Release -v q --nologo
dotnet build bench -c Release -v q --nologo
sweep=artifacts/bin/Sweep.Client/release/sweep.dll
bench=artifacts/bin/Sweep.Bench/release/Sweep.Bench.dll
if [ $# -gt 0 ]; then
  dotnet "$bench" verbs "$PWD/$sweep" "$@"
else
  dotnet "$bench" verbs "$PWD/$sweep" | tee bench/results/results.md
fi
