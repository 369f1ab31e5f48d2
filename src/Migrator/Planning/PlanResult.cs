namespace Migrator.Planning;

/// <summary>A plan or a refusal: exactly one of them.</summary>
internal readonly record struct PlanResult(Plan? Plan, Refusal? Refusal)
{
    public static implicit operator PlanResult(Plan plan) => new(plan, null);

    public static implicit operator PlanResult(Refusal refusal) => new(null, refusal);
}
