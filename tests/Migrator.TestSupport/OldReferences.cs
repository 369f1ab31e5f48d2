using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Migrator.TestSupport;

/// <summary>
/// FluentMigrator's assemblies as references of another version: what is compiled against them is, but for members that have changed,
/// what is compiled against that version.
/// </summary>
public static class OldReferences
{
    private const string Name = "FluentMigrator";

    // Of a row in the table of assemblies, the hash algorithm stands before the version.
    private const int HashSize = 4;

    /// <summary>Compiles migrations against FluentMigrator as of a version; gives the file.</summary>
    public static string Compile(Version version, string source)
    {
        var folder = CompiledMigrations.NewFolder();
        string[] references = [.. Directory.EnumerateFiles(AppContext.BaseDirectory, $"{Name}*.dll")
            .Where(file => !Path.GetFileName(file).Contains("Runner", StringComparison.Ordinal))];
        foreach (var file in references)
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), AsOf(version, file));

        return CompiledMigrations.ToFileAgainst(null, CompiledMigrations.WithUsings(source),
            [.. references.Select(file => Path.Combine(folder, Path.GetFileName(file)))]);
    }

    private static byte[] AsOf(Version version, string file)
    {
        var bytes = File.ReadAllBytes(file);
        using var image = new PEReader(new MemoryStream(bytes));
        var reader = image.GetMetadataReader();
        var start = image.PEHeaders.MetadataStartOffset;
        Write(start + reader.GetTableMetadataOffset(TableIndex.Assembly) + HashSize);
        foreach (var handle in reader.AssemblyReferences)
        {
            if (reader.GetString(reader.GetAssemblyReference(handle).Name).StartsWith(Name, StringComparison.Ordinal))
                Write(start + reader.GetTableMetadataOffset(TableIndex.AssemblyRef)
                    + (MetadataTokens.GetRowNumber(handle) - 1) * reader.GetTableRowSize(TableIndex.AssemblyRef));
        }

        return bytes;

        void Write(int offset)
        {
            foreach (var part in (int[])[version.Major, version.Minor, version.Build, 0])
            {
                BitConverter.TryWriteBytes(bytes.AsSpan(offset), (ushort)part);
                offset += sizeof(ushort);
            }
        }
    }
}
