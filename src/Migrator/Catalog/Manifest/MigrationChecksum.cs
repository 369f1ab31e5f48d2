using System.Security.Cryptography;
using System.Text;
using Migrator.Sql;

namespace Migrator.Catalog.Manifest;

/// <summary>The checksum by which an edit of an applied migration is noticed.</summary>
internal static class MigrationChecksum
{
    /// <summary>SHA-256 of the up SQL in its normal form, 64 lower-case hexadecimal digits.</summary>
    public static string Of(IEnumerable<string> statements) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NormalSql.Of(statements))));
}
