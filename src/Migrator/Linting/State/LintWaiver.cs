namespace Migrator;

/// <summary>A migration's word that a rule's findings in it are all right.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Reason">Why.</param>
public sealed record LintWaiver(string Rule, string Reason);
