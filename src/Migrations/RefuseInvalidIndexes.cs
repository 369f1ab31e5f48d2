using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// An index whose CONCURRENTLY build failed costs every write and serves no read, and nothing says so.
/// After each migration is the earliest moment to notice, and the message names the one to drop.
/// </summary>
[Maintenance(MigrationStage.AfterEach)]
public sealed class RefuseInvalidIndexes : ForwardOnlyMigration
{
    public override void Up() =>
        Execute.Sql("""
            DO $$
            DECLARE
                invalid text;
            BEGIN
                SELECT string_agg(class.relname, ', ' ORDER BY class.relname) INTO invalid
                FROM pg_index AS index
                JOIN pg_class AS class ON class.oid = index.indexrelid
                JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
                WHERE NOT index.indisvalid AND namespace.nspname = current_schema();

                IF invalid IS NOT NULL THEN
                    RAISE EXCEPTION 'Invalid index: %', invalid
                        USING HINT = 'Drop it with DROP INDEX CONCURRENTLY, remove the cause, and build it again.';
                END IF;
            END
            $$
            """);
}
