using System.Diagnostics;
using System.Text;
using Migrator.Database.History;
using Migrator.Sql;

namespace Migrator.Statements.Sending;

/// <summary>The step that runs now: what the processor counts and the version loader records.</summary>
internal sealed class StepContext(string name, JournalEntry? entry = null, StatementLedger? ledger = null)
{
    // A loop over rows may raise one for each.
    private const int MostNotices = 1000;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<ServerNotice> _notices = [];
    private readonly Dictionary<int, (string Name, int Length)> _scripts = [];

    // What the migration told the server that its text is in; empty for UTF-8.
    private string _encoding = "";

    /// <summary>The migration's name; or the maintenance's or profile's, which have no version and are not recorded.</summary>
    public string Name { get; } = name;

    public JournalEntry? Entry { get; } = entry;

    /// <summary>How far it is, statement by statement, where it runs outside a transaction; null in one.</summary>
    public StatementLedger? Ledger { get; } = ledger;

    /// <summary>The statements begun so far.</summary>
    public int Statements { get; set; }

    /// <summary>The statements that the migration has in all, as far as its expressions tell.</summary>
    public int Expected { get; set; }

    /// <summary>What the server said so far, beside its answers; of very many, the first.</summary>
    public IReadOnlyList<ServerNotice> Notices => _notices;

    /// <summary>The journal entry of a non-transactional migration, once it is begun.</summary>
    public long? BegunId { get; set; }

    /// <summary>Whether the version table has been told.</summary>
    public bool Recorded { get; set; }

    /// <summary>Whether a COMMIT was sent: from there on, a lost connection leaves its outcome unknown.</summary>
    public bool Committing { get; set; }

    /// <summary>What of it stays although its transaction was to be rolled back, in a sentence without its end; null if nothing
    /// does.</summary>
    public string? Stays { get; set; }

    /// <summary>Whether the server confirmed the commit.</summary>
    public bool Committed { get; set; }

    /// <summary>Keeps the name of the script that the statement expected last is read from.</summary>
    public void AddScript(string name, string text) => _scripts[Expected] = (name, text.Length);

    /// <summary>The script that a statement was read from; null if it stands in C#.</summary>
    public string? ScriptOf(int number, string text) =>
        _scripts.TryGetValue(number, out var script) && script.Length == text.Length ? script.Name : null;

    /// <summary>Keeps what the server said.</summary>
    public void Add(ServerNotice notice)
    {
        if (_notices.Count < MostNotices)
            _notices.Add(notice);
    }

    /// <summary>Why a text would be read as another one than it is; null if it is sent as it is read.</summary>
    public string? Misread(string sql)
    {
        _encoding = ForeignEncoding.SetBy(sql) ?? _encoding;
        return _encoding.Length == 0 || Ascii.IsValid(sql) ? null
            : $"the migration sets client_encoding to {_encoding}, and what is sent is UTF-8: its letters beyond ASCII would be "
                + "other ones in the database. Leave that line out; a script in another encoding has to be saved as UTF-8.";
    }

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);
}
