return await Migrator.Cli.MigratorTool.RunAsync(args).ConfigureAwait(false);
