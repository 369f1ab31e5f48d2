-- The three roles of one database, for psql, as a superuser or as the database's owner with CREATEROLE:
--
--   psql -d shop -f deploy/sql/roles.sql
--
-- It may be run again. Names other than these defaults, here for the database shop: -v owner=... and so on.
--
--   owner           shop_owner        owns schemas and tables; nobody logs in as it
--   migrator        shop_migrator     logs in for the deploy step; can do nothing until it takes the owner's role (--set-role shop_owner)
--   application     shop_application  logs in for the application: data only, and SELECT on the version table and the journal
--   schema          public            the application's tables
--   version_schema  migrator          version table and journal (--version-table-schema migrator)
--
-- The version table has a schema of its own because privileges that a schema gives to new tables cannot be taken from one of them:
-- in the application's schema the application could write it. No passwords here: docs/roles.md.

\set ON_ERROR_STOP on
\if :{?owner}
\else
    \set owner :DBNAME _owner
\endif
\if :{?migrator}
\else
    \set migrator :DBNAME _migrator
\endif
\if :{?application}
\else
    \set application :DBNAME _application
\endif
\if :{?schema}
\else
    \set schema public
\endif
\if :{?version_schema}
\else
    \set version_schema migrator
\endif

BEGIN;
SET LOCAL client_min_messages = warning;

SELECT format('CREATE ROLE %I NOLOGIN', :'owner') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
SELECT format('CREATE ROLE %I LOGIN NOINHERIT', :'migrator') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'migrator') \gexec
SELECT format('CREATE ROLE %I LOGIN', :'application') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'application') \gexec

-- A DO block knows no psql variables.
SELECT set_config('roles.owner', :'owner', true), set_config('roles.migrator', :'migrator', true),
       set_config('roles.application', :'application', true), set_config('roles.schema', :'schema', true),
       set_config('roles.version_schema', :'version_schema', true) \g /dev/null
DO $$
DECLARE
    names CONSTANT text[] := ARRAY[current_setting('roles.owner'), current_setting('roles.migrator'), current_setting('roles.application')];
    powerful text;
BEGIN
    SELECT string_agg(rolname, ', ') INTO powerful FROM pg_roles
    WHERE rolname = ANY (names) AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls);
    IF powerful IS NOT NULL THEN
        RAISE EXCEPTION '% may do more than a role of this kind should (see \du)', powerful;
    END IF;
    IF (SELECT count(DISTINCT name) FROM unnest(names) name) < 3 THEN
        RAISE EXCEPTION 'owner, migrator and application must be three roles';
    END IF;
    IF pg_has_role(names[3], names[1], 'MEMBER') OR pg_has_role(names[3], names[2], 'MEMBER') THEN
        RAISE EXCEPTION '% is a member of % or %: it could alter everything', names[3], names[1], names[2];
    END IF;
    IF current_setting('roles.schema') = current_setting('roles.version_schema') THEN
        RAISE EXCEPTION 'the version table needs a schema of its own, or the application could write it';
    END IF;
    IF EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = current_setting('roles.schema') AND c.relname = 'VersionInfo') THEN
        RAISE EXCEPTION 'the version table is in the schema %, where the application could write it: see docs/roles.md on moving it',
            current_setting('roles.schema');
    END IF;
END
$$;

-- Who is no superuser must be a member of the owner to act for it, only meanwhile.
SELECT NOT pg_has_role(current_user, :'owner', 'USAGE') AS borrow \gset
\if :borrow
    GRANT :"owner" TO CURRENT_USER;
\endif

ALTER ROLE :"owner" NOLOGIN;
-- So that it cannot create anything as itself by mistake.
ALTER ROLE :"migrator" LOGIN NOINHERIT;
ALTER ROLE :"application" LOGIN;
GRANT :"owner" TO :"migrator";

REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CREATE, TEMPORARY ON DATABASE :"DBNAME" TO :"owner";
GRANT CONNECT ON DATABASE :"DBNAME" TO :"migrator", :"application";

CREATE SCHEMA IF NOT EXISTS :"schema";
CREATE SCHEMA IF NOT EXISTS :"version_schema";
ALTER SCHEMA :"schema" OWNER TO :"owner";
ALTER SCHEMA :"version_schema" OWNER TO :"owner";
REVOKE ALL ON SCHEMA :"schema", :"version_schema" FROM PUBLIC;
GRANT USAGE ON SCHEMA :"schema", :"version_schema" TO :"application";

-- What is there already, and what migrations will create.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA :"schema" TO :"application";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA :"schema" TO :"application";
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA :"schema" TO :"application";
GRANT SELECT ON ALL TABLES IN SCHEMA :"version_schema" TO :"application";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"application";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT USAGE, SELECT ON SEQUENCES TO :"application";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT EXECUTE ON ROUTINES TO :"application";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" REVOKE EXECUTE ON ROUTINES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"version_schema" GRANT SELECT ON TABLES TO :"application";

-- Not only who is in a migration's way, but for how long: only a superuser can give this everywhere.
SELECT format('GRANT pg_read_all_stats TO %I', :'owner') FROM pg_roles WHERE rolname = current_user AND rolsuper \gexec

\if :borrow
    REVOKE :"owner" FROM CURRENT_USER;
\endif
COMMIT;
