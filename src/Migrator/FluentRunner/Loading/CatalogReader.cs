using System.Reflection;
using FluentMigrator;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Constraints;
using FluentMigrator.Runner.Infrastructure;
using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.Versioning;
using Migrator.Catalog;
using Migrator.FluentRunner.Injection;
using Migrator.SchemaCheck;

namespace Migrator.FluentRunner.Loading;

/// <summary>
/// Reads the catalog of an assembly, or of several, by FluentMigrator's own rules, from attributes alone: no migration is
/// instantiated, and no container is built unless the assembly brings conventions or version table metadata of its own.
/// </summary>
internal static class CatalogReader
{
    private static readonly MigrationStage[] AroundTheRun = [MigrationStage.BeforeAll, MigrationStage.BeforeProfiles,
        MigrationStage.AfterAll];

    /// <summary>
    /// What an assembly has, from its embedded manifest where that surely lists the same migrations, and else as
    /// <see cref="Read"/>. Enough to see that nothing is pending.
    /// </summary>
    /// <exception cref="ConfigurationException">There are no migrations, a version exists twice, or tags or profile match
    /// nothing.</exception>
    public static MigrationCatalog ReadQuickly(MigrationAssembly assembly, MigrationSelection selection,
        SchemaManifest? manifest = null) =>
        manifest is null && selection.IsDefault && assembly.Manifest() is { } embedded
            && assembly.IsListedBy(embedded)
            ? MigrationCatalog.Of(embedded, []) : Read(assembly, selection, manifest);

    /// <summary>What an assembly has.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="selection">Tags and profile.</param>
    /// <param name="manifest">The committed manifest; null for the one that the assembly embeds.</param>
    /// <exception cref="ConfigurationException">There are no migrations, a version exists twice, or tags or profile match
    /// nothing.</exception>
    public static MigrationCatalog Read(MigrationAssembly assembly, MigrationSelection selection, SchemaManifest? manifest = null)
    {
        var types = assembly.ExportedTypes();
        var conventions = Conventions(assembly, selection, types);
        string[] tags = [.. selection.Tags];
        var all = ReadAll(assembly, selection, types, conventions);
        var within = Within(all, selection);
        var chosen = Choose(within, selection, conventions);
        return new MigrationCatalog(
            chosen.Select(one => one.Descriptor),
            all.Except(chosen).Select(one => one.Descriptor.Version),
            VersionTableReader.Read(assembly, selection),
            RunsWithoutPending(types, conventions, tags, selection),
            ManifestOf(assembly, selection, manifest, chosen))
        {
            LeftOut = [.. all.Except(chosen).OrderBy(one => one.Descriptor.Version)
                .Select(one => new LeftOutMigration(one.Descriptor, MigrationTags.Of(one.Type))
                { Namespace = selection.Includes(one.Type) ? null : NamespaceOf(one) })],
            Notes =
            [
                .. AssemblyNotes.Of(assembly, selection, all),
                // Maintenance may have tags that no migration has.
                .. tags.Length == 0 ? [] : TagText.Unknown(tags, types.Where(selection.Includes)
                    .Where(type => conventions.TypeIsMigration(type) || conventions.GetMaintenanceStage(type) is not null)
                    .SelectMany(MigrationTags.Of)),
                .. PassedOver.Notes(assembly, all.Select(one => one.Type)),
                .. MigrationServices.Of(assembly).Notes,
            ],
            Selection = selection,
        };
    }

    /// <summary>Every migration with its class, whatever its tags. A version may be there twice: tags tell which is
    /// meant.</summary>
    /// <exception cref="ConfigurationException">There are no migrations.</exception>
    public static IReadOnlyList<Candidate> ReadAll(MigrationAssembly assembly)
    {
        var types = assembly.ExportedTypes();
        return ReadAll(assembly, MigrationSelection.Default, types, Conventions(assembly, MigrationSelection.Default, types));
    }

    /// <summary>The migrations that tags and namespace choose, with their classes.</summary>
    /// <exception cref="ConfigurationException">There are no migrations, a version exists twice among them, or tags match
    /// nothing.</exception>
    public static IReadOnlyList<Candidate> ReadChosen(MigrationAssembly assembly, MigrationSelection selection)
    {
        var types = assembly.ExportedTypes();
        var conventions = Conventions(assembly, selection, types);
        return Choose(Within(ReadAll(assembly, selection, types, conventions), selection), selection, conventions);
    }

    private static Candidate[] ReadAll(
        MigrationAssembly assembly, MigrationSelection selection, IReadOnlyList<Type> types,
        IMigrationRunnerConventions conventions)
    {
        assembly.VerifyDependencies([.. types.Where(type => !type.IsAbstract && typeof(IMigration).IsAssignableFrom(type))]);
        Candidate[] all = [.. types.Where(type => !type.IsAbstract && conventions.TypeIsMigration(type))
            .Select(type => new Candidate(type,
                Describe(assembly, type, conventions, selection) with { Assembly = assembly.LabelOf(type) }))];
        if (all.Length == 0)
            throw new ConfigurationException(
                assembly.Parts.Count == 1
                    ? $"{assembly.Name} holds no migrations: no public class with [Migration(version)]. Is it the right assembly?"
                    : $"{assembly.Name} hold no migrations: no public class with [Migration(version)]. Are they the right "
                        + "assemblies?");

        if (all.FirstOrDefault(one => one.Descriptor.Version < 0) is { } negative)
            throw new ConfigurationException($"{negative.Type.FullName} has the version {negative.Descriptor.Version}: it must "
                + "be zero or more, since a number with a minus means so many migrations back. Give it another.");

        return all;
    }

    // A namespace that nobody knows would be a run with nothing to do.
    private static Candidate[] Within(Candidate[] all, MigrationSelection selection) =>
        all.Where(one => selection.Includes(one.Type)).ToArray() is { Length: > 0 } within ? within
            : throw NamespaceText.Unknown(selection, [.. all.Select(NamespaceOf)]);

    private static string NamespaceOf(Candidate one) => one.Type.Namespace ?? NamespaceText.None;

    // An embedded manifest may be that of another namespace, whose versions are the same numbers.
    private static SchemaManifest? ManifestOf(
        MigrationAssembly assembly, MigrationSelection selection, SchemaManifest? given, Candidate[] chosen)
    {
        if (given is not null || assembly.Manifest() is not { } embedded || selection.Namespace is null)
            return given ?? assembly.Manifest();

        var names = chosen.ToDictionary(one => one.Descriptor.Version, one => one.Descriptor.Name);
        ManifestMigration[] own = [.. embedded.Migrations.Where(line => names.GetValueOrDefault(line.Version) == line.Name)];
        return own.Length == 0 ? null : embedded with { Migrations = own };
    }

    // Tags first, as FluentMigrator does: of two migrations of one version they may leave one.
    private static Candidate[] Choose(Candidate[] all, MigrationSelection selection, IMigrationRunnerConventions conventions)
    {
        if (selection.EveryTag)
            return all;

        string[] tags = [.. selection.Tags];
        Candidate[] chosen = [.. all.Where(one => conventions.HasRequestedTags(one.Type, tags, includeUntagged: true))];
        var known = all.SelectMany(one => MigrationTags.Of(one.Type));
        if (chosen.Length == 0)
            throw new ConfigurationException(tags.Length == 0
                ? $"All {all.Length} migrations have tags, and no --tag is given. {TagText.There(known)}"
                : $"The tags {string.Join(", ", tags)} match none of the {all.Length} migrations. Correct --tag: "
                    + $"by default each of the given tags must be on a migration. {TagText.There(known)}");
        if (Candidate.FindTwins(chosen) is [var first, var second])
            throw Candidate.Twins(first, second);

        return chosen;
    }

    private static MigrationDescriptor Describe(MigrationAssembly assembly, Type type, IMigrationRunnerConventions conventions,
        MigrationSelection selection)
    {
        if (ReferenceEquals(conventions, DefaultMigrationRunnerConventions.Instance))
        {
            var attribute = type.GetCustomAttribute<MigrationAttribute>()!;
            return new(attribute.Version, type.Name, attribute.TransactionBehavior == TransactionBehavior.Default,
                attribute.BreakingChange)
            {
                Constraint = Constraint(type, selection),
                IsConditional = IsConditional(type),
            };
        }

        // Conventions of the assembly's own may look at the instance.
        var info = conventions.GetMigrationInfoForMigration(OwnClasses.Instance(assembly, type));
        return new(info.Version, type.Name, info.TransactionBehavior == TransactionBehavior.Default, info.IsBreakingChange)
        {
            Constraint = Constraint(type, selection),
            IsConditional = IsConditional(type),
        };
    }

    private static bool IsConditional(Type type) => type.GetCustomAttributes<MigrationConstraintAttribute>().Any();

    private static Func<IReadOnlyCollection<long>, bool>? Constraint(Type type, MigrationSelection selection)
    {
        MigrationConstraintAttribute[] constraints = [.. type.GetCustomAttributes<MigrationConstraintAttribute>()];
        if (constraints.Length == 0)
            return null;

        return applied =>
        {
            var versions = new VersionInfo();
            foreach (var version in applied)
                versions.AddAppliedMigration(version);
            var context = new MigrationConstraintContext
            {
                RunnerOptions = new RunnerOptions { Tags = [.. selection.Tags], Profile = selection.Profile },
                VersionInfo = versions,
            };
            return constraints.All(constraint => constraint.ShouldRun(context));
        };
    }

    private static bool RunsWithoutPending(
        IReadOnlyList<Type> types, IMigrationRunnerConventions conventions, string[] tags, MigrationSelection selection)
    {
        Type[] profiles = [.. types.Where(conventions.TypeIsProfile)];
        var chosen = selection.Profile is { } profile
            && profiles.Any(type => type.GetCustomAttributes<ProfileAttribute>()
                .Any(attribute => attribute.ProfileName == profile));
        if (selection.Profile is not null && !chosen)
            throw new ConfigurationException($"There is no profile \"{selection.Profile}\". "
                + (profiles.Length == 0 ? "The migrations have none." : "There are: "
                    + string.Join(", ",
                        profiles.SelectMany(type => type.GetCustomAttributes<ProfileAttribute>())
                            .Select(attribute => attribute.ProfileName).Distinct().Order()) + "."));

        return chosen || types.Any(type => conventions.GetMaintenanceStage(type) is { } stage && AroundTheRun.Contains(stage)
            && selection.Includes(type) && conventions.HasRequestedTags(type, tags, includeUntagged: true));
    }

    private static IMigrationRunnerConventions Conventions(MigrationAssembly assembly, MigrationSelection selection,
        IReadOnlyList<Type> types)
    {
        var given = MigrationServices.Of(assembly);
        if (!given.Have(typeof(IMigrationRunnerConventions)) && !given.Have(typeof(IMigrationRunnerConventionsAccessor))
            && !types.Any(type => typeof(IMigrationRunnerConventions).IsAssignableFrom(type)))
            return DefaultMigrationRunnerConventions.Instance;

        using var container = new Container(FluentMigratorServices.Create(assembly, selection, schema: null));
        return OwnClasses.Made<IMigrationRunnerConventions>(container, given, "conventions");
    }
}
