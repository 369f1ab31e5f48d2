using Migrator.Steps;

namespace Migrator.Tests.Steps;

public sealed class FailureAdviceTests
{
    [Theory]
    [InlineData(typeof(PlatformNotSupportedException), "Dynamic code generation is not supported on this platform.", true)]
    [InlineData(typeof(NotSupportedException), "'Row[]' is missing native code or metadata.", true)]
    [InlineData(typeof(MissingMethodException), "No parameterless constructor defined for type 'Row'.", true)]
    [InlineData(typeof(InvalidOperationException), "Reflection-based serialization has been disabled for this application.", true)]
    [InlineData(typeof(InvalidOperationException), "no region is configured", false)]
    [InlineData(typeof(NotSupportedException), "this provider has no schemas", false)]
    public void IsOfNativeCode_IsWhatFailsForWantOfTheRuntime(Type type, string message, bool expected) =>
        Assert.Equal(expected, FailureAdvice.IsOfNativeCode((Exception)Activator.CreateInstance(type, message)!));

    [Fact]
    public void Of_WithTheRuntimeThere_SaysNothingOfNativeCode() =>
        Assert.Null(FailureAdvice.Of(new PlatformNotSupportedException("Dynamic code generation"), sql: null, inTransaction: true));
}
