using Migrator.Cli.CommandLine;
using Migrator.Cli.Output;

using var signals = new Signals();
return await MigratorCommand.RunAsync(args, new Tool(Terminal.OfProcess(), Environment.GetEnvironmentVariable, Environment.CurrentDirectory, signals))
    .ConfigureAwait(false);
