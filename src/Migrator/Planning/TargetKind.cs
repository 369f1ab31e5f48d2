namespace Migrator;

/// <summary>The ways to say where to go.</summary>
public enum TargetKind
{
    /// <summary><c>latest</c>: everything the code has.</summary>
    Latest,

    /// <summary><c>zero</c>: nothing applied.</summary>
    Zero,

    /// <summary>A version or a name, with an offset in migrations from there.</summary>
    Migration,

    /// <summary><c>+N</c> or <c>-N</c>: an offset in migrations from where the database is.</summary>
    Relative,
}
