namespace Migrator.Sql.Reading;

/// <summary>What a part of a statement does, as far as a rule asks.</summary>
internal enum ChangeKind
{
    /// <summary>The reader does not know the statement.</summary>
    Unknown,

    /// <summary>It is known, but not what it runs: DO, CALL, EXECUTE, a function of somebody's own.</summary>
    Opaque,

    /// <summary>Locks a table, and is of no interest beyond that.</summary>
    Locks,

    CreateTable,
    CreatePartition,

    /// <summary>A view, a sequence, a type: new, if it is met again in the same migration.</summary>
    CreateOther,

    CreateIndex,
    DropIndex,
    Reindex,
    AddColumn,
    DropColumn,
    ChangeType,
    SetNotNull,
    DropNotNull,
    AddForeignKey,
    AddCheck,
    AddUnique,
    AddExclusion,
    ValidateConstraint,
    DropConstraint,
    Rename,
    SetSchema,
    DropTable,
    DropSchema,
    Truncate,

    /// <summary>Writes a table or a materialized view anew: VACUUM FULL, CLUSTER, SET LOGGED, REFRESH.</summary>
    Rewrite,

    AttachPartition,
    DetachPartition,

    /// <summary>A trigger, a policy or a rule of a table.</summary>
    Trigger,

    AddEnumValue,
    WriteRows,
    TransactionControl,
}
