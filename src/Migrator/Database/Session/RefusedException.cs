namespace Migrator.Database.Session;

/// <summary>A refusal that is found deep inside the opening of a session; the engine turns it into an outcome.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    public Refusal Refusal { get; } = refusal;
}
