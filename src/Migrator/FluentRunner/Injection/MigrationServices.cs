using System.Runtime.CompilerServices;
using FluentMigrator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Migrator.FluentRunner.Injection;

/// <summary>
/// What an assembly's migrations are given beside FluentMigrator's own services: what the program that calls has for them, a
/// configuration, loggers and options, and what a class of theirs adds.
/// </summary>
internal sealed class MigrationServices
{
    private static readonly ConditionalWeakTable<MigrationAssembly, MigrationServices> Known = [];

    private readonly MigrationAssembly _assembly;
    private readonly Lazy<IReadOnlyList<ServicesClass>> _found;
    private readonly Lazy<IServiceCollection> _services;
    private readonly Lazy<IConfiguration> _configuration;

    private MigrationServices(MigrationAssembly assembly)
    {
        _assembly = assembly;
        _found = new(() => [.. assembly.Parts.SelectMany(part => ServicesClass.Find(part.ExportedTypes()))
            .DistinctBy(one => one.Type)]);
        _services = new(Collect);
        _configuration = new(() => MigrationConfiguration.Read([.. assembly.Parts.Select(part => part.Folder).Distinct()]));
    }

    /// <summary>What is worth knowing of the assembly's class, a sentence each.</summary>
    public IReadOnlyList<string> Notes => [.. Twins is { } twins ? [$"{twins} None of them is called."] : (string[])[],
        .. NearMisses];

    /// <summary>Where a service that is missing is to be added.</summary>
    public string Advice => Twins is null && _found.Value.Count > 0
        ? $"Register it in {string.Join(" or ", _found.Value.Select(one => one.Name))}."
        : string.Join(' ', [.. NearMisses, $"Register it in a public class of {_assembly.Name}, with "
            + $"{ServicesClass.Signature}."]);

    // Of several assemblies, each may have one.
    private string? Twins => _found.Value.GroupBy(one => one.Type.Assembly).Select(of => of.ToArray())
        .FirstOrDefault(of => of.Length > 1) is [var first, var second, ..]
        ? $"{first.Name} and {second.Name} both say what the migrations are given: keep one of them public." : null;

    // Where there is one that fits, others are for somebody else.
    private IReadOnlyList<string> NearMisses => _found.Value.Count > 0 ? []
        : [.. _assembly.AllTypes().Select(ServicesClass.WhyNot).OfType<string>()];

    /// <summary>Those of an assembly; collected once.</summary>
    public static MigrationServices Of(MigrationAssembly assembly) => Known.GetValue(assembly, one => new(one));

    /// <summary>A collection with all of them, to be added to.</summary>
    /// <exception cref="ConfigurationException">The class that adds to them fails, or there are two.</exception>
    public IServiceCollection Copy() => new ServiceCollection { _services.Value };

    /// <summary>Whether one of them is registered by somebody.</summary>
    /// <exception cref="ConfigurationException">The class that adds to them fails.</exception>
    public bool Have(Type service) => _assembly.Given?.Any(one => one.ServiceType == service) == true
        // What nobody adds to is not collected only to see that.
        || _found.Value is [_] && _services.Value.Any(one => one.ServiceType == service);

    private ServiceCollection Collect()
    {
        var services = new ServiceCollection();
        foreach (var given in (IEnumerable<ServiceDescriptor>?)_assembly.Given ?? [])
            ((ICollection<ServiceDescriptor>)services).Add(given);

        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(_ => _configuration.Value);
        services.TryAddSingleton<IHostEnvironment>(_ => new MigrationEnvironment(_assembly));
        if (Twins is not { } twins)
        {
            foreach (var one in _found.Value)
                one.Configure(services, () => Configuration(services));
        }
        else if (_assembly.ExportedTypes().Any(IsGiven))
        {
            throw new ConfigurationException(twins);
        }

        QuietLoggers.Add(services);
        services.TryAddSingleton<ILoggerProvider>(NullLoggerProvider.Instance);
        services.TryAddScoped<ILogger>(provider => provider.GetRequiredService<ILoggerFactory>()
            .CreateLogger(_assembly.Parts[0].Name));
        return services;
    }

    // That of the program that calls, where it has one.
    private IConfiguration Configuration(IServiceCollection services)
    {
        if (_assembly.Given?.Any(one => one.ServiceType == typeof(IConfiguration)) != true)
            return _configuration.Value;

        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IConfiguration>();
    }

    private static bool IsGiven(Type type) => !type.IsAbstract && typeof(IMigration).IsAssignableFrom(type)
        && type.GetConstructors().Any(constructor => constructor.GetParameters().Length > 0);
}
