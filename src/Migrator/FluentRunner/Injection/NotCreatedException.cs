namespace Migrator.FluentRunner.Injection;

/// <summary>A migration could not be created.</summary>
/// <param name="fault">Whose fault it is.</param>
/// <param name="message">Who asks for what, and what to do about it: whole sentences.</param>
/// <param name="inner">What was thrown.</param>
internal sealed class NotCreatedException(CreationFault fault, string message, Exception inner) : Exception(message, inner)
{
    /// <summary>Whose fault it is.</summary>
    public CreationFault Fault { get; } = fault;
}

/// <summary>Why a migration could not be created.</summary>
internal enum CreationFault
{
    /// <summary>It asks for what nobody registers.</summary>
    Missing,

    /// <summary>What it asks for is registered, and failed.</summary>
    Service,

    /// <summary>It was given all, and its own constructor failed.</summary>
    Constructor,
}
