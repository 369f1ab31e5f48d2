namespace Deploy.Tests;

/// <summary>This repository's own migrations, which everything here deploys.</summary>
internal static class Sample
{
    public static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "Migrations.dll");
}
