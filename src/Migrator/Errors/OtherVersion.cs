using System.Runtime.CompilerServices;

namespace Migrator.Errors;

/// <summary>A failure of code that was built with another version of an assembly than it runs with.</summary>
internal static class OtherVersion
{
    /// <summary>The way out.</summary>
    public const string Next =
        "the migrations, or something that they bring, were built with another version of that assembly than is here. Build both "
        + "against FluentMigrator 8.";

    /// <summary>Whether it is one: a member or a type is not there. In native code that says something else.</summary>
    public static bool Is(Exception exception) => RuntimeFeature.IsDynamicCodeSupported
        && ThrownText.Chain(exception).Any(one => one is MissingMemberException or TypeLoadException);
}
