namespace Migrator;

/// <summary>A refusal before anything was touched.</summary>
/// <param name="Reason">Which rule.</param>
/// <param name="Message">What is wrong, in one or two sentences.</param>
/// <param name="Next">What to do about it; null where the message says it.</param>
public sealed record Refusal(RefusalReason Reason, string Message, string? Next = null);
