using Migrator.Sql.Texts;

namespace Migrator.Statements.Sending;

/// <summary>A text of a migration holds what is never sent.</summary>
internal sealed class RefusedTextException(RefusedText refused) : Exception(refused.Message)
{
    /// <summary>What to write instead.</summary>
    public string Next { get; } = refused.Next;
}
