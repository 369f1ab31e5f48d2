using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Migrator.FluentRunner.Injection;

/// <summary>The environment that migrations see, as a .NET host has it; its content is what lies beside them.</summary>
internal sealed class MigrationEnvironment(MigrationAssembly assembly) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = MigrationConfiguration.EnvironmentName;

    public string ApplicationName { get; set; } = assembly.Assembly.GetName().Name!;

    public string ContentRootPath { get; set; } = assembly.Folder;

    public IFileProvider ContentRootFileProvider { get; set; } = new PhysicalFileProvider(assembly.Folder);
}
