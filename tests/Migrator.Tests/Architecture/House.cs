using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Migrator.Tests.Architecture;

/// <summary>An arrow between two types of one project.</summary>
internal sealed record Arrow(string From, string FromRoom, string To, string ToRoom)
{
    public override string ToString() => $"{From} ({FromRoom}) -> {To} ({ToRoom})";
}

/// <summary>
/// A project as its folders: each type in the folder of its file, with the arrows that its compiled code has to others. What is
/// public in the engine is in one namespace, so that namespaces do not tell the rooms.
/// </summary>
internal sealed partial class House
{
    /// <summary>The room of what lies in no folder.</summary>
    public const string Roof = ".";

    private readonly Dictionary<string, string> _rooms = [];

    public House(string project, string? assembly = null)
    {
        var folder = ProjectFiles.FolderOf(project);
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (path.StartsWith("obj/", StringComparison.Ordinal) || path.StartsWith("bin/", StringComparison.Ordinal))
                continue;

            var text = File.ReadAllText(file);
            var room = Path.GetDirectoryName(path) is { Length: > 0 } inside ? inside.Replace('\\', '/') : Roof;
            foreach (var name in Declaration().Matches(text).Select(match => match.Groups["name"].Value))
                _rooms[$"{Namespace().Match(text).Groups["name"].Value}.{name}"] = room;
            Files[room] = Files.GetValueOrDefault(room) + 1;
        }

        var compiled = ProjectFiles.Assembly(project, assembly);
        var architecture = new ArchLoader()
            .LoadFilteredDirectory(Path.GetDirectoryName(compiled)!, Path.GetFileName(compiled)).Build();
        Types = [.. architecture.Types.Where(type => RoomOf(type.FullName) is not null)];
        Homeless = [.. architecture.Types.Select(type => Outermost(type.FullName))
            .Where(name => RoomOf(name) is null && IsOurs(name)).Distinct()];
        Arrows = [.. Types.SelectMany(ArrowsOf).Distinct()];
    }

    /// <summary>The types that stand in the sources.</summary>
    public IReadOnlyList<IType> Types { get; }

    /// <summary>Those that a compiler did not make, and that stand in no source file as far as it was read: their arrows are not
    /// seen.</summary>
    public IReadOnlyList<string> Homeless { get; }

    /// <summary>The arrows between them.</summary>
    public IReadOnlyList<Arrow> Arrows { get; }

    /// <summary>How many source files each folder has.</summary>
    public Dictionary<string, int> Files { get; } = [];

    /// <summary>The folder of a type; null for one that is not of this project.</summary>
    public string? RoomOf(string fullName) => _rooms.GetValueOrDefault(Outermost(fullName));

    /// <summary>The first folder of a room: <c>Database</c> of <c>Database/Session</c>.</summary>
    public static string Top(string room) => room.Split('/')[0];

    /// <summary>The full names of all types that code in these rooms uses, of whatever assembly.</summary>
    public IReadOnlySet<string> UsedIn(Func<string, bool> rooms) =>
        Types.Where(type => rooms(RoomOf(type.FullName)!)).SelectMany(type => type.Dependencies)
            .Select(dependency => Outermost(dependency.Target.FullName)).ToHashSet();

    /// <summary>The arrows that close a circle between slices.</summary>
    /// <param name="slice">The slice of a room.</param>
    public IReadOnlyList<Arrow> Circles(Func<string, string> slice)
    {
        var between = Arrows.Where(arrow => slice(arrow.FromRoom) != slice(arrow.ToRoom))
            .ToLookup(arrow => slice(arrow.FromRoom));
        Dictionary<string, HashSet<string>> reached = [];
        foreach (var start in between.Select(group => group.Key))
        {
            var seen = reached[start] = [];
            var open = new Stack<string>([start]);
            while (open.TryPop(out var here))
            {
                foreach (var next in between[here].Select(arrow => slice(arrow.ToRoom)).Where(seen.Add))
                    open.Push(next);
            }
        }

        return [.. between.SelectMany(group => group)
            .Where(arrow => reached.TryGetValue(slice(arrow.ToRoom), out var back) && back.Contains(slice(arrow.FromRoom)))
            .DistinctBy(arrow => (slice(arrow.FromRoom), slice(arrow.ToRoom)))];
    }

    private IEnumerable<Arrow> ArrowsOf(IType type)
    {
        var from = Outermost(type.FullName);
        return type.Dependencies.Select(dependency => Outermost(dependency.Target.FullName))
            .Where(to => to != from && RoomOf(to) is not null)
            .Select(to => new Arrow(from, RoomOf(from)!, to, RoomOf(to)!));
    }

    private static bool IsOurs(string name) => name.StartsWith("Migrator", StringComparison.Ordinal) && !name.EndsWith('.');

    // Nested types, closures among them, stand in their outermost type's file; a generic type's name has its number of parameters
    // behind.
    private static string Outermost(string fullName) => fullName.Split('+', '/', '`', '<')[0];

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(public |internal )?((static|sealed|abstract|readonly|partial|unsafe) )*(class|record struct|record|struct|enum|interface) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
