namespace Migrator;

/// <summary>What a plan may contain.</summary>
/// <param name="AllowOutOfOrder">Pending migrations below the newest applied one may run.</param>
/// <param name="AllowBreaking">Breaking migrations may run.</param>
/// <param name="AllowEdited">That migrations were edited after they were applied is accepted, and recorded so.</param>
public sealed record PlanPolicy(bool AllowOutOfOrder = false, bool AllowBreaking = false, bool AllowEdited = false);
