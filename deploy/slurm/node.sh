#!/usr/bin/env bash
# One node of the job; srun starts it on every machine. SWEEP_PROGRAM: the program, default artifacts/sweep/sweep in SWEEP_HOME.
set -eu
name=${SLURMD_NODENAME:-$(hostname -s)}
# The first address of this machine that others can reach.
address=${SWEEP_ADVERTISE:-$(hostname -I | tr ' ' '\n' | grep -v '^127\.' | head -n 1)}
program=${SWEEP_PROGRAM:-$SWEEP_HOME/artifacts/sweep/sweep}
scratch=${SWEEP_DATA:-${SLURM_TMPDIR:-${TMPDIR:-/tmp}}/sweep-$USER}
# --grace is shorter than Slurm's KillWait (30 seconds unless the site changed it), which is what a preempted job gets.
exec "$program" silo --name "$name" --bind 0.0.0.0 --advertise "$address" --data "$scratch" --http 127.0.0.1:8080 --grace 25
