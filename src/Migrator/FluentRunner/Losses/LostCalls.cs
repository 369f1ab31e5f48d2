using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using FluentMigrator.Builders;
using FluentMigrator.Builders.Alter.Table;
using FluentMigrator.Builders.Rename.Table;
using Migrator.Catalog.Dependencies;
using Migrator.Linting.State;

namespace Migrator.FluentRunner.Losses;

/// <summary>
/// What FluentMigrator's own builders lose, so that no expression tells of it any more: it is found in the code of the migration,
/// with what is within its class and the classes it comes from. Native code cannot be read.
/// </summary>
internal static class LostCalls
{
    /// <summary>What a migration's class calls and loses.</summary>
    public static IReadOnlyList<LintedLoss> Of(Type migration, string path)
    {
        if (path.Length == 0 || !File.Exists(path))
            return [];

        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        return [.. Methods(reader, (TypeDefinitionHandle)MetadataTokens.EntityHandle(migration.MetadataToken))
            .Select(reader.GetMethodDefinition).Where(method => method.RelativeVirtualAddress != 0)
            .SelectMany(method => Of(CodeTokens.Of(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader())
                .Select(token => Name(reader, token))))];
    }

    private static IEnumerable<LintedLoss> Of(IEnumerable<(string Type, string Member)> calls)
    {
        bool hasSource = false, isRenamed = false, isAltered = false;
        foreach (var (type, member) in calls)
        {
            if (type.EndsWith("ExpressionRoot", StringComparison.Ordinal))
                (hasSource, isRenamed) = (false, false);
            else if ((type, member) == (nameof(IRenameTableToOrInSchemaSyntax), nameof(IRenameTableToOrInSchemaSyntax.InSchema)))
                hasSource = true;
            else if ((type, member) == (nameof(IRenameTableToSyntax), nameof(IRenameTableToSyntax.To)))
                isRenamed = true;
            else if (type == nameof(IInSchemaSyntax) && hasSource && isRenamed)
            {
                hasSource = isRenamed = false;
                yield return Error("Rename.Table(...).InSchema(...).To(...).InSchema(...) renames the table of the second "
                    + "schema; rename it in its schema, and move it with Alter.Table(...).InSchema(...).ToSchema(...)");
            }
            else if (type == nameof(IAlterTableAddColumnOrAlterColumnSyntax))
                isAltered = member == nameof(IAlterTableAddColumnOrAlterColumnSyntax.AlterColumn);
            else if (member == nameof(IAlterTableColumnOptionOrAddColumnOrAlterColumnSyntax.SetExistingRowsTo) && isAltered
                && type == nameof(IAlterTableColumnOptionOrAddColumnOrAlterColumnSyntax))
                yield return Error("SetExistingRowsTo(...) after AlterColumn(...) sets nothing; "
                    + "Update.Table(...).Set(...).AllRows() does");
            else if (member == "WithColumnAdditionalDescriptions")
                yield return Error("WithColumnAdditionalDescriptions(...) of a dictionary is dropped; "
                    + "WithColumnAdditionalDescription(...) for each is kept");
        }
    }

    private static LintedLoss Error(string subject) => new(subject, IsGone: true);

    private static IEnumerable<MethodDefinitionHandle> Methods(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return type.GetMethods().Concat(type.GetNestedTypes().SelectMany(nested => Methods(reader, nested)))
            .Concat(type.BaseType is { IsNil: false, Kind: HandleKind.TypeDefinition } parent
                ? Methods(reader, (TypeDefinitionHandle)parent) : []);
    }

    private static (string Type, string Member) Name(MetadataReader reader, EntityHandle token)
    {
        if (token.Kind != HandleKind.MemberReference)
            return ("", "");

        var member = reader.GetMemberReference((MemberReferenceHandle)token);
        var type = member.Parent.Kind == HandleKind.TypeReference
            ? reader.GetString(reader.GetTypeReference((TypeReferenceHandle)member.Parent).Name) : "";
        return (type, reader.GetString(member.Name));
    }
}
