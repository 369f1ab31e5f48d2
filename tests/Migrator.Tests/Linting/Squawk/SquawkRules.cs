namespace Migrator.Tests.Linting.Squawk;

/// <summary>Which of squawk's rules look for what rules of ours look for.</summary>
internal static class SquawkRules
{
    public static readonly IReadOnlyDictionary<string, string[]> Ours = new Dictionary<string, string[]>
    {
        ["require-concurrent-index-creation"] = ["index-not-concurrent"],
        ["require-concurrent-index-deletion"] = ["drop-index-not-concurrent"],
        ["require-concurrent-reindex"] = ["reindex"],
        ["require-concurrent-partition-detach"] = ["partition"],
        ["ban-concurrent-index-creation-in-transaction"] = ["concurrently-in-transaction"],
        ["adding-field-with-default"] = ["add-column-volatile-default", "add-column-rewrite"],
        ["adding-required-field"] = ["add-column-not-null"],
        ["adding-not-nullable-field"] = ["set-not-null"],
        ["adding-foreign-key-constraint"] = ["foreign-key-validated"],
        ["constraint-missing-not-valid"] = ["foreign-key-validated", "check-validated", "set-not-null",
            "validate-in-same-transaction"],
        ["ban-alter-domain-with-add-constraint"] = ["check-validated"],
        ["disallowed-unique-constraint"] = ["unique-or-primary-key", "add-column-constraint"],
        ["adding-serial-primary-key-field"] = ["unique-or-primary-key", "add-column-constraint"],
        ["changing-column-type"] = ["change-type"],
        ["renaming-column"] = ["rename"],
        ["renaming-table"] = ["rename"],
        ["ban-drop-column"] = ["drop-column"],
        ["ban-drop-table"] = ["drop-table"],
        ["ban-drop-database"] = ["drop-schema"],
        ["ban-truncate-cascade"] = ["truncate"],
        ["ban-drop-not-null"] = ["drop-not-null"],
        ["transaction-nesting"] = ["transaction-control"],
        ["ban-uncommitted-transaction"] = ["transaction-control"],
        ["identifier-too-long"] = ["identifier-too-long"],
        ["syntax-error"] = ["opaque"],
    };

    /// <summary>Those that are about style, or about what the tool itself sees to: its timeouts, and that a migration is applied
    /// once and wholly.</summary>
    public static readonly IReadOnlyList<string> OfStyle =
    [
        "require-lock-timeout", "require-statement-timeout", "prefer-robust-stmts", "prefer-bigint-over-int",
        "prefer-bigint-over-smallint", "prefer-identity", "prefer-text-field", "prefer-timestamp-tz", "ban-char-field",
        "require-enum-value-ordering", "ban-create-domain-with-constraint",
    ];
}
