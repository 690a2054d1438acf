#!/usr/bin/env bash
# Runs a command with TEST_DATABASE_URL naming a PostgreSQL started for it alone:
#   scripts/with-postgres.sh npm run test:postgres
set -euo pipefail

if (($# == 0)); then
  sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi

programs=$(bash "$(dirname "${BASH_SOURCE[0]}")/../.ci/postgres")
unset "${!PG@}"

# PostgreSQL refuses to run as root.
as_owner() {
  if ((EUID == 0)); then
    (cd "$place" && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

make_cluster() {
  local locale
  locale=$(locale -a 2>/dev/null | grep -iE -m 1 '^(C|en_US)\.utf-?8$' || echo C)
  as_owner "$programs/initdb" --pgdata="$place/data" --username=postgres --auth=trust \
    --encoding=UTF8 --locale="$locale" --no-sync >/dev/null
  # The superuser is reached by the socket alone, whose folder is its owner's.
  as_owner tee "$place/data/pg_hba.conf" >/dev/null <<END
local all postgres              trust
host  all postgres 127.0.0.1/32 reject
host  all all      127.0.0.1/32 trust
END
  as_owner tee -a "$place/data/postgresql.conf" >/dev/null <<END
listen_addresses = '127.0.0.1'
unix_socket_directories = '$place'
max_connections = 200
END
}

# Below the range that outgoing connections are given; a port that is taken is answered with another.
start_server() {
  local attempt
  for attempt in {1..20}; do
    port=$((20000 + RANDOM % 12000))
    if as_owner "$programs/pg_ctl" start --silent --wait --pgdata="$place/data" --log="$place/log.$attempt" \
      --options="-p $port" >/dev/null 2>&1; then
      return
    fi
    grep -q 'could not bind' "$place/log.$attempt" || break
  done
  cat "$place/log.$attempt" >&2
  return 1
}

as_superuser() {
  "$programs/psql" --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --host="$place" --port="$port" --username=postgres "$@"
}

# As on a managed PostgreSQL: not a superuser, yet able to make databases and roles.
make_role() {
  as_superuser --dbname=postgres --command='CREATE ROLE parlance LOGIN CREATEDB CREATEROLE'
  # pgvector is not marked trusted, so that role cannot add it: it is in every database beforehand.
  as_superuser --dbname=template1 --command='CREATE EXTENSION vector'
  as_superuser --dbname=postgres --command='CREATE EXTENSION vector'
}

# shellcheck disable=SC2317 # a trap calls it
remove_cluster() {
  trap '' INT TERM HUP
  if as_owner "$programs/pg_ctl" status --pgdata="$place/data" >/dev/null 2>&1; then
    as_owner "$programs/pg_ctl" stop --silent --pgdata="$place/data" --mode=fast --timeout=20 ||
      as_owner "$programs/pg_ctl" stop --silent --pgdata="$place/data" --mode=immediate || :
  elif [[ -n $started ]]; then
    echo 'PostgreSQL stopped before its time; the end of its log:' >&2
    tail -q -n 40 "$place"/log.* >&2
  fi
  rm -rf "$place"
}

started=
place=$(mktemp -d "$( ((EUID == 0)) && echo /tmp || echo "${TMPDIR:-/tmp}")/parlance-postgres.XXXXXX")
trap remove_cluster EXIT
trap 'exit 143' INT TERM HUP
if ((EUID == 0)); then chown postgres "$place"; fi
make_cluster
start_server
started=yes
make_role
export TEST_DATABASE_URL="postgresql://parlance@127.0.0.1:$port/postgres"

# In the background, so that a signal is passed on at once and the server outlives the command.
"$@" <&0 &
command=$!
trap 'kill -TERM "$command" 2>/dev/null || :' INT TERM HUP
status=0
wait "$command" || status=$?
while kill -0 "$command" 2>/dev/null; do
  wait "$command" || status=$?
done
exit "$status"
