using System.CommandLine;
using System.Runtime.InteropServices;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Bundle;

/// <summary><c>bundle</c>: makes one executable of the tool and the migrations. No database.</summary>
internal static class BundleCommand
{
    public static Command Create(Tool tool)
    {
        var file = new Option<string>("--file", "-o") { Description = "Where to put it (default ./migrate)", HelpName = "FILE" };
        var runtime = new Option<string>("--runtime", "-r") { Description = "The system that it is for, such as linux-x64 (default: this one)", HelpName = "RID" };
        var noAot = new Option<bool>("--no-aot") { Description = "Bring the .NET runtime along instead of compiling to native code", Arity = ArgumentArity.Zero };
        var warnings = new Option<string>("--aot-warnings") { Description = "What may not work as native code (default refuse)", HelpName = "allow|refuse" };
        var command = new Command("bundle", "Make one executable of this tool and the migrations; no database") { file, runtime, noAot, warnings };
        command.Runs(tool, async (context, cancellationToken) =>
        {
            var project = ToolSettings.ProjectPath(context.Settings)
                ?? throw new ConfigurationException("bundle compiles the migrations project, not a built assembly: --project My.Migrations.csproj");
            var options = new BundleOptions(
                context.Parsed.GetValue(runtime) ?? RuntimeInformation.RuntimeIdentifier,
                Path.GetFullPath(context.Parsed.GetValue(file) ?? (OperatingSystem.IsWindows() ? "migrate.exe" : "migrate"), tool.WorkingDirectory),
                context.Settings.Find(SettingNames.Configuration) ?? "Release",
                !context.Parsed.GetValue(noAot),
                (context.Parsed.GetValue(warnings) ?? "refuse").ToUpperInvariant() switch
                {
                    "ALLOW" => true,
                    "REFUSE" => false,
                    var other => throw new ConfigurationException($"--aot-warnings is \"{other}\": it must be allow or refuse."),
                });
            if (!BundleOptions.IsRuntime(options.Runtime))
                throw new ConfigurationException($"--runtime is \"{options.Runtime}\": it must be a runtime identifier, such as linux-x64, linux-musl-arm64, osx-arm64 or win-x64.");
            if (Directory.Exists(options.File))
                throw new ConfigurationException($"--file {options.File} is a folder: name a file in it.");
            if (options.Native)
                NativeToolchain.Verify(options.Runtime, tool.Environment);

            context.Output.Bundle(await Bundle.MakeAsync(
                project, options, message => tool.Terminal.Error.WriteLine(message + " ..."), cancellationToken).ConfigureAwait(false));
            return ExitCode.Success;
        });
        return command;
    }
}
