#!/usr/bin/env bash
# Makes the secrets of compose.yaml in deploy/secrets/, once: the database's password and the cluster's secret. Git ignores them.
# Others on this machine are kept out by the folder; the files are readable so that the containers' users, who are not you, can read them.
set -eu
cd "$(dirname "$0")/secrets"
chmod 700 .
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
[ -s postgres-password ] || random >postgres-password
[ -s pgpass ] || printf '*:*:*:sweep:%s\n' "$(cat postgres-password)" >pgpass
[ -s cluster-secret ] || random >cluster-secret
chmod 444 postgres-password pgpass cluster-secret
echo "secrets are in $PWD"
