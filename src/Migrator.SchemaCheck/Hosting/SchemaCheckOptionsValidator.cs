using Microsoft.Extensions.Options;

namespace Migrator.SchemaCheck;

/// <summary>Refuses options that cannot be meant.</summary>
internal sealed class SchemaCheckOptionsValidator : IValidateOptions<SchemaCheckOptions>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, SchemaCheckOptions options)
    {
        List<string> failures = [];
        if (options.Wait < TimeSpan.Zero || options.Wait > LongestWait)
            failures.Add($"{nameof(options.Wait)} is {options.Wait}: it must be between zero and a day.");
        foreach (var (setting, value) in (ReadOnlySpan<(string, string?)>)
                 [(nameof(options.VersionTableSchema), options.VersionTableSchema),
                     (nameof(options.VersionTableName), options.VersionTableName)])
        {
            if (value is not null && !Identifier.IsPlain(value))
                failures.Add($"{setting} is {GivenValue.Shown(value)}: it must be a plain identifier.");
        }

        if (options.ConnectionString is { } connection && string.IsNullOrWhiteSpace(connection))
            failures.Add($"{nameof(options.ConnectionString)} is empty.");
        if (string.IsNullOrWhiteSpace(options.DeployCommand))
            failures.Add($"{nameof(options.DeployCommand)} is empty.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
