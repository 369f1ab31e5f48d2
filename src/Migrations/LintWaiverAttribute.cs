namespace Storefront.Migrations;

/// <summary>
/// <c>dotnet migrator lint</c> knows it by its name alone, so that migrations need no reference to the tool. A finding
/// that is waived is still shown, with the reason beside it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class LintWaiverAttribute(string rule, string reason) : Attribute
{
    public string Rule { get; } = rule;

    public string Reason { get; } = reason;
}
