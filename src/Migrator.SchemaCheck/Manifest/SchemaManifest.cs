using System.Reflection;

namespace Migrator.SchemaCheck;

/// <summary>
/// The committed list of migrations, <c>migrations.manifest.json</c>: what an application needs to know of its schema without
/// referencing the migrations. <c>dotnet migrator manifest</c> writes it.
/// </summary>
/// <param name="Migrations">The migrations, ascending by version.</param>
/// <param name="VersionTable">
/// Where the migrations want their versions kept: schema (empty for the default one), table and column, which are all that is needed
/// to read it. Null for FluentMigrator's default.
/// </param>
public sealed record SchemaManifest(IReadOnlyList<ManifestMigration> Migrations, VersionTable? VersionTable = null)
{
    /// <summary>The file's usual name, and its name as a resource of an assembly.</summary>
    public const string FileName = "migrations.manifest.json";

    /// <summary>What wrote the SQL that its checksums are of, such as <c>FluentMigrator 8 Postgres15_0</c>; null in a manifest that
    /// does not say, which means just that.</summary>
    public string? Generator { get; init; }

    /// <summary>The format that this version reads and writes.</summary>
    public const int Format = 1;

    /// <summary>Reads a manifest file.</summary>
    /// <exception cref="ManifestException">There is no such file, it cannot be read, or it is no manifest of this
    /// format.</exception>
    public static SchemaManifest Load(string path)
    {
        try
        {
            return ManifestReader.Read(File.ReadAllBytes(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException($"The manifest {path} cannot be read: {exception.Message} Write it with: dotnet "
                + $"migrator manifest", exception);
        }
    }

    /// <summary>Reads a manifest's text.</summary>
    /// <exception cref="ManifestException">It is no manifest of this format.</exception>
    public static SchemaManifest Parse(ReadOnlyMemory<byte> utf8) => ManifestReader.Read(utf8, "The manifest");

    /// <summary>Reads the manifest that an assembly embeds.</summary>
    /// <exception cref="ManifestException">It embeds none, or one that cannot be read.</exception>
    public static SchemaManifest FromAssembly(Assembly assembly) => TryFromAssembly(assembly)
        ?? throw new ManifestException(
            $"{assembly.GetName().Name} embeds no {FileName}. Add <MigrationManifest Include=\"../Migrations/{FileName}\" /> to "
            + $"its project.");

    /// <summary>Reads the manifest that an assembly embeds; null if it embeds none.</summary>
    /// <exception cref="ManifestException">It cannot be read.</exception>
    public static SchemaManifest? TryFromAssembly(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(FileName);
        if (stream is null)
            return null;

        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return ManifestReader.Read(memory.ToArray(), $"{FileName} in {assembly.GetName().Name}");
    }
}
