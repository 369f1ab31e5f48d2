using System.Reflection;

namespace Migrator.FluentRunner.Loading;

/// <summary>
/// An assembly whose types were listed once. FluentMigrator lists them for each of its parts anew; in native code a list takes
/// time that grows with the square of their number.
/// </summary>
internal sealed class ListedAssembly(Assembly assembly, IReadOnlyList<Type> exported) : Assembly
{
    private static readonly char[] Digits = [.. "0123456789"];

    /// <summary>A name for a resource that ends as no other does; with a number before it, it is that of one assembly.</summary>
    public static string Unique(string resource) => "/" + resource.Replace('.', '/');

    /// <summary>Whether a class is of this assembly.</summary>
    public bool IsOf(Type? type) => type?.Assembly == assembly;

    public override string? FullName => assembly.FullName;

    public override string Location => "";

    public override IEnumerable<Type> ExportedTypes => exported;

    public override Type[] GetExportedTypes() => [.. exported];

    public override AssemblyName GetName(bool copiedName) => assembly.GetName(copiedName);

    public override Type? GetType(string name, bool throwOnError, bool ignoreCase) =>
        assembly.GetType(name, throwOnError, ignoreCase);

    public override string[] GetManifestResourceNames() => assembly.GetManifestResourceNames();

    /// <remarks>All that FluentMigrator reads here is SQL.</remarks>
    /// <exception cref="ConfigurationException">A byte of it is none of its encoding's.</exception>
    public override Stream? GetManifestResourceStream(string name)
    {
        using var stream = assembly.GetManifestResourceStream(name.Contains('/') && !GetManifestResourceNames().Contains(name)
            ? GetManifestResourceNames().FirstOrDefault(one => name.TrimStart(Digits) == Unique(one)) ?? name : name);
        if (stream is null)
            return null;

        var copy = new MemoryStream(checked((int)stream.Length));
        stream.CopyTo(copy);
        ScriptText.Verify(name, copy.GetBuffer().AsSpan(0, (int)copy.Length));
        copy.Position = 0;
        return copy;
    }

    public override ManifestResourceInfo? GetManifestResourceInfo(string resourceName) =>
        assembly.GetManifestResourceInfo(resourceName);

    public override object[] GetCustomAttributes(bool inherit) => assembly.GetCustomAttributes(inherit);

    public override object[] GetCustomAttributes(Type attributeType, bool inherit) =>
        assembly.GetCustomAttributes(attributeType, inherit);

    public override bool IsDefined(Type attributeType, bool inherit) => assembly.IsDefined(attributeType, inherit);
}
