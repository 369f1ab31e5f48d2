namespace Migrator.Planning;

/// <summary>A place in the order of versions, behind a migration or before all of them.</summary>
/// <param name="Newest">The newest version that lies at or below it; null for none, since any number may be a version.</param>
internal readonly record struct Place(long? Newest)
{
    /// <summary>Before all.</summary>
    public static Place Zero { get; }

    /// <summary>Whether a version lies at or below it.</summary>
    public bool Reaches(long version) => version <= Newest;

    /// <summary>Whether it lies above another.</summary>
    public bool IsAbove(Place other) => Newest is { } newest && !other.Reaches(newest);
}
