using System.Text;

namespace Migrator.Faults.Tests.Network;

/// <summary>One message of PostgreSQL's protocol, with its type and length bytes.</summary>
/// <param name="Type">The type's letter; NUL for the messages without one, before a session has begun.</param>
/// <param name="Bytes">All of it.</param>
internal readonly record struct WireMessage(char Type, byte[] Bytes)
{
    /// <summary>Whether the client asks with it for one statement: a simple Query, or a Parse of the extended protocol.</summary>
    public bool IsStatement => Type is 'Q' or 'P';

    /// <summary>Whether the server answers it with one ReadyForQuery: a simple Query, or a Sync.</summary>
    public bool IsAnsweredByReady => Type is 'Q' or 'S';

    /// <summary>The statement's SQL; its name in a Parse message is empty or short, and stands before it.</summary>
    public string Sql => Encoding.UTF8.GetString(Bytes.AsSpan(5)).Replace('\0', ' ').Trim();
}
