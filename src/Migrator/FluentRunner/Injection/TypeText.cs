namespace Migrator.FluentRunner.Injection;

/// <summary>A type as it is written in C#.</summary>
internal static class TypeText
{
    /// <summary>With its namespace, and what it is of: <c>My.ICache&lt;My.Order&gt;</c>.</summary>
    public static string Of(Type type)
    {
        var name = (type.FullName ?? type.Name).Split('`', '[')[0].Replace('+', '.');
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.IsArray ? Of(type.GetElementType()!) + "[]" : name;
    }
}
