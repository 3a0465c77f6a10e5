#!/usr/bin/env bash
# Tries what make.sh made as a stranger would: an empty home, no variables, nothing of this repository. The archive runs without .NET, the tool with it.
set -euo pipefail
out=$(cd "$(dirname "$0")/../.." && pwd)/artifacts/release
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
packages=("$out"/Sweep.Tool.[0-9]*.nupkg)
version=${packages[0]##*/Sweep.Tool.}
version=${version%.nupkg}

step() { echo; echo "== $*"; }
# A home and a folder of its own for each of the two.
stranger() { (cd "$place/$1" && env -i HOME="$place/$1" PATH=/usr/bin:/bin DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 "${@:2}"); }

use() {
  stranger "$1" "$2" --version
  stranger "$1" "$2" run tiny.yaml
  stranger "$1" "$2" top tiny
  [ "$(stranger "$1" "$2" query "select count(*) as trials from trials where status = 'completed'" --format csv)" = $'trials\n2' ] || { echo "try.sh: $1: not both trials are completed" >&2; exit 1; }
}

mkdir "$place/archive" "$place/tool"
for home in archive tool; do
  cat >"$place/$home/tiny.yaml" <<'YAML'
name: tiny
method: grid
metric: {name: val_perplexity, goal: minimize}
parameters: {cell: [rnn, gru], corpus: grammar, grammar_length: 5000, num_steps: 10, batch_size: 8, hidden: 16, optimizer: adam, lr: 0.01, epochs: 2}
YAML
done

step "checksums"
(cd "$out" && sha256sum --check SHA256SUMS)

step "archive"
tar -C "$place/archive" -xf "$out/sweep-$version-linux-x64.tar.xz"
for module in sweep_client wandb; do
  [ -s "$place/archive/sweep-$version-linux-x64/python/$module.py" ] || { echo "try.sh: the archive has no python/$module.py" >&2; exit 1; }
done
use archive "./sweep-$version-linux-x64/sweep"

step "dotnet tool install"
stranger tool "$dotnet/dotnet" tool install --global Sweep.Tool --version "$version" --source "$out"
use tool "$place/tool/.dotnet/tools/sweep"
stranger tool "$dotnet/dotnet" tool uninstall --global Sweep.Tool

step "a project that refers to the libraries"
"$out/../../deploy/release/try-library.sh" "$out" "$version" "$place/archive/sweep-$version-linux-x64/sweep"
echo "all work"
