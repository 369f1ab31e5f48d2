using Migrator.Cli.Verbs.Bundle;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Bundle;

/// <summary>The project that a bundle is made of.</summary>
public sealed class BundleProjectTests
{
    [Fact]
    public void Write_OfSeveralProjectsAndANamespace_HasThemAll()
    {
        using var directory = new WorkingDirectory();
        string[] projects = [directory.Write("one & only/Billing.csproj", "<Project/>"), directory.Write("two/Stock.csproj", "")];
        var selection = new MigrationSelection([]) { Namespace = "Shop.Billing", NestedNamespaces = true };

        var bundle = BundleProject.Write(projects, ["Billing", "Stock"], fingerprint: null,
            new("linux-x64", "migrate", "Release", Native: true, AllowsWarnings: false, selection, SqlGenerator.Default));

        var project = File.ReadAllText(bundle.Path);
        Assert.All((string[])["one &amp; only/Billing.csproj", "two/Stock.csproj", "TrimmerRootAssembly Include=\"Billing\"",
            "TrimmerRootAssembly Include=\"Stock\""], one => Assert.Contains(one, project, StringComparison.Ordinal));
        var program = File.ReadAllText(Path.Combine(bundle.Folder, "Program.cs"));
        Assert.Contains("AssemblyName(\"Billing\")), System.Reflection.Assembly.Load("
            + "new System.Reflection.AssemblyName(\"Stock\"))], null)", program, StringComparison.Ordinal);
        Assert.Contains(".WithGenerator(Migrator.SqlGenerator.Find(\"Postgres15_0\")!), "
            + "new Migrator.MigrationSelection([]) { Namespace = \"Shop.Billing\", NestedNamespaces = true });", program,
            StringComparison.Ordinal);
    }
}
