#!/usr/bin/env bash
# PostgreSQL for an hour: takes the JSON Lines export of a dataset, serves its claims on a socket in a folder that only
# this user reads, asks what is asked, and is gone.
#
#     tools/postgres.sh EXPORT.jsonl                 a psql prompt
#     tools/postgres.sh EXPORT.jsonl FILE.sql...     what these files ask, as CSV, each with a header
#
# Debian's server (apt-get install postgresql) and nothing else. It listens to no network, and nothing of it is left.
set -euo pipefail

export=${1:?EXPORT.jsonl}
shift
[ -r "$export" ] || { echo "$export cannot be read" >&2; exit 2; }
programs=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2> /dev/null | sort -V | tail -1)
[ -n "$programs" ] || { echo "no PostgreSQL server in /usr/lib/postgresql; apt-get install postgresql" >&2; exit 2; }

work=$(mktemp -d)
# The server refuses to be run by root; Debian's package has made a user for it
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    chown postgres "$work"
    as() { (cd "$work" && exec runuser -u postgres -- "$@"); }
fi
stop() {
    as "$programs/pg_ctl" --pgdata="$work/data" --mode=immediate --wait stop > /dev/null 2>&1 || true
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

as "$programs/initdb" --pgdata="$work/data" --auth=peer --encoding=UTF8 --locale=C.UTF-8 --no-sync > "$work/log"
as "$programs/pg_ctl" --pgdata="$work/data" --log="$work/server.log" --wait --silent start \
    --options="-c listen_addresses='' -c unix_socket_directories='$work' -c fsync=off -c max_wal_size=8GB -c maintenance_work_mem=256MB"
sql() { as "$programs/psql" --host="$work" --dbname=postgres --no-psqlrc --set=ON_ERROR_STOP=1 "$@"; }

sql --quiet --command='CREATE UNLOGGED TABLE line (record json)'
# A line of JSON holds neither of these two characters, so that as CSV it is one cell, letter for letter
sql --quiet --command="COPY line FROM STDIN WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')" < "$export"
sql --quiet <<'SQL'
CREATE EXTENSION unaccent;
-- What it depends on is a file that nobody changes; an index may hold what it returns
CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT unaccent('unaccent', $1) $$;
CREATE UNLOGGED TABLE claim AS
SELECT record ->> 'id' AS id, record ->> 'source' AS source, record #>> '{as_reported,text}' AS as_reported,
       record ->> 'status' AS status, record #>> '{basis,kind}' AS basis, record ->> 'text' AS text,
       record #>> '{said_by,id}' AS said_by, record ->> 'mode' AS mode, record #>> '{attribution,kind}' AS attribution,
       record #>> '{when,text}' AS "when", record #>> '{when,edtf}' AS when_edtf, record #>> '{when,basis,kind}' AS when_basis,
       record #>> '{when,earliest}' AS when_earliest, record #>> '{when,latest}' AS when_latest,
       record -> 'evidence' AS evidence, record ->> 'state' AS state,
       to_tsvector('simple', folded(record ->> 'text')) AS words
FROM line WHERE record ->> 'kind' = 'claim';
DROP TABLE line;
ALTER TABLE claim ADD PRIMARY KEY (id);
CREATE INDEX ON claim (said_by);
CREATE INDEX ON claim (when_latest) WHERE when_edtf IS NOT NULL;
CREATE INDEX ON claim USING gin (words);
ANALYZE claim;
SQL

if [ $# = 0 ]; then
    sql
    exit
fi
for file in "$@"; do
    sql --csv --quiet < "$file"
done
