using FluentMigrator;
using FluentMigrator.Postgres;

namespace Storefront.Migrations;

/// <summary>
/// Nearly every message is published, and the relay only looks for the few that are not. A full index would grow
/// for ever to be read at its last page; the partial one stays as small as the queue.
/// </summary>
[Migration(2025_02_27_15_30_00)]
public sealed class CreateOutboxMessages : Migration
{
    public override void Up()
    {
        Create.Table("outbox_messages")
            .WithColumn("id").AsInt64().PrimaryKey("pk_outbox_messages").Identity()
            .WithColumn("topic").AsString().NotNullable()
            .WithColumn("payload").AsCustom("jsonb").NotNullable()
            .WithColumn("created_at").AsDateTimeOffset().NotNullable().WithDefault(SystemMethods.CurrentDateTimeOffset)
            .WithColumn("published_at").AsDateTimeOffset().Nullable();

        Create.Index("ix_outbox_messages_unpublished").OnTable("outbox_messages")
            .OnColumn("id").Ascending()
            .WithOptions().Filter("published_at IS NULL");
    }

    public override void Down() => Delete.Table("outbox_messages");
}
