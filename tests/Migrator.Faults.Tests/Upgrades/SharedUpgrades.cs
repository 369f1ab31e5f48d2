using System.Runtime.CompilerServices;

namespace Migrator.Faults.Tests.Upgrades;

/// <summary>The upgrades that the tests of a class have in common: what an undisturbed run makes of them is then learnt
/// once.</summary>
public sealed class SharedUpgrades : IAsyncDisposable
{
    private readonly Dictionary<string, Upgrade> _made = [];

    /// <summary>Makes it, or gives the one that the same expression made before. What differs in variables needs a key of its
    /// own.</summary>
    internal async Task<Upgrade> OfAsync(Func<Task<Upgrade>> make, [CallerArgumentExpression(nameof(make))] string key = "") =>
        _made.TryGetValue(key, out var upgrade) ? upgrade : _made[key] = await make();

    public async ValueTask DisposeAsync()
    {
        foreach (var upgrade in _made.Values)
            await upgrade.DisposeAsync();
    }
}
