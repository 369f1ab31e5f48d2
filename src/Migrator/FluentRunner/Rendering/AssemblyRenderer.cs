using FluentMigrator;
using Migrator.FluentRunner.Injection;
using Migrator.FluentRunner.Loading;
using Migrator.FluentRunner.Losses;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Tells the SQL of an assembly's migrations, offline. The Up of a migration is called for its SQL; nothing of it is
/// run.</summary>
internal sealed class AssemblyRenderer : IDisposable
{
    private readonly Container _container;
    private readonly MigrationRenderer _renderer;
    private readonly Func<MigrationDescriptor, bool> _isNeeded;

    /// <param name="assembly">Whose migrations.</param>
    /// <param name="selection">Whose tags and namespace choose them; null for all.</param>
    /// <param name="forLint">Whether to find out the line of source that asks for each statement, which takes time, and what is
    /// lost of it.</param>
    /// <param name="isNeeded">Those that must have their services; of others, not to have them is only a text that is not known.
    /// Null for none.</param>
    /// <param name="readsOn">Whether a script that is no text is a fault of its migration alone, and no exception.</param>
    /// <exception cref="ConfigurationException">There are no migrations, or none that are chosen.</exception>
    public AssemblyRenderer(MigrationAssembly assembly, MigrationSelection? selection, bool forLint = false,
        Func<MigrationDescriptor, bool>? isNeeded = null, bool readsOn = false)
    {
        _isNeeded = isNeeded ?? (_ => false);
        Migrations = [.. (selection is null ? CatalogReader.ReadAll(assembly) : CatalogReader.ReadChosen(assembly, selection))
            .OrderBy(one => one.Descriptor.Version)];
        _container = new(FluentMigratorServices.Create(assembly, selection ?? MigrationSelection.Default, schema: null)
            .AddRendering(assembly.Generator));
        _renderer = new MigrationRenderer(_container.Services, assembly, locates: forLint,
            losses: forLint ? new SilentLosses() : null, readsOn: readsOn);
    }

    /// <summary>The migrations, ascending by version.</summary>
    public IReadOnlyList<Candidate> Migrations { get; }

    /// <summary>Renders the up of a migration.</summary>
    /// <exception cref="ConfigurationException">It is needed, and a service that it asks for is missing.</exception>
    public RenderedMigration Up(Candidate one) => Of(one, _renderer.Up);

    /// <summary>Renders the up of a migration twice: a clock or a random number in it makes another text each time.</summary>
    /// <exception cref="ConfigurationException">It is needed, and a service that it asks for is missing.</exception>
    public RenderedMigration SteadyUp(Candidate one) =>
        Of(one, migration => _renderer.Render(migration, Direction.Up));

    /// <summary>Every statement that the up of a migration may send, as far as that is known.</summary>
    public IReadOnlyList<string> Possible(Type type)
    {
        using var _ = QuietLoggers.Pause();
        try
        {
            return _renderer.Possible(_renderer.Create(type));
        }
        catch (Exception exception) when (exception is OpaqueMigrationException or ConfigurationException)
        {
            return [];
        }
    }

    public void Dispose() => _container.Dispose();

    private RenderedMigration Of(Candidate one, Func<IMigration, RenderedMigration> render)
    {
        IMigration migration;
        try
        {
            migration = _renderer.Create(one.Type);
        }
        catch (Exception exception) when (exception is OpaqueMigrationException
            || exception is ConfigurationException && !_isNeeded(one.Descriptor))
        {
            return new([], exception.Message);
        }

        return render(migration);
    }
}
