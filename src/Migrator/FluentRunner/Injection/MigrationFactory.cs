using System.Globalization;
using System.Reflection;
using FluentMigrator;
using Microsoft.Extensions.DependencyInjection;
using Migrator.Errors;

namespace Migrator.FluentRunner.Injection;

/// <summary>Creates migrations, each with what its constructor asks for, and says whose fault it is where that does not
/// work.</summary>
/// <param name="services">What there is.</param>
/// <param name="registered">Where it comes from.</param>
internal sealed class MigrationFactory(IServiceProvider services, MigrationServices registered)
{
    /// <summary>Creates one.</summary>
    /// <exception cref="NotCreatedException">Something is missing, or failed.</exception>
    /// <exception cref="ConfigurationException">The configuration that it asks for cannot be read.</exception>
    public IMigration Create(Type type)
    {
        try
        {
            // The usual constructor needs no injection, which takes longer to find that out.
            return (IMigration)(type.GetConstructors() is [var one] && one.GetParameters().Length == 0
                ? Activator.CreateInstance(type)! : ActivatorUtilities.CreateInstance(services, type));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (Thrown<ConfigurationException>(exception) is { } configuration)
                throw configuration;
            throw Explain(type, exception);
        }
    }

    private static T? Thrown<T>(Exception exception)
        where T : Exception => ThrownText.Chain(exception).OfType<T>().FirstOrDefault();

    private NotCreatedException Explain(Type type, Exception exception)
    {
        var name = NameOf(type);
        var constructors = type.GetConstructors();
        if (constructors.Length == 0)
            return new(CreationFault.Missing, $"{name} has no public constructor: give it one.", exception);

        // Of several, the one that lacks least is meant.
        (ParameterInfo Asked, Exception? Thrown)[] faults = constructors.Select(one => one.GetParameters()
            .Select(parameter => (Asked: parameter, Fault: FaultOf(parameter))).Where(pair => pair.Fault.IsThere)
            .Select(pair => (pair.Asked, pair.Fault.Thrown)).ToArray()).MinBy(found => found.Length)!;
        if (faults is [])
            return new(CreationFault.Constructor, $"its constructor failed: {Text(exception)}", exception);

        var (asked, thrown) = faults[0];
        var service = TypeText.Of(asked.ParameterType);
        return thrown switch
        {
            null => new(CreationFault.Missing, $"{name} asks for {string.Join(", ", faults.Where(fault => fault.Thrown is null)
                .Select(fault => TypeText.Of(fault.Asked.ParameterType)))} in its constructor, which is not registered. {registered.Advice}",
                exception),
            InvalidOperationException when IsOfContainer(thrown) => new(CreationFault.Missing,
                $"{name} asks for {service} in its constructor, which cannot be made: {thrown.Message} {registered.Advice}", thrown),
            _ => new(CreationFault.Service, $"{name} asks for {service} in its constructor, which cannot be made: {Text(thrown)}",
                thrown),
        };
    }

    private (bool IsThere, Exception? Thrown) FaultOf(ParameterInfo parameter)
    {
        try
        {
            var found = parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed
                ? (services as IKeyedServiceProvider)?.GetKeyedService(parameter.ParameterType, keyed.Key)
                : services.GetService(parameter.ParameterType);
            return (found is null && !parameter.HasDefaultValue, null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return (true, exception);
        }
    }

    // The container's own: it lacks what a service asks for in its turn, or goes round in a circle.
    private static bool IsOfContainer(Exception exception) =>
        exception.TargetSite?.DeclaringType?.Assembly is { } thrower
            ? thrower == typeof(ServiceProvider).Assembly || thrower == typeof(IServiceCollection).Assembly
            : exception.Source is "Microsoft.Extensions.DependencyInjection"
                or "Microsoft.Extensions.DependencyInjection.Abstractions";

    private static string NameOf(Type type) => type.GetCustomAttribute<MigrationAttribute>() is { } migration
        ? string.Create(CultureInfo.InvariantCulture, $"{migration.Version} {type.Name}") : type.Name;

    private static string Text(Exception exception) => ThrownText.Of(exception, one => one.Message);
}
