using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Migrator.SchemaCheck;

/// <summary>
/// What a build needs of a database, in one short text: how many versions, the newest, a hash over all of them, and a sum over their
/// checksums. The server makes the same text of its own rows: no list goes over the wire, and nothing but an answer comes back, however many
/// migrations there are. That they differ says nothing yet: a checksum may be unknown on one side only.
/// </summary>
/// <param name="Count">The number of versions.</param>
/// <param name="Newest">The newest version.</param>
/// <param name="Text">The text.</param>
/// <param name="HasChecksums">Whether checksums are part of it: without a manifest nothing is known of edits.</param>
public sealed record SchemaFingerprint(int Count, long Newest, string Text, bool HasChecksums)
{
    private const char Separator = ':';

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
        Span<byte> text = stackalloc byte[21];
        Int128 sum = 0;
        var checksums = 0;
        for (var i = 0; i < migrations.Count; i++)
        {
            if (i > 0)
                hash.AppendData(" "u8);
            migrations[i].Version.TryFormat(text, out var written, provider: CultureInfo.InvariantCulture);
            hash.AppendData(text[..written]);
            if (migrations[i].Checksum is { } checksum)
            {
                sum += BinaryPrimitives.ReadInt64BigEndian(Convert.FromHexString(checksum.AsSpan(0, Digits)));
                checksums++;
            }
        }

        var newest = migrations[^1].Version;
        var versions = string.Create(CultureInfo.InvariantCulture, $"{migrations.Count}:{newest}:{Convert.ToHexStringLower(hash.GetHashAndReset())}");
        return new(migrations.Count, newest, withChecksums ? string.Create(CultureInfo.InvariantCulture, $"{versions}:{checksums}:{sum}") : versions, withChecksums);
    }

    /// <summary>Reads a fingerprint's text.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SchemaFingerprint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(Separator) is { Length: 3 or 5 } parts
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var newest)
            ? new(count, newest, text, parts.Length == 5) : throw new FormatException("It is no fingerprint of a schema.");
    }

    /// <summary>SQL for the text that the server makes of its rows. It fails where there is no version table, or no journal with checksums.</summary>
    // Which entry of the journal counts is SchemaHistoryReader's rule. A version that stands twice makes another text, and the whole comparison decides.
    internal string Sql(VersionTable table)
    {
        var version = "v." + Identifier.Quote(table.VersionColumn);
        var versions = $"""
            (SELECT count(*) || ':' || max(version) || ':' || pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(string_agg(version::text, ' ' ORDER BY version), 'UTF8')), 'hex')
             FROM (SELECT {version}::bigint AS version FROM {table.QuotedName} v WHERE {version} IS NOT NULL) applied)
            """;
        return !HasChecksums ? versions : $"""
            {versions} || ':' ||
            (SELECT count(*) || ':' || coalesce(sum(('x' || left(j.checksum, {Digits}))::bit(64)::bigint), 0)
             FROM {table.QuotedJournalName} j
             WHERE j.direction = 'up' AND j.state IN ('done', 'accepted') AND j.checksum IS NOT NULL
               AND EXISTS (SELECT FROM {table.QuotedName} v WHERE {version} = j.version)
               AND NOT EXISTS (SELECT FROM {table.QuotedJournalName} l WHERE l.version = j.version AND l.id > j.id AND l.direction = 'up' AND l.state IN ('done', 'accepted')))
            """;
    }
}
