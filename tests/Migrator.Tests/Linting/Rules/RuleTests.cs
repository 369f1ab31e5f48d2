namespace Migrator.Tests.Linting.Rules;

/// <summary>Cases of rules, a line each: what one finds, and where it is silent.</summary>
public abstract class RuleTests
{
    protected static void AssertFinds(string rule, string sql) => Linted.AssertFinds(rule, sql);

    protected static void AssertSilent(string rule, string sql) => Linted.AssertSilent(rule, sql);
}
