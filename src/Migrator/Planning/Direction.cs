namespace Migrator;

/// <summary>Which way a migration runs.</summary>
public enum Direction
{
    /// <summary>Applies it.</summary>
    Up,

    /// <summary>Reverts it.</summary>
    Down,
}
