#!/usr/bin/env bash
# A long storm: tests/Cluster/chaos.sh [FAULTS] [SEED]. Prints what was done to whom, and whether every promise held.
set -euo pipefail
cd "$(dirname "$0")/../.."
export SWEEP_CHAOS_FAULTS=${1:-200} SWEEP_CHAOS_SEED=${2:-1}
dotnet test tests/Cluster -c Release --filter "FullyQualifiedName~ChaosTests.${CHAOS:-A_storm_over_nodes_that_share_a_PostgreSQL_server}" --logger "console;verbosity=detailed"
