namespace Migrator.Sql;

/// <summary>
/// Which extension has a type, a function, an operator class: those that come with PostgreSQL, and some that are met everywhere.
/// No catalog tells it of one that is not created.
/// </summary>
internal static class KnownExtensions
{
    /// <summary>What makes a random UUID without an extension, since PostgreSQL 13.</summary>
    public const string BuiltInUuid = "gen_random_uuid";

    // Where an operator class of a plain type is missing.
    private static readonly Dictionary<string, string> OfAccessMethod = new(StringComparer.Ordinal)
    { ["gist"] = "btree_gist", ["gin"] = "btree_gin" };

    private static readonly Dictionary<string, string> ByName = Read("""
        amcheck: bt_index_check bt_index_parent_check verify_heapam
        bloom: bloom
        citext: citext citext_ops regexp_match_citext
        cube: cube cube_distance cube_dim cube_ll_coord cube_ur_coord
        dblink: dblink dblink_connect dblink_connect_u dblink_disconnect dblink_exec dblink_open dblink_fetch dblink_close
        dblink: dblink_fdw
        dict_int: intdict intdict_template
        earthdistance: earth earth_distance ll_to_earth earth_box latitude longitude sec_to_gc gc_to_sec
        file_fdw: file_fdw file_fdw_handler
        fuzzystrmatch: levenshtein levenshtein_less_equal soundex difference metaphone dmetaphone dmetaphone_alt daitch_mokotoff
        hstore: hstore hstore_to_json hstore_to_jsonb akeys avals skeys svals
        intarray: query_int gin__int_ops gist__int_ops gist__intbig_ops icount idx intset subarray
        isn: ean13 isbn isbn13 ismn ismn13 issn issn13 upc
        lo: lo lo_manage lo_oid
        ltree: ltree lquery ltxtquery nlevel subltree subpath lca ltree2text text2ltree gist_ltree_ops
        moddatetime: moddatetime
        pageinspect: get_raw_page heap_page_items bt_metap bt_page_stats
        pg_buffercache: pg_buffercache
        pg_cron: cron
        pg_prewarm: pg_prewarm
        pg_stat_statements: pg_stat_statements pg_stat_statements_reset pg_stat_statements_info
        pg_trgm: similarity word_similarity strict_word_similarity show_trgm show_limit set_limit gin_trgm_ops gist_trgm_ops
        pg_trgm: gtrgm % <% %> <<% %>>
        pg_uuidv7: uuid_generate_v7 uuid_v7_to_timestamptz
        pgcrypto: crypt gen_salt digest hmac encrypt decrypt encrypt_iv decrypt_iv gen_random_bytes armor dearmor
        pgcrypto: pgp_sym_encrypt pgp_sym_decrypt pgp_sym_encrypt_bytea pgp_sym_decrypt_bytea pgp_pub_encrypt pgp_pub_decrypt
        pgcrypto: pgp_key_id
        pgrowlocks: pgrowlocks
        pgstattuple: pgstattuple pgstatindex pgstattuple_approx pg_relpages
        plperl: plperl
        plperlu: plperlu
        plpython3u: plpython3u
        plv8: plv8
        pltcl: pltcl
        pltclu: pltclu
        postgis: geometry geography box2d box3d raster geometry_columns spatial_ref_sys st_makepoint st_setsrid st_point
        postgis: st_distance st_dwithin st_within st_contains st_intersects st_geomfromtext st_geogfromtext st_astext
        postgis: st_asgeojson st_geomfromgeojson st_transform st_area st_length st_buffer st_x st_y addgeometrycolumn
        postgis: postgis_version
        postgres_fdw: postgres_fdw postgres_fdw_handler postgres_fdw_get_connections
        seg: seg
        sslinfo: ssl_is_used ssl_version ssl_cipher
        tablefunc: crosstab crosstab2 crosstab3 crosstab4 crosstabn connectby normal_rand
        tcn: triggered_change_notification
        timescaledb: create_hypertable time_bucket add_retention_policy add_compression_policy
        tsm_system_rows: system_rows
        tsm_system_time: system_time
        unaccent: unaccent unaccent_init unaccent_lexize
        uuid-ossp: uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_nil uuid_ns_dns
        uuid-ossp: uuid_ns_url uuid_ns_oid uuid_ns_x500
        vector: vector halfvec sparsevec hnsw ivfflat vector_l2_ops vector_ip_ops vector_cosine_ops cosine_distance
        vector: l2_distance inner_product <=> <#>
        xml2: xpath_string xpath_number xpath_bool xpath_nodeset xpath_table xslt_process
        """);

    /// <summary>The extension that has an object of this name; null if none is known.</summary>
    public static string? Having(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The extension that lets an access method index plain types; null if none is known.</summary>
    public static string? HavingOperatorsFor(string accessMethod) => OfAccessMethod.GetValueOrDefault(accessMethod);

    /// <summary>Whether <see cref="BuiltInUuid"/> may stand in a function's place: FluentMigrator writes these for
    /// <c>SystemMethods.NewGuid</c> and <c>NewSequentialId</c>.</summary>
    public static bool HasBuiltInForm(string function) => function is "uuid_generate_v4" or "uuid_generate_v1";

    private static Dictionary<string, string> Read(string lines) =>
        lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 2))
            .SelectMany(parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(name => KeyValuePair.Create(name, parts[0])))
            .ToDictionary(StringComparer.Ordinal);
}
