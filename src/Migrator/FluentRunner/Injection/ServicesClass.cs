using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Migrator.Errors;

namespace Migrator.FluentRunner.Injection;

/// <summary>
/// The class in which migrations say what they are given, found by what it looks like, so that they need no reference to us: public,
/// with a public <c>ConfigureServices(IServiceCollection, IConfiguration)</c>, static or not.
/// </summary>
internal sealed record ServicesClass(Type Type, MethodInfo Method)
{
    /// <summary>What such a method looks like, for messages.</summary>
    public const string Signature = $"public static void {MethodName}(IServiceCollection services, IConfiguration configuration)";

    private const string MethodName = "ConfigureServices";
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.FlattenHierarchy;

    /// <summary>What it is called in messages.</summary>
    public string Name => NameOf(Type);

    /// <summary>Those of some types that may be meant; the right one is the only one.</summary>
    public static IReadOnlyList<ServicesClass> Find(IEnumerable<Type> exported)
    {
        ServicesClass[] all = [.. exported.Select(Find).OfType<ServicesClass>()];
        // Without a configuration it may be what ASP.NET Core has as well.
        ServicesClass[] whole = [.. all.Where(one => one.Method.GetParameters().Length == 2)];
        ServicesClass[] chosen = whole.Length > 0 ? whole : all;
        return [.. chosen.Where(one => !chosen.Any(other => other != one && one.Type.IsAssignableFrom(other.Type)))];
    }

    /// <summary>Why a class that looks like one is none; null if it is one, or does not look like it.</summary>
    public static string? WhyNot(Type type)
    {
        if (Methods(type, Public | BindingFlags.NonPublic) is not [var method, ..] || Find(type) is not null
            || IsOfAnApplication(type))
            return null;

        var reason = !type.IsVisible ? "the class is not public"
            : !method.IsPublic ? "it is not public"
            : method.IsGenericMethodDefinition || type.IsGenericTypeDefinition ? "it is generic"
            : IsAsync(method) ? "it is not awaited: make it return nothing"
            : !IsReturn(method) ? $"it returns {method.ReturnType.Name}: make it return nothing"
            : !IsParameters(method) ? $"it takes ({string.Join(", ", method.GetParameters().Select(one => one.ParameterType.Name))})"
            : "its class has no public constructor without parameters";
        return $"{NameOf(type)} is not called, since {reason}; it would be as {Signature}.";
    }

    /// <summary>Lets it add its services.</summary>
    /// <exception cref="ConfigurationException">It failed.</exception>
    public void Configure(IServiceCollection services, Func<IConfiguration> configuration)
    {
        try
        {
            var target = Method.IsStatic ? null : Create(configuration);
            Method.Invoke(target, Method.GetParameters().Length == 1 ? [services] : [services, configuration()]);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or ConfigurationException))
        {
            throw new ConfigurationException($"{Name} failed: {ThrownText.Of(exception, one => one.Message)} "
                + "It says what the migrations are given."
                + (RuntimeFeature.IsDynamicCodeSupported ? "" : " This bundle is native code: where that is why, make it by --no-aot."),
                exception);
        }
    }

    private static string NameOf(Type type) => $"{type.FullName?.Replace('+', '.')}.{MethodName}";

    private static ServicesClass? Find(Type type) =>
        type is { IsVisible: true, IsGenericTypeDefinition: false, IsInterface: false } && Methods(type, Public) is { Count: > 0 } methods
            && methods.Where(IsOne).OrderByDescending(method => method.GetParameters().Length).FirstOrDefault() is { } method
            && (method.GetParameters().Length == 2 || !IsOfAnApplication(type)) && (method.IsStatic || IsCreatable(type))
            ? new(type, method) : null;

    // Of other methods of the name nobody need hear.
    private static IReadOnlyList<MethodInfo> Methods(Type type, BindingFlags which)
    {
        try
        {
            return [.. type.GetMember(MethodName, MemberTypes.Method, which).Cast<MethodInfo>()
                .Where(method => method.GetParameters().Any(one => one.ParameterType == typeof(IServiceCollection)))];
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or TypeLoadException)
        {
            // With a type that is not there it is for somebody else.
            return [];
        }
    }

    private static bool IsOne(MethodInfo method) =>
        method is { IsPublic: true, IsGenericMethodDefinition: false } && IsParameters(method) && IsReturn(method) && !IsAsync(method);

    private static bool IsParameters(MethodInfo method) =>
        method.GetParameters() is [{ ParameterType: var first }, .. var rest] && first == typeof(IServiceCollection)
        && (rest is [] || rest is [{ ParameterType: var second }] && second == typeof(IConfiguration));

    private static bool IsReturn(MethodInfo method) =>
        method.ReturnType == typeof(void) || method.ReturnType == typeof(IServiceCollection);

    private static bool IsAsync(MethodInfo method) =>
        method.IsDefined(typeof(AsyncStateMachineAttribute)) || typeof(Task).IsAssignableFrom(method.ReturnType);

    private static bool IsCreatable(Type type) =>
        !type.IsAbstract && (type.GetConstructor([]) is not null || type.GetConstructor([typeof(IConfiguration)]) is not null);

    // ASP.NET Core's Startup: its services are the application's.
    private static bool IsOfAnApplication(Type type)
    {
        try
        {
            return type.GetMember("Configure", MemberTypes.Method, Public).Length > 0
                && !Methods(type, Public).Any(method => method.GetParameters().Length == 2 && IsOne(method));
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or TypeLoadException)
        {
            return true;
        }
    }

    private object Create(Func<IConfiguration> configuration) => Type.GetConstructor([]) is { } plain
        ? plain.Invoke(null) : Type.GetConstructor([typeof(IConfiguration)])!.Invoke([configuration()]);
}
