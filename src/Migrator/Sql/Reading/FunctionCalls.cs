namespace Migrator.Sql.Reading;

/// <summary>The functions that an expression calls, and what is known of them.</summary>
internal static class FunctionCalls
{
    private static readonly HashSet<string> Stable = Words("""
        now current_timestamp current_date current_time localtime localtimestamp transaction_timestamp statement_timestamp current_user session_user
        current_schema current_database current_setting current_role user coalesce nullif greatest least lower upper initcap trim btrim ltrim rtrim length
        char_length octet_length concat concat_ws format replace translate substring substr left right lpad rpad repeat reverse position strpos split_part
        md5 sha256 sha512 encode decode abs ceil ceiling floor round trunc sign sqrt power mod greatest date_trunc date_part extract age timezone
        make_date make_time make_timestamp make_timestamptz make_interval to_char to_date to_number to_timestamp justify_days justify_hours
        array_append array_prepend array_cat array_length array_to_string string_to_array cardinality unnest generate_series json_build_object
        jsonb_build_object json_build_array jsonb_build_array to_json to_jsonb row_to_json jsonb_set jsonb_agg json_agg jsonb_array_elements
        jsonb_object_agg count sum avg min max string_agg array_agg bool_and bool_or every row_number rank dense_rank lag lead first_value last_value
        exists in any all some not and or values row array cast case when then else from over filter on using as interval numeric decimal varchar char
        bit timestamp timestamptz time float text int4range int8range numrange tsrange tstzrange daterange to_tsvector to_tsquery plainto_tsquery
        regexp_replace regexp_match regexp_matches starts_with overlay ascii chr quote_ident quote_literal quote_nullable to_regclass pg_get_serial_sequence
        grouping pg_typeof txid_current pg_current_xact_id version has_table_privilege pg_backend_pid pg_is_in_recovery obj_description col_description group by select where having union
        """);

    private static readonly HashSet<string> Volatile = Words("""
        clock_timestamp timeofday random random_normal gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 gen_random_bytes
        gen_salt nextval currval lastval setval pg_sleep pg_notify pg_advisory_xact_lock pg_stat_reset set_config
        """);

    /// <summary>The first function called from here on that may give another value for every row; null if there is
    /// none.</summary>
    public static string? FirstVolatile(SqlCursor expression) => Of(expression).FirstOrDefault(name => !Stable.Contains(name));

    /// <summary>Whether a function is known to be volatile, and not only not known.</summary>
    public static bool IsVolatile(string name) => Volatile.Contains(name);

    /// <summary>The first function called from here on of which nothing is known; null if there is none.</summary>
    public static string? FirstUnknown(SqlCursor expression) =>
        Of(expression).FirstOrDefault(name => !Stable.Contains(name) && !Volatile.Contains(name));

    /// <summary>The names that stand before a bracket, from here on, in brackets too; with their schema unless it is the
    /// system's.</summary>
    public static IEnumerable<string> Of(SqlCursor expression)
    {
        string? schema = null;
        var grouping = new GroupingClause();
        for (var at = expression.Copy(); !at.AtEnd;)
        {
            grouping.Look(at);
            if (at.Text == "::" || at.Is("as"))
            {
                PassName(at);
            }
            else if (at.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName && at.Kind is var kind && at.TakeName() is { } name)
            {
                if (at.Accept('.'))
                    schema = name;
                else if (at.Is('(') && !(kind == SqlTokenKind.Word && grouping.IsItem(name)))
                    yield return schema is null or "pg_catalog" ? name : $"{schema}.{name}";
                if (!at.IsAfter('.'))
                    schema = null;
            }
            else
            {
                schema = null;
                at.Step();
            }
        }
    }

    // Behind AS and :: a type, or an alias with its columns; but a query, or an expression in brackets, has calls of its own.
    private static void PassName(SqlCursor at)
    {
        var isAlias = at.IsAfter(')');
        var isType = at.Text == "::";
        at.Step();
        if (!isType && (at.Accept("materialized") || at.Accept("not", "materialized") || IsQuery(at)
            || at.Is('(') && !isAlias))
            return;

        at.TakeRelation();
        at.TakeGroup();
    }

    private static bool IsQuery(SqlCursor cursor)
    {
        var at = cursor.Copy();
        while (at.Is('('))
            at.Step();
        return at.IsOneOf("select", "with", "values", "table", "insert", "update", "delete", "merge");
    }

    private static HashSet<string> Words(string text) =>
        [.. text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}

/// <summary>
/// Whether a place is within GROUP BY: what looks like a call of cube() or rollup() is a word of the language there, and a call
/// everywhere else.
/// </summary>
internal sealed class GroupingClause
{
    private int _brackets;
    private int? _begun;

    /// <summary>Takes note of the token here.</summary>
    public void Look(SqlCursor at)
    {
        if (at.Is('('))
            _brackets++;
        else if (at.Is(')') && --_brackets < _begun)
            _begun = null;
        else if (at.Is("group") && at.Is("by", 1))
            _begun = _brackets;
        else if (_begun == _brackets
            && at.IsOneOf("having", "window", "order", "limit", "offset", "fetch", "for", "union", "intersect", "except"))
            _begun = null;
    }

    /// <summary>Whether a word before a bracket is none of a function.</summary>
    public bool IsItem(string word) => _begun is not null && word is "cube" or "rollup" or "sets";
}
