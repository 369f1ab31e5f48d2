using System.Globalization;
using Migrator.SchemaCheck.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.SchemaCheck.Tests.Checking;

/// <summary>The build and the server make the same fingerprint of the same schema, and another of any other.</summary>
public sealed class SchemaFingerprintTests(TestServer server)
{
    private static readonly SchemaManifest Three = new([new(1, "A", Checksum: Build.Sum('a')), new(2, "B"),
        new(30, "C", Checksum: Build.Sum('f'))]);

    [Theory]
    [InlineData("1 2 30", "1 done a; 30 done f", true)]
    // Entries that do not count, and those that do.
    [InlineData("1 2 30", "1 done b; 1 accepted a; 30 failed b; 30 done f; 7 done b; 8 failed", true)]
    [InlineData("1 2 30", "1 done a; 1 done b; 30 done f", false)]
    [InlineData("1 2 30", "1 done a; 30 done f; 30 done", false)]
    [InlineData("1 2 30", "1 done f; 30 done a", false)]
    // Nothing is known of one of them; a longer look tells that this is no edit.
    [InlineData("1 2 30", "1 done a", false)]
    [InlineData("1 2 30", "1 done a; 2 done a; 30 done f", false)]
    [InlineData("1 2", "1 done a; 30 done f", false)]
    [InlineData("1 2 30 31", "1 done a; 30 done f", false)]
    [InlineData("1 3 30", "1 done a; 30 done f", false)]
    [InlineData("0 3 30", "1 done a; 30 done f", false)]
    // The last word is none of what is applied: whether it matters, a longer look tells.
    [InlineData("1 2 30", "1 done a; 30 done f; 30 failed f", false)]
    [InlineData("1 2 30", "1 done a; 30 done f; 2 resolved", true)]
    // Unfinished, of this build or of another.
    [InlineData("1 2 30", "1 done a; 30 done f; 2 begun", false)]
    [InlineData("1 2 30", "1 done a; 30 done f; 77 partial", false)]
    [InlineData("1 2 30", "1 done a; 30 done f; 77 partial; 77 resolved", true)]
    public async Task Match_IsTrueIfTheSchemaIsTheBuilds(string versions, string journal, bool same)
    {
        await using var database = await server.WithAsync(
            [.. versions.Split(' ').Select(version => long.Parse(version, CultureInfo.InvariantCulture))],
            string.Concat(journal.Split("; ").Select(Entry)));
        var fingerprint = SchemaFingerprint.Of(Three)!;

        Assert.Equal(same, await MatchAsync(database, fingerprint));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("1 done b; 2 done c; 30 failed", true)]
    [InlineData("1 done b; 2 begun", false)]
    public async Task Match_WithoutChecksums_IsOfTheVersionsAlone(string journal, bool same)
    {
        await using var database = await server.WithAsync([1, 2, 30],
            string.Concat(journal.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(Entry)));
        var fingerprint = SchemaFingerprint.Of(Three, withChecksums: false)!;

        Assert.Equal(same, await MatchAsync(database, fingerprint));
    }

    [Fact]
    public async Task Match_OfAThousand_IsTrueInWhateverOrder()
    {
        var random = new Random(7);
        long[] versions = [.. Enumerable.Range(0, 1000).Select(_ => random.NextInt64(long.MaxValue)).Append(long.MaxValue)
            .Append(1).Distinct().Order()];
        var manifest = new SchemaManifest(
            [.. versions.Select(version => new ManifestMigration(version, "M", Checksum: Sum(version)))]);
        await using var database = await server.WithAsync([.. versions.Reverse()],
            string.Concat(versions.Select(version => Databases.Entry(version, "done", Sum(version)))));
        var fingerprint = SchemaFingerprint.Of(manifest)!;

        Assert.True(await MatchAsync(database, fingerprint));
        Assert.Equal((versions.Length, long.MaxValue), (fingerprint.Count, fingerprint.Newest));
    }

    [Fact]
    public void Parse_Text_IsTheSame()
    {
        foreach (var fingerprint in (SchemaFingerprint[])[SchemaFingerprint.Of(Three)!,
            SchemaFingerprint.Of(Three, withChecksums: false)!])
            Assert.Equal(fingerprint, SchemaFingerprint.Parse(fingerprint.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3:30")]
    [InlineData("x:30:aa")]
    [InlineData("3:30:aa:1")]
    [InlineData("3:30:checked:ab")]
    [InlineData("3:30:other:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("3:30:checked:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde'")]
    public void Parse_AnythingElse_IsRefused(string text) => Assert.Throws<FormatException>(() => SchemaFingerprint.Parse(text));

    [Fact]
    public void Of_NoMigrations_IsNone() => Assert.Null(SchemaFingerprint.Of(new([])));

    private static string Sum(long version) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(version)));

    private static async Task<bool> MatchAsync(TestDatabase database, SchemaFingerprint fingerprint)
    {
        await using var connection = await database.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT {fingerprint.MatchSql(VersionTable.Default)}", connection);
        return (bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static string Entry(string text) => text.Split(' ') is var parts && parts.Length == 3
        ? Databases.Entry(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], Build.Sum(parts[2][0]))
        : Databases.Entry(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
}
