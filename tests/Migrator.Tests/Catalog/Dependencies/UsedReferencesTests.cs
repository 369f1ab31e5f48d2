using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Migrator.Catalog.Dependencies;
using Migrator.TestSupport;

namespace Migrator.Tests.Catalog.Dependencies;

/// <summary>What a class uses is told from its code, whatever the compiler made of it.</summary>
public sealed class UsedReferencesTests
{
    private const string Library = """
        using System.Threading.Tasks;
        namespace Lib
        {
            public static class Tool { public static int Go(int n = 0) => n; public static T Of<T>() => default!; public static readonly int Field = 1; }
            public class Thing { public int N; public virtual int Do() => 1; }
            public struct Money { public int Amount; }
            public interface IWork { int Work(); }
            public class Oops : System.Exception { }
        }
        """;

    private static readonly string LibraryFile = CompiledMigrations.ToFileAgainst("Lib", Library);

    // Each is the whole of a class; the library is used in one place of it.
    public static TheoryData<string, string> Uses() => new()
    {
        { "call", "class C { void Up() { Lib.Tool.Go(); } }" },
        { "a field", "class C { int Up() => Lib.Tool.Field; }" },
        { "a generic method's type argument", "class C { void Up() => H.Run<Lib.Thing>(); } class H { public static void Run<T>() { } }" },
        { "a type argument of the framework's method", "class C { object Up() => System.Array.Empty<Lib.Thing>(); }" },
        { "a type argument of the framework's type", "class C { object Up() => new System.Collections.Generic.List<Lib.Thing>(); }" },
        { "a nested type argument", "class C { object Up() => new System.Collections.Generic.Dictionary<string, System.Collections.Generic.List<Lib.Money[]>>(); }" },
        { "an array", "class C { object Up() => new Lib.Thing[1]; }" },
        { "an array of arrays", "class C { object Up() => new Lib.Thing[1][]; }" },
        { "an array of two dimensions", "class C { object Up() => new Lib.Thing[1, 1]; }" },
        { "typeof", "class C { object Up() => typeof(Lib.Thing); }" },
        { "typeof an open generic", "class C { object Up() => typeof(System.Collections.Generic.List<Lib.Thing>); }" },
        { "a cast", "class C { bool Up(object o) => o is Lib.Thing; }" },
        { "default of a struct", "class C { object Up() { Lib.Money m = default; return m; } }" },
        { "a static constructor by a field", "class C { int Up() => H.N; } class H { public static readonly int N = Lib.Tool.Go(); }" },
        { "a static constructor by a method", "class C { int Up() => H.M(); } class H { static readonly int N = Lib.Tool.Go(); public static int M() => 1; }" },
        { "a lambda", "class C { System.Func<int> Up() => () => Lib.Tool.Go(); }" },
        { "a closure", "class C { System.Func<int> Up(int n) => () => Lib.Tool.Go(n); }" },
        { "a lambda in another class", "class C { System.Func<int> Up() => H.M(); } class H { public static System.Func<int> M() => () => Lib.Tool.Go(); }" },
        { "a local function", "class C { int Up() { return L(); int L() => Lib.Tool.Go(); } }" },
        { "an iterator", "class C { object Up() => I(); System.Collections.Generic.IEnumerable<int> I() { yield return Lib.Tool.Go(); } }" },
        { "an iterator in another class", "class C { object Up() => H.I(); } class H { public static System.Collections.Generic.IEnumerable<int> I() { yield return Lib.Tool.Go(); } }" },
        { "async", "class C { async System.Threading.Tasks.Task Up() { await System.Threading.Tasks.Task.Yield(); Lib.Tool.Go(); } }" },
        { "async in another class", "class C { object Up() => H.M(); } class H { public static async System.Threading.Tasks.Task M() { await System.Threading.Tasks.Task.Yield(); Lib.Tool.Go(); } }" },
        { "async iterator in another class", "class C { object Up() => H.M(); } class H { public static async System.Collections.Generic.IAsyncEnumerable<int> M() { await System.Threading.Tasks.Task.Yield(); yield return Lib.Tool.Go(); } }" },
        { "an interface of its own", "class C { int Up() => H.New().Work(); } interface I { int Work(); } class W : I { public int Work() => Lib.Tool.Go(); } class H { public static I New() => new W(); }" },
        { "an override", "class C { int Up() => H.New().Work(); } class B { public virtual int Work() => 1; } class W : B { public override int Work() => Lib.Tool.Go(); } class H { public static B New() => new W(); }" },
        { "a base class of another class", "class C { object Up() => new W(); } class B { public B() { Lib.Tool.Go(); } } class W : B { }" },
        { "a base class from the library", "class C { object Up() => new W(); } class W : Lib.Thing { }" },
        { "an interface from the library", "class C { object Up() => new W(); } class W : Lib.IWork { public int Work() => 1; }" },
        { "a generic class of its own", "class C { int Up() => new G<int>().M(); } class G<T> { public int M() => Lib.Tool.Go(); }" },
        { "a static method of a generic class", "class C { int Up() => G<int>.M(); } class G<T> { public static int M() => Lib.Tool.Go(); }" },
        { "a generic method of a generic class", "class C { int Up() => G<int>.M<string>(); } class G<T> { public static int M<U>() => Lib.Tool.Go(); }" },
        { "a generic base class", "class C : B<int> { void Up() => M(); } class B<T> { public void M() => Lib.Tool.Go(); }" },
        { "a constraint of new()", "class C { object Up() => H.Make<W>(); } class H { public static T Make<T>() where T : new() => new T(); } class W { public W() { Lib.Tool.Go(); } }" },
        { "a struct in a field", "class C { Lib.Money _m; int Up() => 1; }" },
        { "a struct as an argument", "class C { int Up() => H.M(default); } class H { public static int M(Lib.Money m) => 1; }" },
        { "a function pointer", "unsafe class C { int Up(delegate*<Lib.Money, int> f) => f(default); }" },
        { "a delegate", "class C { object Up() => (System.Func<int, int>)Lib.Tool.Go; }" },
        { "an exception filter", "class C { void Up() { try { } catch (System.Exception) when (Lib.Tool.Go() == 0) { } } }" },
        { "a catch", "class C { void Up() { try { System.Console.WriteLine(); } catch (Lib.Oops) { } } }" },
        { "a property initializer", "class C { int N { get; } = Lib.Tool.Go(); }" },
        { "dynamic", "class C { int Up(string s) => s switch { \"a\" => 1, \"bb\" => 2, \"ccc\" => 3, \"dddd\" => 4, \"eeeee\" => 5, \"ffffff\" => 6, \"g\" => 7, \"h\" => 8, _ => Lib.Tool.Go() }; }" },
    };

    [Theory]
    [MemberData(nameof(Uses))]
    public void Finds(string what, string source) => Assert.True(Used(source), what);

    [Theory]
    [InlineData("class C { int Up() => H.M(); } class H { public static int M() => 1; public static System.Func<int> Other() => () => Lib.Tool.Go(); }")]
    [InlineData("class C { int Up() => H.M(); } class H { public static int M() => 1; public static async System.Threading.Tasks.Task Other() { await System.Threading.Tasks.Task.Yield(); Lib.Tool.Go(); } }")]
    [InlineData("class C { object Up() => typeof(H).Assembly; } class H { public static int Main() => Lib.Tool.Go(); public override string ToString() => \"\" + Lib.Tool.Go(); }")]
    [InlineData("class C { int Up() => 1; } class D { void Run() => Lib.Tool.Go(); }")]
    [InlineData("class C { int Up() => H.M(null); } class H { public static int M(Lib.Thing t) => 1; }")]
    public void IsSilentOnWhatIsNotReached(string source) => Assert.False(Used(source), source);

    [Fact]
    public void ASwitch_IsReadToItsEnd_WhateverItsSize()
    {
        var source = string.Concat(Enumerable.Range(2, 60).Select(cases =>
            $"class C{cases} {{ int Up(int n) {{ switch (n) {{ "
            + string.Concat(Enumerable.Range(0, cases).Select(one => $"case {one}: System.Console.WriteLine({one} + n); System.Console.Write(\"a\"); break; "))
            + "} return Lib.Tool.Go(); } }\n"));
        var file = Compile(source);

        Assert.All(Enumerable.Range(2, 60), cases => Assert.Contains("Lib", UsedReferences.Of(file, [TokenOf(file, $"C{cases}")]).Keys));
    }

    [Fact]
    public void EveryMethodOfTheFramework_CanBeRead()
    {
        // Code of every shape, though none of it is a migration.
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        foreach (var name in (string[])["System.Linq.Expressions", "System.Text.RegularExpressions"])
        {
            var file = Path.Combine(folder, name + ".dll");
            Assert.NotNull(UsedReferences.Of(file, Tokens(file)));
        }
    }

    [Fact]
    public void CodeThatCannotBeRead_TellsNothing()
    {
        var file = Compile("class C { int Up() => Lib.Tool.Go(); }");
        var bytes = File.ReadAllBytes(file);
        using (var reader = new PEReader(new MemoryStream(bytes)))
        {
            var body = reader.GetMetadataReader().MethodDefinitions.Select(reader.GetMetadataReader().GetMethodDefinition)
                .First(method => reader.GetMetadataReader().GetString(method.Name) == "Up").RelativeVirtualAddress;
            var section = reader.PEHeaders.SectionHeaders.First(one => body >= one.VirtualAddress && body < one.VirtualAddress + one.VirtualSize);
            // call, and behind it a token that is none.
            var at = body - section.VirtualAddress + section.PointerToRawData;
            (bytes[at], bytes[at + 1]) = (2 << 2 | 2, 0x28);
        }

        var broken = Path.Combine(CompiledMigrations.NewFolder(), Path.GetFileName(file));
        File.WriteAllBytes(broken, bytes);

        Assert.DoesNotContain("Lib", UsedReferences.Of(broken, [TokenOf(broken, "C")]).Keys);
    }

    private static bool Used(string source)
    {
        var file = Compile(source);
        return UsedReferences.Of(file, [TokenOf(file, "C")]).ContainsKey("Lib");
    }

    private static string Compile(string source) =>
        CompiledMigrations.ToFileAgainst(null, source, LibraryFile);

    private static int TokenOf(string file, string type)
    {
        using var reader = new PEReader(File.OpenRead(file));
        var metadata = reader.GetMetadataReader();
        return MetadataTokens.GetToken(metadata.TypeDefinitions
            .Single(handle => metadata.GetString(metadata.GetTypeDefinition(handle).Name) == type));
    }

    private static int[] Tokens(string file)
    {
        using var reader = new PEReader(File.OpenRead(file));
        return [.. reader.GetMetadataReader().TypeDefinitions.Select(handle => MetadataTokens.GetToken(handle))];
    }
}
