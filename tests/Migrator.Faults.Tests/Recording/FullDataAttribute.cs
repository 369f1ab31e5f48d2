using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Migrator.Faults.Tests.Recording;

/// <summary>A case of a theory that is tried at full counts only; like InlineData otherwise.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FullDataAttribute(params object?[] data) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod,
        DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(Effort.IsFull ? [new TheoryDataRow(data)] : []);

    public override bool SupportsDiscoveryEnumeration() => true;
}
