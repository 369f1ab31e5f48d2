using Migrator.Cli.CommandLine;
using Migrator.Cli.Output;

var terminal = Terminal.OfProcess();
using var signals = new Signals(terminal.Error);
return await MigratorCommand.RunAsync(args, new Tool(terminal, Environment.GetEnvironmentVariable, Environment.CurrentDirectory, signals))
    .ConfigureAwait(false);
