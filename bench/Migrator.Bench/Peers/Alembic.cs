using System.Globalization;
using Migrator.Bench.Running;

namespace Migrator.Bench.Peers;

/// <summary>Alembic (Python): a revision a migration, a transaction each.</summary>
internal static class Alembic
{
    private const string Environment = """
        import os
        from alembic import context
        from sqlalchemy import create_engine
        with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
            context.configure(connection=connection, transaction_per_migration=True)
            with context.begin_transaction():
                context.run_migrations()
        """;

    public static Contender Create(int count)
    {
        var folder = Workspace.Folder($"alembic-{count}");
        Workspace.Write(folder, "alembic.ini", "[alembic]\nscript_location = .\n");
        Workspace.Write(folder, "env.py", Environment);
        foreach (var i in BenchSchema.Numbers(count))
            Workspace.Write(folder, string.Create(CultureInfo.InvariantCulture, $"versions/{i:D5}_create_t{i}.py"), string.Create(CultureInfo.InvariantCulture, $"""
                from alembic import op
                revision = "{i:D5}"
                down_revision = {(i == 1 ? "None" : $"\"{i - 1:D5}\"")}
                def upgrade():
                    op.execute("{BenchSchema.Table(i)}")
                    op.execute("{BenchSchema.Index(i)}")
                def downgrade():
                    op.execute("{BenchSchema.Drop(i)}")

                """));
        return new("Alembic", ProcessRun.Run(new("alembic", "--version")).Split(' ')[^1].Trim(),
            "`alembic upgrade head`, `transaction_per_migration`; status: `alembic current`",
            (phase, database) => new("alembic", phase == Phase.Status ? ["current"] : ["upgrade", "head"])
            {
                Directory = folder,
                Environment =
                    { ["DATABASE_URL"] = Dbmate.Url(database)
                        .Replace("postgres://", "postgresql+psycopg2://", StringComparison.Ordinal) },
            });
    }
}
