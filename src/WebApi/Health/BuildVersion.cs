using Migrator.SchemaCheck;

namespace Storefront.WebApi;

/// <summary>Which build this is, and how the database stands to it now.</summary>
/// <param name="Build">The build's version.</param>
/// <param name="RequiredSchema">The newest migration that it needs.</param>
/// <param name="ActualSchema">The newest migration that the database has; null if it has none, or could not be asked.</param>
/// <param name="Verdict">The difference in one word.</param>
internal sealed record BuildVersion(string Build, long? RequiredSchema, long? ActualSchema, SchemaVerdict Verdict);
