using System.Runtime.InteropServices;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Bundle;

/// <summary><c>bundle</c>: makes one executable of the tool and the migrations. No database.</summary>
internal sealed class BundleVerb() : Verb("bundle", "Make one executable of this tool and the migrations; no database")
{
    private static readonly PathSetting ToFile = new("file", "FILE", "Where to put it (default ./migrate)")
    { Place = SettingPlace.FlagOnly, Alias = "-o" };

    private static readonly TextSetting Runtime = new("runtime", "RID",
        "The system that it is for, such as linux-x64 (default: this one)")
    {
        Place = SettingPlace.FlagOnly,
        Alias = "-r",
    };

    private static readonly SwitchSetting NoAot = new("no-aot",
        "Bring the .NET runtime along instead of compiling to native code")
    { Place = SettingPlace.FlagOnly };

    private static readonly ChoiceSetting Warnings = new("aot-warnings", ["allow", "refuse"],
        "What may not work as native code (default refuse)", "refuse")
    {
        Place = SettingPlace.FlagOnly,
    };

    public override IReadOnlyList<string> Examples =>
    [
        "dotnet migrator bundle --project src/My.Migrations/My.Migrations.csproj -o migrate",
        "./migrate up --target latest --connection-file /run/secrets/migrator",
        "dotnet migrator bundle --project src/Billing.Migrations --project src/Stock.Migrations",
    ];

    public override IReadOnlyList<Setting> Settings => [ToFile, Runtime, NoAot, Warnings];

    public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var tool = context.Tool;
        var named = NamedMigrations.Of(context.Settings);
        if (named.Assemblies.Count > 0)
            throw new ConfigurationException("bundle compiles the migrations project, not a built assembly: --project "
                + "My.Migrations.csproj");
        var options = new BundleOptions(
            context.Get(Runtime) ?? RuntimeInformation.RuntimeIdentifier,
            context.Get(ToFile)
                ?? Path.GetFullPath(OperatingSystem.IsWindows() ? "migrate.exe" : "migrate", tool.WorkingDirectory),
            context.Get(SharedSettings.Configuration) ?? "Release",
            !context.Get(NoAot),
            context.Get(Warnings) == "allow",
            context.Selection,
            SqlGenerator.Find(context.Get(SharedSettings.Generator))!);
        if (!BundleOptions.IsRuntime(options.Runtime))
            throw new ConfigurationException($"--runtime is \"{options.Runtime}\": it must be a runtime identifier, such as "
                + $"linux-x64, linux-musl-arm64, osx-arm64 or win-x64.");
        if (Directory.Exists(options.File))
            throw new ConfigurationException($"--file {options.File} is a folder: name a file in it.");
        if (options.Native)
            NativeToolchain.Verify(options.Runtime, tool.Environment);

        return await Bundle.MakeAsync(named.Projects, options, context.Starting, cancellationToken).ConfigureAwait(false);
    }
}
