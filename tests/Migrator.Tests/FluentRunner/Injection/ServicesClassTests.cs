using Migrator.FluentRunner.Injection;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner.Injection;

/// <summary>Which class says what migrations are given, and why another that looks like it does not.</summary>
public sealed class ServicesClassTests
{
    private const string Usings = "using Microsoft.Extensions.Configuration; using Microsoft.Extensions.DependencyInjection;\n";
    private const string Both = "(IServiceCollection services, IConfiguration configuration)";

    [Theory]
    [InlineData("public static class S { public static void ConfigureServices" + Both + " { } }")]
    [InlineData("public static class S { public static IServiceCollection ConfigureServices(this IServiceCollection s, IConfiguration c) => s; }")]
    [InlineData("public class S { public void ConfigureServices" + Both + " { } }")]
    [InlineData("public class S { public S(IConfiguration c) { } public void ConfigureServices" + Both + " { } }")]
    [InlineData("public class S { public void ConfigureServices(IServiceCollection services) { } }")]
    [InlineData("public class S { public void ConfigureServices" + Both + " { } public void Configure(string app) { } }")]
    [InlineData("public abstract class B { public void ConfigureServices" + Both + " { } } public class S : B { }")]
    [InlineData("public class B { public virtual void ConfigureServices" + Both + " { } } public class S : B { }")]
    [InlineData("public class O { public class S { public static void ConfigureServices" + Both + " { } } }")]
    // The whole signature is meant before the short one, which another program may have as well.
    [InlineData("public class A { public void ConfigureServices(IServiceCollection s) { } } public class S { public void ConfigureServices" + Both + " { } }")]
    [InlineData("public class S { public void ConfigureServices(IServiceCollection s) { } public void ConfigureServices" + Both + " { } }")]
    public void Find_ThatFits_IsFound(string source)
    {
        var types = Types(source);

        Assert.Equal("S", Assert.Single(ServicesClass.Find(types.Where(type => type.IsVisible))).Type.Name);
    }

    [Theory]
    [InlineData("internal static class S { public static void ConfigureServices" + Both + " { } }", "the class is not public")]
    [InlineData("public static class S { internal static void ConfigureServices" + Both + " { } }", "it is not public")]
    [InlineData("public static class S { public static void ConfigureServices(IConfiguration c, IServiceCollection s) { } }", "it takes (IConfiguration, IServiceCollection)")]
    [InlineData("public static class S { public static void ConfigureServices(IServiceCollection s, IConfiguration c, string x) { } }", "it takes (IServiceCollection, IConfiguration, String)")]
    [InlineData("public static class S { public static async System.Threading.Tasks.Task ConfigureServices" + Both + " => await System.Threading.Tasks.Task.Yield(); }", "it is not awaited")]
    [InlineData("public static class S { public static async void ConfigureServices" + Both + " => await System.Threading.Tasks.Task.Yield(); }", "it is not awaited")]
    [InlineData("public static class S { public static int ConfigureServices" + Both + " => 1; }", "it returns Int32")]
    [InlineData("public static class S { public static void ConfigureServices<T>" + Both + " { } }", "it is generic")]
    [InlineData("public class S { public S(string name) { } public void ConfigureServices" + Both + " { } }", "no public constructor without parameters")]
    [InlineData("public abstract class S { public void ConfigureServices" + Both + " { } }", "no public constructor without parameters")]
    public void WhyNot_OfWhatIsNearlyOne_SaysWhatIsWrong(string source, string reason)
    {
        var types = Types(source);

        Assert.Empty(ServicesClass.Find(types.Where(type => type.IsVisible)));
        var text = ServicesClass.WhyNot(types.Single(type => type.Name == "S"));
        Assert.Contains("S.ConfigureServices is not called, since ", text, StringComparison.Ordinal);
        Assert.Contains(reason, text, StringComparison.Ordinal);
    }

    [Theory]
    // An ASP.NET Core application's own, and a method that only has the name.
    [InlineData("public class S { public void ConfigureServices(IServiceCollection services) { } public void Configure(string app) { } }")]
    [InlineData("public class S { public void ConfigureServices(string name) { } }")]
    public void WhyNot_OfWhatIsForSomebodyElse_SaysNothing(string source)
    {
        var types = Types(source);

        Assert.Empty(ServicesClass.Find(types));
        Assert.All(types, type => Assert.Null(ServicesClass.WhyNot(type)));
    }

    private static Type[] Types(string source) =>
        CompiledMigrations.Load(Usings.Replace("\n", "", StringComparison.Ordinal) + source
            + CompiledMigrations.Sql(1, "One", ["SELECT 1"])).Assembly.GetTypes();
}
