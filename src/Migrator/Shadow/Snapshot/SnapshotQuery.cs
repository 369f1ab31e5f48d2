namespace Migrator.Shadow.Snapshot;

/// <summary>
/// The one query of a snapshot: kind, schema, table, column, name, definition, comment, privileges. Written for a
/// <c>search_path</c> of
/// <c>pg_catalog</c> alone. Parameters: the version table's schema and name, the journal's name.
/// </summary>
/// <remarks>
/// What follows from something else is left out: the indexes of constraints, what partitions and children inherit, the row types
/// of tables, the constructors of ranges, the sequences' values.
/// </remarks>
internal static class SnapshotQuery
{
    public static readonly string Sql = string.Join("\nUNION ALL\n",
    [
        $"""
        WITH ours AS (
            SELECT oid, nspname::text AS schema, nspacl, nspowner FROM pg_namespace n
            WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND {IsOwn("pg_namespace", "n.oid")}),
        owned AS (SELECT objid AS sequence, refobjid AS relation, refobjsubid AS attribute FROM pg_depend
            WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND refobjsubid > 0 AND deptype IN ('a', 'i')),
        versions AS (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = $1 AND relname IN ($2, $3)),
        relation AS (
            SELECT c.*, c.relname::text AS name, schema FROM pg_class c JOIN ours o ON o.oid = relnamespace
            WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND {IsOwn("pg_class", "c.oid")}
              AND c.oid NOT IN (SELECT oid FROM versions UNION ALL SELECT sequence FROM owned WHERE relation IN (SELECT oid FROM versions)))
        SELECT 'Schema', schema, NULL::text, NULL::text, schema AS name, '', {Comment("oid", "pg_namespace")}, {Privileges("nspacl", 'n', "nspowner")} FROM ours
        """,
        $"""
        SELECT 'Extension', '', NULL, NULL, extname::text, 'in schema ' || nspname, NULL, NULL
        FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname <> 'plpgsql'
        """,
        $"""
        SELECT 'Type', schema, NULL, NULL, typname::text, CASE typtype
            WHEN 'e' THEN (SELECT 'ENUM (' || string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) || ')' FROM pg_enum WHERE enumtypid = t.oid)
            WHEN 'r' THEN (SELECT concat_ws(' ', 'RANGE OF', format_type(rngsubtype, NULL), {Collated("rngcollation", "rngsubtype")},
                'CANONICAL ' || nullif(rngcanonical::oid, 0)::regproc::text, 'SUBTYPE_DIFF ' || nullif(rngsubdiff::oid, 0)::regproc::text) FROM pg_range WHERE rngtypid = t.oid)
            WHEN 'd' THEN concat_ws(' ', 'DOMAIN', format_type(typbasetype, typtypmod), {Collated("t.typcollation", "t.typbasetype")}, {NotNull("typnotnull", "nn")}, 'DEFAULT ' || typdefault,
                (SELECT string_agg('CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(c.oid), ' ' ORDER BY conname)
                 FROM pg_constraint c WHERE contypid = t.oid AND contype = 'c'))
            ELSE (SELECT '(' || string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), {Collated("attcollation", "atttypid")}), ', ' ORDER BY attnum) || ')'
                  FROM pg_attribute WHERE attrelid = typrelid AND attnum > 0 AND NOT attisdropped) END,
            {Comment("t.oid", "pg_type")}, {Privileges("typacl", 'T', "typowner")}
        FROM pg_type t JOIN ours o ON o.oid = typnamespace LEFT JOIN pg_constraint nn ON nn.contypid = t.oid AND nn.contype = 'n'
        WHERE (typtype IN ('e', 'r', 'd') OR typtype = 'c' AND EXISTS (SELECT FROM pg_class r WHERE r.oid = typrelid AND relkind = 'c'))
          AND {IsOwn("pg_type", "t.oid")}
        """,
        $"""
        SELECT 'Table', schema, NULL, NULL, name, concat_ws(' ',
            CASE WHEN relpersistence = 'u' THEN 'UNLOGGED' END, CASE WHEN relkind = 'f' THEN 'FOREIGN' END,
            'PARTITION BY ' || pg_get_partkeydef(r.oid),
            (SELECT CASE WHEN relispartition THEN 'PARTITION OF ' ELSE 'INHERITS ' END || string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno)
             FROM pg_inherits WHERE inhrelid = r.oid), pg_get_expr(relpartbound, r.oid),
            CASE WHEN relrowsecurity THEN 'ENABLE ROW LEVEL SECURITY' END, CASE WHEN relforcerowsecurity THEN 'FORCE ROW LEVEL SECURITY' END,
            CASE relreplident WHEN 'f' THEN 'REPLICA IDENTITY FULL' WHEN 'n' THEN 'REPLICA IDENTITY NOTHING' END,
            'WITH (' || array_to_string(reloptions || (SELECT array_agg('toast.' || option) FROM pg_class toast, unnest(toast.reloptions) option
                WHERE toast.oid = r.reltoastrelid), ', ') || ')'),
            {Comment("r.oid", "pg_class")}, {Privileges("relacl", 'r', "relowner")}
        FROM relation r WHERE relkind IN ('r', 'p', 'f')
        """,
        $"""
        SELECT 'Column', schema, name, attname::text, attname::text, concat_ws(' ', format_type(atttypid, atttypmod),
            CASE WHEN attcollation <> typcollation THEN 'COLLATE ' || attcollation::regcollation::text END, {NotNull("attnotnull", "nn")},
            CASE attidentity WHEN 'a' THEN 'GENERATED ALWAYS AS IDENTITY' WHEN 'd' THEN 'GENERATED BY DEFAULT AS IDENTITY' END,
            CASE WHEN attgenerated <> '' THEN 'GENERATED ALWAYS AS (' || pg_get_expr(adbin, adrelid) || CASE attgenerated WHEN 's' THEN ') STORED' ELSE ')' END END,
            CASE WHEN attstorage <> typstorage THEN 'STORAGE ' || attstorage::text END,
            CASE attcompression WHEN 'p' THEN 'COMPRESSION pglz' WHEN 'l' THEN 'COMPRESSION lz4' END, 'STATISTICS ' || nullif(attstattarget, -1),
            'WITH (' || array_to_string(attoptions, ', ') || ')'),
            col_description(r.oid, attnum), CASE WHEN attacl IS NOT NULL THEN {Privileges("attacl", 'c', "relowner")} END
        FROM relation r JOIN pg_attribute a ON attrelid = r.oid JOIN pg_type t ON t.oid = atttypid LEFT JOIN pg_attrdef ON adrelid = r.oid AND adnum = attnum
        LEFT JOIN pg_constraint nn ON nn.conrelid = r.oid AND nn.contype = 'n' AND nn.conkey[1] = attnum
        WHERE relkind IN ('r', 'p', 'f') AND attnum > 0 AND NOT attisdropped AND (attinhcount = 0 OR attislocal)
        """,
        """
        SELECT 'Default', schema, name, attname::text, attname::text, pg_get_expr(adbin, adrelid), NULL, NULL
        FROM relation r JOIN pg_attrdef ON adrelid = r.oid JOIN pg_attribute ON attrelid = r.oid AND attnum = adnum
        WHERE attgenerated = '' AND NOT relispartition
        """,
        // A partition has its parent's, until somebody gives it another, or takes it.
        """
        SELECT 'Default', schema, name, a.attname::text, a.attname::text, coalesce(pg_get_expr(d.adbin, d.adrelid), 'none'), NULL, NULL
        FROM relation r JOIN pg_inherits ON inhrelid = r.oid JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_attribute p ON p.attrelid = inhparent AND p.attname = a.attname
        LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum LEFT JOIN pg_attrdef e ON e.adrelid = inhparent AND e.adnum = p.attnum
        WHERE relispartition AND a.attgenerated = '' AND pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM pg_get_expr(e.adbin, e.adrelid)
        """,
        """
        SELECT 'Column', schema, name, a.attname::text, a.attname::text, 'NOT NULL', NULL, NULL
        FROM relation r JOIN pg_inherits ON inhrelid = r.oid JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_attribute p ON p.attrelid = inhparent AND p.attname = a.attname
        WHERE relispartition AND a.attinhcount > 0 AND NOT a.attislocal AND a.attnotnull AND NOT p.attnotnull
        """,
        """
        SELECT 'ColumnOrder', schema, name, NULL, name, string_agg(attname, ', ' ORDER BY attnum), NULL, NULL
        FROM relation r JOIN pg_attribute ON attrelid = r.oid AND attnum > 0 AND NOT attisdropped
        WHERE relkind IN ('r', 'p', 'f') AND NOT relispartition GROUP BY schema, name
        """,
        $"""
        SELECT 'Constraint', schema, name, NULL, conname::text, concat_ws(' ', pg_get_constraintdef(c.oid),
            CASE WHEN EXISTS (SELECT FROM pg_trigger WHERE tgconstraint = c.oid AND tgisinternal AND tgenabled <> 'O') THEN 'with its triggers DISABLED' END),
            {Comment("c.oid", "pg_constraint")}, NULL
        FROM relation r JOIN pg_constraint c ON conrelid = r.oid WHERE contype IN ('p', 'u', 'c', 'x', 'f') AND conparentid = 0 AND (coninhcount = 0 OR conislocal)
        """,
        $"""
        SELECT 'Index', schema, name, NULL, i.relname::text, concat_ws(' ', pg_get_indexdef(i.oid), CASE WHEN NOT indisvalid THEN 'INVALID' END,
            CASE WHEN indisclustered THEN 'CLUSTER ON' END, CASE WHEN indisreplident THEN 'REPLICA IDENTITY' END), {Comment("i.oid", "pg_class")}, NULL
        FROM relation r JOIN pg_index x ON indrelid = r.oid JOIN pg_class i ON i.oid = indexrelid
        WHERE NOT i.relispartition AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.oid AND contype IN ('p', 'u', 'x'))
        """,
        // Up to 14 the server calls a partition's own copy of a trigger internal.
        $"""
        SELECT 'Trigger', schema, name, NULL, tgname::text, concat_ws(' ', pg_get_triggerdef(t.oid),
            CASE tgenabled WHEN 'D' THEN 'DISABLED' WHEN 'R' THEN 'ENABLED REPLICA' WHEN 'A' THEN 'ENABLED ALWAYS' END), {Comment("t.oid", "pg_trigger")}, NULL
        FROM relation r JOIN pg_trigger t ON tgrelid = r.oid
        WHERE NOT tgisinternal AND tgparentid = 0
           OR tgparentid <> 0 AND (NOT tgisinternal OR tgconstraint = 0) AND tgenabled <> (SELECT tgenabled FROM pg_trigger p WHERE p.oid = t.tgparentid)
        """,
        $"""
        SELECT 'Policy', schema, name, NULL, polname::text, concat_ws(' ', CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
            'FOR ' || CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
            'TO ' || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(role)::text END, ', ' ORDER BY pg_get_userbyid(role)) FROM unnest(polroles) role),
            'USING (' || pg_get_expr(polqual, polrelid) || ')', 'WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')'),
            {Comment("p.oid", "pg_policy")}, NULL
        FROM relation r JOIN pg_policy p ON polrelid = r.oid
        """,
        $"""
        SELECT 'Rule', schema, name, NULL, rulename::text, concat_ws(' ', pg_get_ruledef(w.oid), CASE WHEN ev_enabled <> 'O' THEN 'ENABLED ' || ev_enabled::text END),
            {Comment("w.oid", "pg_rewrite")}, NULL
        FROM relation r JOIN pg_rewrite w ON ev_class = r.oid WHERE rulename <> '_RETURN'
        """,
        $"""
        SELECT 'Statistics', schema, name, NULL, stxname::text, pg_get_statisticsobjdef(s.oid), {Comment("s.oid", "pg_statistic_ext")}, NULL
        FROM relation r JOIN pg_statistic_ext s ON stxrelid = r.oid
        """,
        $"""
        SELECT 'Sequence', r.schema, t.name, attname::text, r.name, concat_ws(' ', 'AS', format_type(seqtypid, NULL), 'START', seqstart, 'INCREMENT', seqincrement,
            'MINVALUE', seqmin, 'MAXVALUE', seqmax, 'CACHE', seqcache, CASE WHEN seqcycle THEN 'CYCLE' END, 'OWNED BY ' || t.name || '.' || attname),
            {Comment("r.oid", "pg_class")}, {Privileges("r.relacl", 's', "r.relowner")}
        FROM relation r JOIN pg_sequence ON seqrelid = r.oid LEFT JOIN owned ON sequence = r.oid LEFT JOIN relation t ON t.oid = owned.relation
        LEFT JOIN pg_attribute ON attrelid = owned.relation AND attnum = owned.attribute
        """,
        $"""
        SELECT CASE relkind WHEN 'v' THEN 'View' ELSE 'MaterializedView' END, schema, NULL, NULL, name, concat_ws(' ', 'WITH (' || array_to_string(reloptions, ', ') || ')',
            pg_get_viewdef(r.oid), CASE WHEN NOT relispopulated THEN 'WITH NO DATA' END), {Comment("r.oid", "pg_class")}, {Privileges("relacl", 'r', "relowner")}
        FROM relation r WHERE relkind IN ('v', 'm')
        """,
        $"""
        SELECT 'Function', schema, NULL, NULL, proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', CASE WHEN prokind <> 'a' THEN pg_get_functiondef(p.oid)
            ELSE (SELECT concat_ws(' ', 'AGGREGATE SFUNC', aggtransfn, 'STYPE', format_type(aggtranstype, NULL), CASE WHEN aggfinalfn::oid <> 0 THEN 'FINALFUNC ' || aggfinalfn::text END, 'INITCOND ' || agginitval)
                  FROM pg_aggregate WHERE aggfnoid = p.oid) END, {Comment("p.oid", "pg_proc")}, {Privileges("proacl", 'f', "proowner")}
        FROM pg_proc p JOIN ours o ON o.oid = pronamespace WHERE {IsOwn("pg_proc", "p.oid")}
        """,
        $"""
        SELECT 'Other', coalesce(o.schema, ''), NULL, NULL, it.type || ' ' || it.identity, coalesce(CASE class
            WHEN 'pg_publication'::regclass THEN (SELECT concat_ws(' ', CASE WHEN puballtables THEN 'FOR ALL TABLES' END,
                (SELECT 'FOR TABLE ' || string_agg(prrelid::regclass::text, ', ' ORDER BY prrelid::regclass::text) FROM pg_publication_rel WHERE prpubid = p.oid),
                'WITH (publish = ' || concat_ws(', ', CASE WHEN pubinsert THEN 'insert' END, CASE WHEN pubupdate THEN 'update' END, CASE WHEN pubdelete THEN 'delete' END,
                    CASE WHEN pubtruncate THEN 'truncate' END) || CASE WHEN pubviaroot THEN ', via root' ELSE '' END || ')') FROM pg_publication p WHERE p.oid = x.oid)
            WHEN 'pg_foreign_server'::regclass THEN (SELECT concat_ws(' ', 'TYPE ' || srvtype, 'VERSION ' || srvversion, 'OF ' || fdwname, 'OPTIONS (' || (SELECT string_agg(split_part(option, '=', 1), ', ') FROM unnest(srvoptions) option) || ')')
                FROM pg_foreign_server JOIN pg_foreign_data_wrapper w ON w.oid = srvfdw WHERE pg_foreign_server.oid = x.oid)
            WHEN 'pg_event_trigger'::regclass THEN (SELECT concat_ws(' ', 'ON', evtevent, 'WHEN TAG IN (' || array_to_string(evttags, ', ') || ')', 'EXECUTE ' || evtfoid::regproc,
                CASE evtenabled WHEN 'D' THEN 'DISABLED' WHEN 'R' THEN 'ENABLED REPLICA' WHEN 'A' THEN 'ENABLED ALWAYS' END) FROM pg_event_trigger e WHERE e.oid = x.oid) END, ''),
            {Comment("x.oid", "x.class")}, NULL
        FROM (SELECT 'pg_operator'::regclass AS class, oid, oprnamespace AS namespace FROM pg_operator
            UNION ALL SELECT 'pg_opclass', oid, opcnamespace FROM pg_opclass
            UNION ALL SELECT 'pg_opfamily', oid, opfnamespace FROM pg_opfamily
            UNION ALL SELECT 'pg_collation', oid, collnamespace FROM pg_collation
            UNION ALL SELECT 'pg_conversion', oid, connamespace FROM pg_conversion
            UNION ALL SELECT 'pg_ts_config', oid, cfgnamespace FROM pg_ts_config
            UNION ALL SELECT 'pg_ts_dict', oid, dictnamespace FROM pg_ts_dict
            UNION ALL SELECT 'pg_cast', oid, NULL FROM pg_cast
            UNION ALL SELECT 'pg_publication', oid, NULL FROM pg_publication
            UNION ALL SELECT 'pg_foreign_server', oid, NULL FROM pg_foreign_server
            UNION ALL SELECT 'pg_event_trigger', oid, NULL FROM pg_event_trigger) x
        CROSS JOIN LATERAL pg_identify_object(class, x.oid, 0) it LEFT JOIN ours o ON o.oid = namespace
        WHERE x.oid >= 16384 AND (namespace IS NULL OR o.oid IS NOT NULL) AND {IsOwn("x.class", "x.oid")}
        """,
    ]);

    // A constraint of its own from PostgreSQL 18 on (of a domain from 17 on): before that, nothing is joined. The name that the
    // server gives it tells nothing: it is of what table and column were called then, or when the server was upgraded.
    private static string NotNull(string column, string constraint) =>
        $"""
        CASE WHEN {column} THEN concat_ws(' ', CASE WHEN {constraint}.conname !~ '_not_null[0-9]*$' THEN 'CONSTRAINT ' || {constraint}.conname END, 'NOT NULL',
            CASE WHEN {constraint}.connoinherit AND {constraint}.conrelid <> 0 THEN 'NO INHERIT' END, CASE WHEN NOT {constraint}.convalidated THEN 'NOT VALID' END,
            'COMMENT ' || quote_literal({Comment($"{constraint}.oid", "pg_constraint")})) END
        """;

    // Neither of an extension nor made by the server along with something else.
    private static string IsOwn(string catalog, string oid) =>
        $"NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = {Class(catalog)} AND d.objid = {oid} AND (d.deptype = 'e' OR "
            + $"d.deptype = 'i' AND d.refclassid = 'pg_type'::regclass))";

    // Where it is another than the type's own.
    private static string Collated(string collation, string type) =>
        $"(SELECT 'COLLATE ' || {collation}::regcollation::text FROM pg_type b WHERE b.oid = {type} AND {collation} <> 0 AND {collation} <> b.typcollation)";

    private static string Comment(string oid, string catalog) => catalog.Contains('.', StringComparison.Ordinal)
        ? $"obj_description({oid}, {catalog}::text)" : $"obj_description({oid}, '{catalog}')";

    private static string Class(string catalog) =>
        catalog.Contains('.', StringComparison.Ordinal) ? catalog : $"'{catalog}'::regclass";

    private static string Privileges(string acl, char kind, string owner) =>
        $"""
        concat_ws('; ', 'owner ' || pg_get_userbyid({owner}),
            (SELECT string_agg(who || ': ' || rights, '; ' ORDER BY who) FROM (
                SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee)::text END AS who,
                       string_agg(privilege_type || CASE WHEN is_grantable THEN '*' ELSE '' END, ', ' ORDER BY privilege_type) AS rights
                FROM aclexplode(coalesce({acl}, acldefault('{kind}', {owner}))) GROUP BY grantee) grants))
        """;
}
