using System.Runtime.CompilerServices;
using FluentMigrator;
using Migrator.Errors;
using Migrator.FluentRunner.Injection;

namespace Migrator.FluentRunner.Loading;

/// <summary>Instances of the migrations' own classes, made while their catalog is read.</summary>
internal static class OwnClasses
{
    /// <summary>What FluentMigrator makes by itself of a class of theirs.</summary>
    /// <param name="container">Where it is made.</param>
    /// <param name="given">What the class may ask for.</param>
    /// <param name="what">What it is for.</param>
    /// <exception cref="ConfigurationException">It cannot be made.</exception>
    public static T Made<T>(Container container, MigrationServices given, string what)
        where T : notnull
    {
        try
        {
            return container.Get<T>();
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or ConfigurationException))
        {
            throw new ConfigurationException($"The migrations' class for the {what} cannot be made: "
                + $"{ThrownText.Of(exception, one => one.Message)} {given.Advice}", exception);
        }
    }

    /// <summary>A migration that conventions of their own look at, which is nearly always at its class alone: one that cannot be
    /// made is told when it is needed.</summary>
    public static IMigration Instance(MigrationAssembly assembly, Type type)
    {
        if (type.GetConstructor([]) is not null)
            return (IMigration)Activator.CreateInstance(type)!;

        using var container = new Container(FluentMigratorServices.Create(assembly, MigrationSelection.Default, schema: null));
        try
        {
            return container.Get<MigrationFactory>().Create(type);
        }
        catch (NotCreatedException)
        {
            return (IMigration)RuntimeHelpers.GetUninitializedObject(type);
        }
    }
}
