using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace Migrator.SchemaCheck;

/// <summary>
/// What a build needs of a database, in one short text: how many versions, the newest, and a hash over all of them and what is
/// known of their SQL. The server makes the same hash of its own rows: no list goes over the wire, and nothing but an answer
/// comes back, however many migrations there are. That they differ says nothing yet: a checksum may be unknown on one side only.
/// </summary>
/// <param name="Count">The number of versions.</param>
/// <param name="Newest">The newest version.</param>
/// <param name="Text">The text.</param>
/// <param name="HasChecksums">Whether checksums are part of it: without a manifest nothing is known of edits.</param>
public sealed record SchemaFingerprint(int Count, long Newest, string Text, bool HasChecksums)
{
    private const char Separator = ':';

    private const string Checked = "checked";

    private const string Versions = "versions";

    private const int Digits = SchemaRequirement.ComparedDigits;

    /// <summary>The fingerprint of a manifest; null if it lists nothing.</summary>
    /// <param name="manifest">The manifest; each of its migrations is one that the database must have.</param>
    /// <param name="withChecksums">Whether edits count.</param>
    public static SchemaFingerprint? Of(SchemaManifest manifest, bool withChecksums = true)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var migrations = manifest.Migrations;
        if (migrations.Count == 0)
            return null;

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> text = stackalloc byte[1 + 20 + Digits];
        for (var i = 0; i < migrations.Count; i++)
        {
            var checksum = withChecksums ? migrations[i].Checksum.AsSpan() : [];
            Utf8.TryWrite(text, CultureInfo.InvariantCulture,
                $"{(i > 0 ? " " : "")}{migrations[i].Version}{checksum[..Math.Min(Digits, checksum.Length)]}", out var written);
            hash.AppendData(text[..written]);
        }

        var newest = migrations[^1].Version;
        return new(migrations.Count, newest,
            string.Create(CultureInfo.InvariantCulture,
                $"{migrations.Count}:{newest}:{(withChecksums ? Checked : Versions)}:{Convert.ToHexStringLower(hash.GetHashAndReset())}"),
            withChecksums);
    }

    /// <summary>Reads a fingerprint's text.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SchemaFingerprint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(Separator) is [var first, var second, Checked or Versions,
        { Length: 2 * SHA256.HashSizeInBytes } hash] parts
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && long.TryParse(second, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var newest)
            && hash.All(char.IsAsciiHexDigitLower)
            ? new(count, newest, text, parts[2] == Checked) : throw new FormatException("It is no fingerprint of a schema.");
    }

    /// <summary>
    /// SQL that is true where the rows make this fingerprint and no migration is unfinished. It fails where there is no version
    /// table, or no journal with checksums.
    /// </summary>
    // Most of its time is the server's parsing and planning: each table is read once, and few functions are named. Of a version
    // only the journal's last word is heard; where an earlier one counts (JournalRules has the rule), and where a version stands
    // twice, the answer is no, and the whole comparison decides.
    internal string MatchSql(VersionTable table)
    {
        var version = $"v.{Identifier.Quote(table.VersionColumn)}::bigint";
        var checksum = HasChecksums
            ? $" || CASE WHEN {JournalRules.HasChecksum("j.")} AND j.checksum IS NOT NULL THEN pg_catalog.left(j.checksum, "
                + $"{Digits}) ELSE '' END"
            : "";
        return $"""
            (SELECT pg_catalog.sha256(pg_catalog.string_agg({version}::text{checksum}, ' ' ORDER BY {version})::bytea) = E'\\x{Text[(Text.LastIndexOf(Separator) + 1)..]}'
                    AND pg_catalog.bool_and(j.state IS NULL OR NOT {JournalRules.IsUnfinished("j.")})
             FROM {table.QuotedName} v
             FULL JOIN ({JournalRules.Last(table, $"version, direction, state{(HasChecksums ? ", checksum" : "")}")}) j ON j.version = {version})
            """;
    }
}
