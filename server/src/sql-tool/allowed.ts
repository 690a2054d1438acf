const listed = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** The kinds of nodes that a statement may be made of, as the parser names them. Whatever is not here is refused. */
export const nodes =
  listed(`SelectStmt ResTarget ColumnRef A_Star A_Const String Integer Float Boolean BitString List
  A_Expr BoolExpr NullTest BooleanTest FuncCall TypeCast TypeName CaseExpr CaseWhen CoalesceExpr MinMaxExpr SubLink
  RangeVar RangeSubselect RangeFunction JoinExpr Alias CommonTableExpr SortBy WindowDef GroupingSet GroupingFunc
  A_ArrayExpr A_Indirection A_Indices RowExpr CollateClause SQLValueFunction`);

/** Functions that only compute, and cannot be told to make much of little (repeat, lpad, format). */
export const functions =
  listed(`count sum avg min max array_agg string_agg bool_and bool_or every bit_and bit_or bit_xor any_value
  stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp mode percentile_cont percentile_disc
  regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
  json_agg jsonb_agg json_object_agg jsonb_object_agg
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
  abs ceil ceiling floor round trunc mod div power sqrt cbrt exp ln log log10 sign pi degrees radians gcd lcm
  sin cos tan cot asin acos atan atan2 width_bucket
  lower upper initcap length char_length character_length octet_length bit_length btrim ltrim rtrim substr substring left right
  position strpos overlay replace translate reverse split_part concat concat_ws starts_with ascii chr md5 to_hex like_escape
  similar_to_escape regexp_replace regexp_match regexp_matches regexp_count regexp_substr regexp_like regexp_instr
  regexp_split_to_array regexp_split_to_table string_to_array string_to_table array_to_string
  to_char to_date to_number to_timestamp now date_trunc date_part extract age date_bin timezone isfinite overlaps
  make_date make_time make_timestamp make_timestamptz make_interval justify_days justify_hours justify_interval
  clock_timestamp statement_timestamp transaction_timestamp
  array_length cardinality array_position array_positions array_append array_prepend array_cat array_remove array_replace
  array_upper array_lower array_ndims unnest generate_series
  json_build_object jsonb_build_object json_build_array jsonb_build_array to_json to_jsonb row_to_json json_typeof jsonb_typeof
  json_array_length jsonb_array_length json_extract_path jsonb_extract_path json_extract_path_text jsonb_extract_path_text
  json_array_elements jsonb_array_elements json_array_elements_text jsonb_array_elements_text json_each jsonb_each json_each_text
  jsonb_each_text json_object_keys jsonb_object_keys jsonb_strip_nulls
  to_tsvector plainto_tsquery websearch_to_tsquery ts_rank`);

/** Types that may be cast to. None of them looks anything up. */
export const types =
  listed(`bool int2 int4 int8 float4 float8 numeric decimal text varchar bpchar char name date time timetz
  timestamp timestamptz interval uuid json jsonb bytea bit varbit inet cidr money tsvector tsquery`);

/** What is written as a keyword and tells the time; the others tell who asks. */
export const keywords =
  listed(`SVFOP_CURRENT_DATE SVFOP_CURRENT_TIME SVFOP_CURRENT_TIME_N SVFOP_CURRENT_TIMESTAMP
  SVFOP_CURRENT_TIMESTAMP_N SVFOP_LOCALTIME SVFOP_LOCALTIME_N SVFOP_LOCALTIMESTAMP SVFOP_LOCALTIMESTAMP_N`);
