using Migrator.Sql;

namespace Migrator.Catalog.Manifest;

/// <summary>The checksum by which an edit of an applied migration is noticed.</summary>
internal static class MigrationChecksum
{
    /// <summary>SHA-256 of the up SQL in its normal form, 64 lower-case hexadecimal digits.</summary>
    public static string Of(IEnumerable<string> statements)
    {
        using var hash = new TextHash();
        NormalSql.Write(hash, statements);
        return hash.End();
    }
}
