using System.Reflection;
using System.Reflection.Metadata;
using Migrator.SchemaCheck;

namespace Migrator.Catalog.Manifest;

/// <summary>
/// Whether an embedded manifest lists exactly the migrations of its assemblies, told from metadata alone: no type is loaded, no
/// attribute created, FluentMigrator not needed. A "no" costs a slower look; a "yes" must be sure, or a forgotten manifest would
/// hide a migration.
/// </summary>
internal static class ManifestCoverage
{
    private const string FluentMigrator = "FluentMigrator";

    private static readonly string[] Bases = ["Migration", "ForwardOnlyMigration", "AutoReversingMigration", "MigrationBase"];

    /// <summary>Whether the manifest is all that a run with nothing pending has to know of the assemblies.</summary>
    public static bool IsComplete(IReadOnlyList<Assembly> assemblies, SchemaManifest manifest)
    {
        if (manifest.VersionTable is not null || manifest.Migrations.Any(one => one.Conditional))
            return false;

        HashSet<long> versions = [];
        return assemblies.All(assembly => Versions(assembly) is { } own && own.All(versions.Add))
            && versions.SetEquals(manifest.Migrations.Select(one => one.Version));
    }

    // Null if there may be more than its metadata says.
    private static unsafe HashSet<long>? Versions(Assembly assembly)
    {
        if (!assembly.TryGetRawMetadata(out var blob, out var length))
            return null;

        var reader = new MetadataReader(blob, length);
        return HasPlainTypesOnly(reader) ? Versions(reader) : null;
    }

    // A base class or an interface from elsewhere may bring anything: migrations, conventions, a version table.
    private static bool HasPlainTypesOnly(MetadataReader reader)
    {
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if (!IsPlain(reader, type.BaseType))
                return false;
            foreach (var implementation in type.GetInterfaceImplementations())
            {
                if (!IsPlain(reader, reader.GetInterfaceImplementation(implementation).Interface))
                    return false;
            }
        }

        return true;
    }

    // A type of the assembly's own is looked at itself; of a generic one, what it is made of.
    private static bool IsPlain(MetadataReader reader, EntityHandle handle)
    {
        if (handle.IsNil || handle.Kind == HandleKind.TypeDefinition)
            return true;
        if (handle.Kind == HandleKind.TypeReference)
        {
            var (space, name) = (Namespace(reader, (TypeReferenceHandle)handle), Name(reader, (TypeReferenceHandle)handle));
            return IsSystem(space) || (space == FluentMigrator && Bases.Contains(name));
        }

        var signature = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return false;
        // Class or value type, in one byte.
        signature.ReadCompressedInteger();
        return IsPlain(reader, signature.ReadTypeHandle());
    }

    // Null if an attribute may mean more than it says.
    private static HashSet<long>? Versions(MetadataReader reader)
    {
        HashSet<long> versions = [];
        foreach (var handle in reader.CustomAttributes)
        {
            var attribute = reader.GetCustomAttribute(handle);
            if (attribute.Parent.Kind != HandleKind.TypeDefinition)
                continue;

            // One of the assembly's own means nothing to FluentMigrator, since its base is plain: a waiver, say.
            if (attribute.Constructor.Kind == HandleKind.MethodDefinition)
                continue;

            var (space, name) = TypeOf(reader, (MemberReferenceHandle)attribute.Constructor);
            if (IsSystem(space))
                continue;
            if (space != FluentMigrator)
                return null;

            var type = reader.GetTypeDefinition((TypeDefinitionHandle)attribute.Parent);
            switch (name)
            {
                case "MigrationAttribute" when IsExported(reader, type) && (type.Attributes & TypeAttributes.Abstract) == 0:
                    if (!versions.Add(FirstArgument(reader, attribute).ReadInt64()))
                        return null;
                    break;
                case "MigrationAttribute":
                    // Passed over, which has to be told.
                    return null;
                case "MaintenanceAttribute" when IsAroundTheRun(FirstArgument(reader, attribute).ReadInt32()):
                    return null;
                case "MaintenanceAttribute" or "ProfileAttribute" or "TagsAttribute":
                    break;
                default:
                    return null;
            }
        }

        return versions;
    }

    // With such maintenance, a run that has nothing pending has something to do.
    private static bool IsAroundTheRun(int stage) => (global::FluentMigrator.MigrationStage)stage
        is not (global::FluentMigrator.MigrationStage.BeforeEach or global::FluentMigrator.MigrationStage.AfterEach);

    private static bool IsExported(MetadataReader reader, TypeDefinition type) =>
        (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic => IsExported(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
            _ => false,
        };

    // The value of the first argument follows the two bytes of the prolog.
    private static BlobReader FirstArgument(MetadataReader reader, CustomAttribute attribute)
    {
        var blob = reader.GetBlobReader(attribute.Value);
        blob.ReadUInt16();
        return blob;
    }

    private static (string Namespace, string Name) TypeOf(MetadataReader reader, MemberReferenceHandle constructor) =>
        reader.GetMemberReference(constructor).Parent is { Kind: HandleKind.TypeReference } parent
            ? (Namespace(reader, (TypeReferenceHandle)parent), Name(reader, (TypeReferenceHandle)parent)) : ("", "");

    private static bool IsSystem(string space) => space == "System" || space.StartsWith("System.", StringComparison.Ordinal)
        || space.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    private static string Namespace(MetadataReader reader, TypeReferenceHandle handle) =>
        reader.GetString(reader.GetTypeReference(handle).Namespace);

    private static string Name(MetadataReader reader, TypeReferenceHandle handle) =>
        reader.GetString(reader.GetTypeReference(handle).Name);
}
