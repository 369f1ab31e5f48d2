using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Migrator.Tests.FluentRunner.Members;

/// <summary>The members of FluentMigrator: which there are for a migration to call, and which a source calls.</summary>
internal static class CalledMembers
{
    private static readonly string[] Assemblies =
        ["FluentMigrator", "FluentMigrator.Abstractions", "FluentMigrator.Extensions.Postgres"];

    // What FluentMigrator is made of, which no migration calls: what builders write into, and what reads it.
    private static readonly string[] Within =
    [
        "FluentMigrator.Expressions", "FluentMigrator.Exceptions", "FluentMigrator.Generation", "FluentMigrator.Infrastructure",
        "FluentMigrator.Infrastructure.Extensions", "FluentMigrator.Model", "FluentMigrator.Validation",
    ];

    private static readonly string[] WithinTypes =
    [
        "FluentMigrator.IMigrationProcessor", "FluentMigrator.IMigrationGenerator", "FluentMigrator.IMigrationProcessorOptions",
        "FluentMigrator.IQuerySchema", "FluentMigrator.IMigration", "FluentMigrator.AutoNameContext",
        "FluentMigrator.MigrationDirection",
        "FluentMigrator.SqlScriptTokenReplacer", "FluentMigrator.ValidationUtilities",
        "FluentMigrator.Builders.IColumnExpressionBuilder", "FluentMigrator.Builder.SecurityLabel.ISecurityLabelSyntaxBuilder",
        "FluentMigrator.Builder.SecurityLabel.PostgresSecurityLabelSqlGenerator",
        "FluentMigrator.PostgresIdentityModificationType", "FluentMigrator.PostgresOverridingIdentityValuesType",
        "FluentMigrator.Postgres.PostgresSecurityLabelObjectType",
    ];

    /// <summary>Every member that a migration can call, as it is called: that of an interface, once for each place that has
    /// it.</summary>
    public static SortedSet<string> Existing(Compilation compilation) =>
    [
        .. compilation.References.Select(compilation.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>()
            .Where(assembly => Assemblies.Contains(assembly.Name)).SelectMany(assembly => Types(assembly.GlobalNamespace))
            .Where(IsCalled).SelectMany(Members).Where(IsCalled).Select(Name),
    ];

    /// <summary>The members that a source calls.</summary>
    public static SortedSet<string> In(Compilation compilation) => [.. compilation.SyntaxTrees.SelectMany(tree =>
    {
        var model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes()
            .Where(node =>
                node is InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax or AttributeSyntax
                or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or BaseTypeSyntax)
            .Select(node => model.GetSymbolInfo(node is BaseTypeSyntax one ? one.Type : node).Symbol).OfType<ISymbol>()
            .Where(symbol => symbol.ContainingAssembly is { } assembly && Assemblies.Contains(assembly.Name)).Select(Name);
    })];

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Types));

    private static bool IsCalled(INamedTypeSymbol type) => type.DeclaredAccessibility == Accessibility.Public
        && !Within.Contains(type.ContainingNamespace.ToDisplayString()) && !WithinTypes.Contains(type.ToDisplayString())
        // Constants that name databases have a test of their own, and what implements the interfaces is met through them.
        && !type.Name.EndsWith("IdConstants", StringComparison.Ordinal) && type.Name != "ProcessorId"
        && (type.TypeKind != TypeKind.Class || type.IsStatic || type.ContainingNamespace.ToDisplayString() is "FluentMigrator"
            or "FluentMigrator.Builder.SecurityLabel.Provider");

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.IsGenericType
        && type.TypeKind == TypeKind.Interface ? []
        // A generic interface is met where a place of the language has it.
        : type.GetMembers().Concat(type.TypeKind != TypeKind.Interface ? []
            : type.AllInterfaces.Where(one => one.IsGenericType).SelectMany(one => one.GetMembers()))
            .Concat(type.TypeKind == TypeKind.Class && type.IsAbstract && !type.IsStatic
                && type.Name != "MigrationBase" ? [type] : []);

    private static bool IsCalled(ISymbol member) =>
        member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected
        && !member.IsImplicitlyDeclared && !member.IsOverride && member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } made => !made.ContainingType.IsAbstract
                && !made.ContainingType.Name.EndsWith("Builder", StringComparison.Ordinal),
            IMethodSymbol method => method.MethodKind == MethodKind.Ordinary && !IsWithin(method),
            IFieldSymbol field => field.ContainingType.TypeKind == TypeKind.Enum,
            IPropertySymbol property => !property.IsStatic && (property.ContainingType.TypeKind == TypeKind.Interface
                || property.ContainingType.Name.StartsWith("Migration", StringComparison.Ordinal)) && !IsRead(property),
            INamedTypeSymbol => true,
            _ => false,
        };

    // What the library asks of a migration or a builder, and what carries the state of a builder to an extension method.
    private static bool IsWithin(IMethodSymbol method) =>
        method.Name is "GetUpExpressions" or "GetDownExpressions" or "Up" or "Down" or "Build" or "ToString"
        || method.IsExtensionMethod && method.Parameters[0].Type.Name == "ISupportAdditionalFeatures";

    private static bool IsRead(IPropertySymbol property) => property.Name == "CurrentColumn"
        || property.ContainingType.Name.EndsWith("Attribute", StringComparison.Ordinal) && property.SetMethod is null
        || property.SetMethod is { DeclaredAccessibility: Accessibility.Private };

    private static string Name(ISymbol symbol) => ((symbol as IMethodSymbol)?.ReducedFrom?.OriginalDefinition ?? symbol switch
    {
        IMethodSymbol { IsGenericMethod: true } method => method.OriginalDefinition,
        { ContainingType.TypeKind: TypeKind.Interface } => symbol,
        _ => symbol.OriginalDefinition,
    }).ToDisplayString(new SymbolDisplayFormat(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
            genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType,
            miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes));
}
