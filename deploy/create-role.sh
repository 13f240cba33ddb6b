#!/bin/sh
# Run once by the database image, in an empty database: the role that the site works as.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$SITE_PASSWORD" \
	--username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE ppaos_site LOGIN PASSWORD :'password';
GRANT ppaos_site TO ppaos_owner;
SQL
