-- The statements of a turn, one round trip each. They run with the caller's rights (SECURITY INVOKER), so the policies hold here.

-- Counts p_cost against a limit of p_limit in p_window; answers what was counted and when the window ends.
CREATE FUNCTION rate_take(p_key text, p_cost integer, p_limit integer, p_window interval,
  OUT allowed boolean, OUT used integer, OUT reset_seconds integer)
LANGUAGE plpgsql AS $$
DECLARE
  v_start timestamptz;
BEGIN
  INSERT INTO rate_limits AS r (key, window_start, count) VALUES (p_key, clock_timestamp(), p_cost)
  ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN r.window_start + p_window <= excluded.window_start THEN excluded.count
                 ELSE least(r.count + excluded.count, p_limit + 1) END,
    window_start = CASE WHEN r.window_start + p_window <= excluded.window_start THEN excluded.window_start
                        ELSE r.window_start END
  RETURNING count, window_start INTO used, v_start;
  allowed := used <= p_limit;
  reset_seconds := greatest(1, ceil(extract(epoch FROM v_start + p_window - clock_timestamp())))::integer;
END $$;

-- The last p_limit messages that lead to p_leaf, oldest first. In plpgsql, which keeps its plan: LANGUAGE sql plans at each call.
CREATE FUNCTION branch_context(p_conversation uuid, p_leaf uuid, p_limit integer) RETURNS json
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    WITH RECURSIVE branch AS (
      SELECT m.parent_id, m.role, m.text, 1 AS back
      FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_leaf
      UNION ALL
      SELECT m.parent_id, m.role, m.text, b.back + 1
      FROM branch b CROSS JOIN LATERAL (
        -- OFFSET 0 keeps this one look-up a step: a join is planned as a scan of the whole conversation where statistics are young.
        SELECT * FROM messages WHERE conversation_id = p_conversation AND id = b.parent_id OFFSET 0) m
      WHERE b.back < p_limit
    )
    SELECT coalesce(json_agg(json_build_object('role', role, 'text', text) ORDER BY back DESC), '[]'::json) FROM branch);
END $$;

-- Ends a run whose owner has let its lease pass.
CREATE FUNCTION run_interrupt_expired(p_conversation uuid) RETURNS void
LANGUAGE sql AS $$
  UPDATE runs SET status = 'interrupted', finished_at = now(), epoch = epoch + 1,
    error = '{"code": "interrupted", "message": "The server stopped while it was answering."}'
  WHERE conversation_id = p_conversation AND status IN ('queued', 'running') AND lease_until < now();
$$;

-- Opens a turn: counts it against the caller's limit, checks the caller and the conversation, claims the client message id, and
-- writes question, empty answer and run. `outcome` says what happened; only `opened` wrote anything but the limit.
CREATE FUNCTION turn_open(
  p_rate_key text, p_rate_limit integer,
  p_user uuid, p_login uuid,
  p_conversation uuid, p_missing_is_new boolean, p_new_conversation uuid, p_bot uuid,
  p_client_message text, p_request_hash bytea,
  p_text text, p_selected_text text, p_context integer,
  p_user_message uuid, p_message uuid, p_run uuid,
  p_instance text, p_lease interval,
  OUT outcome text, OUT conversation_id uuid, OUT run_id uuid, OUT user_message_id uuid, OUT message_id uuid,
  OUT created_at timestamptz,
  OUT owner_id uuid, OUT bot_version integer, OUT bot_config jsonb, OUT context json, OUT untitled boolean,
  OUT rate_used integer, OUT rate_reset_seconds integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_conversation conversations%ROWTYPE;
  v_run runs%ROWTYPE;
  v_allowed boolean;
BEGIN
  IF p_rate_key IS NOT NULL THEN
    SELECT r.allowed, r.used, r.reset_seconds INTO v_allowed, rate_used, rate_reset_seconds
    FROM rate_take(p_rate_key, 1, p_rate_limit, interval '1 minute') r;
    IF NOT v_allowed THEN
      outcome := 'rate_limited';
      RETURN;
    END IF;
  END IF;

  IF NOT enter_caller(p_user, p_login, p_conversation) THEN
    outcome := 'unauthorized';
    RETURN;
  END IF;

  IF p_client_message IS NOT NULL AND coalesce(p_user, p_conversation) IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_client_message, hashtext(coalesce(p_user, p_conversation)::text)));
    SELECT * INTO v_run FROM runs r
    WHERE r.owner_id = coalesce(p_user, p_conversation) AND r.client_message_id = p_client_message;
    IF FOUND THEN
      outcome := CASE WHEN v_run.request_hash = p_request_hash THEN 'existing' ELSE 'conflict' END;
      conversation_id := v_run.conversation_id;
      run_id := v_run.id;
      user_message_id := v_run.user_message_id;
      message_id := v_run.message_id;
      created_at := v_run.created_at;
      RETURN;
    END IF;
  END IF;

  IF p_conversation IS NOT NULL THEN
    SELECT * INTO v_conversation FROM conversations c
    WHERE c.id = p_conversation AND c.owner_id = coalesce(p_user, p_conversation) FOR NO KEY UPDATE;
    IF NOT FOUND AND NOT p_missing_is_new THEN
      outcome := 'not_found';
      RETURN;
    END IF;
  END IF;

  owner_id := coalesce(v_conversation.owner_id, p_user, p_new_conversation);
  PERFORM set_config('parlance.owner_id', owner_id::text, true);
  SELECT b.version, b.config INTO bot_version, bot_config
  FROM bots b WHERE b.id = coalesce(v_conversation.bot_id, p_bot);
  IF NOT FOUND THEN
    outcome := 'bot_not_found';
    RETURN;
  END IF;

  IF v_conversation.id IS NULL THEN
    INSERT INTO conversations (id, user_id, owner_id, bot_id, active_leaf_id)
    VALUES (p_new_conversation, p_user, owner_id, p_bot, p_message)
    RETURNING * INTO v_conversation;
    v_conversation.active_leaf_id := NULL;
  ELSE
    SELECT * INTO v_run FROM runs r
    WHERE r.conversation_id = v_conversation.id AND r.status IN ('queued', 'running', 'waiting_for_approval');
    IF FOUND THEN
      IF v_run.status = 'waiting_for_approval' OR v_run.lease_until >= now() THEN
        outcome := 'run_active';
        run_id := v_run.id;
        RETURN;
      END IF;
      PERFORM run_interrupt_expired(v_conversation.id);
    END IF;
    UPDATE conversations c SET active_leaf_id = p_message, updated_at = now() WHERE c.id = v_conversation.id;
  END IF;

  IF p_context > 0 AND v_conversation.active_leaf_id IS NOT NULL THEN
    context := branch_context(v_conversation.id, v_conversation.active_leaf_id, p_context);
  ELSE
    context := '[]';
  END IF;

  INSERT INTO messages (id, conversation_id, owner_id, parent_id, role, text, selected_text) VALUES
    (p_user_message, v_conversation.id, owner_id, v_conversation.active_leaf_id, 'user', p_text, p_selected_text),
    (p_message, v_conversation.id, owner_id, p_user_message, 'assistant', '', NULL);
  INSERT INTO runs AS r (id, conversation_id, owner_id, bot_version, user_message_id, message_id, client_message_id, request_hash,
    status, instance_id, lease_until)
  VALUES (p_run, v_conversation.id, owner_id, bot_version, p_user_message, p_message, p_client_message, p_request_hash,
    'running', p_instance, now() + p_lease)
  RETURNING r.created_at INTO created_at;

  outcome := 'opened';
  conversation_id := v_conversation.id;
  run_id := p_run;
  user_message_id := p_user_message;
  message_id := p_message;
  untitled := v_conversation.title IS NULL;
END $$;

-- Closes a turn, once, and only for the holder of the run's epoch. Answers false when the run was closed or taken over before.
-- The conversation is held first, as a delete that cascades from it does: else each could wait for what the other has.
CREATE FUNCTION turn_close(
  p_owner uuid, p_conversation uuid, p_run uuid, p_epoch integer, p_message uuid,
  p_text text, p_parts jsonb, p_status text, p_error jsonb, p_input_tokens integer, p_output_tokens integer) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('parlance.owner_id', p_owner::text, true);
  PERFORM FROM conversations WHERE id = p_conversation FOR KEY SHARE;
  UPDATE runs SET status = p_status, error = p_error, input_tokens = p_input_tokens, output_tokens = p_output_tokens,
    finished_at = now()
  WHERE id = p_run AND epoch = p_epoch AND status IN ('queued', 'running');
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE messages SET text = p_text, parts = p_parts WHERE conversation_id = p_conversation AND id = p_message;
  RETURN true;
END $$;

-- A page of the active branch, oldest first, as JSON. The page stands before (older) or after (newer) the message p_cursor; without
-- one it is the newest. `known` is false when the caller has no such conversation.
CREATE FUNCTION history_page(p_user uuid, p_login uuid, p_conversation uuid, p_cursor uuid, p_newer boolean, p_limit integer,
  OUT authorized boolean, OUT known boolean, OUT cursor_known boolean, OUT messages json, OUT has_older boolean, OUT has_newer boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_leaf uuid;
  v_from uuid;
  v_first uuid;
  v_last uuid;
BEGIN
  authorized := enter_caller(p_user, p_login, p_conversation);
  known := false;
  IF NOT authorized THEN RETURN; END IF;
  SELECT c.active_leaf_id INTO v_leaf FROM conversations c
  WHERE c.id = p_conversation AND c.owner_id = coalesce(p_user, p_conversation);
  IF NOT FOUND THEN RETURN; END IF;
  IF p_cursor IS NULL THEN
    v_from := v_leaf;
  ELSIF p_newer THEN
    SELECT m.id INTO v_from FROM messages m WHERE m.conversation_id = p_conversation AND m.parent_id = p_cursor
    ORDER BY m.id DESC LIMIT 1;
  ELSE
    SELECT m.parent_id INTO v_from FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_cursor;
  END IF;
  known := true;
  cursor_known := p_cursor IS NULL OR EXISTS (
    SELECT FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_cursor);
  IF NOT cursor_known THEN RETURN; END IF;

  WITH RECURSIVE page AS (
    SELECT m.*, 1 AS place FROM messages m WHERE m.conversation_id = p_conversation AND m.id = v_from
    UNION ALL
    SELECT n.*, p.place + 1 FROM page p CROSS JOIN LATERAL (
      (SELECT m.* FROM messages m
       WHERE NOT p_newer AND m.conversation_id = p_conversation AND m.id = p.parent_id)
      UNION ALL
      (SELECT m.* FROM messages m
       WHERE p_newer AND m.conversation_id = p_conversation AND m.parent_id = p.id
       ORDER BY m.id DESC LIMIT 1)) n
    WHERE p.place < p_limit
  ), ordered AS (
    SELECT p.*, CASE WHEN p_newer THEN p.place ELSE -p.place END AS position FROM page p
  )
  SELECT coalesce(json_agg(json_build_object(
      'id', o.id, 'conversationId', o.conversation_id, 'parentId', o.parent_id, 'role', o.role, 'text', o.text,
      'parts', o.parts, 'partsVersion', o.parts_version, 'selectedText', o.selected_text, 'createdAt', o.created_at,
      'run', CASE WHEN r.id IS NULL THEN NULL ELSE json_build_object('id', r.id, 'status', r.status, 'error', r.error,
        'usage', json_build_object('inputTokens', r.input_tokens, 'outputTokens', r.output_tokens)) END
    ) ORDER BY o.position), '[]'::json),
    (array_agg(o.id ORDER BY o.position))[1], (array_agg(o.id ORDER BY o.position DESC))[1]
  INTO messages, v_first, v_last
  FROM ordered o LEFT JOIN runs r ON r.conversation_id = o.conversation_id AND r.message_id = o.id;

  has_older := EXISTS (SELECT FROM messages m
    WHERE m.conversation_id = p_conversation AND m.id = v_first AND m.parent_id IS NOT NULL);
  has_newer := EXISTS (SELECT FROM messages m WHERE m.conversation_id = p_conversation AND m.parent_id = v_last);
END $$;

-- How a turn stands. No row: there is no such turn any more.
CREATE FUNCTION turn_find(p_owner uuid, p_run uuid)
RETURNS TABLE (status text, error jsonb, text text, parts jsonb, parts_version smallint,
  input_tokens integer, output_tokens integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('parlance.owner_id', p_owner::text, true);
  RETURN QUERY SELECT r.status, r.error, m.text, m.parts, m.parts_version, r.input_tokens, r.output_tokens
  FROM runs r JOIN messages m ON m.conversation_id = r.conversation_id AND m.id = r.message_id
  WHERE r.id = p_run;
END $$;

-- Keeps the runs of an instance from being taken over. Answers those that are still its own.
CREATE FUNCTION runs_renew(p_instance text, p_runs uuid[], p_lease interval) RETURNS SETOF uuid
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('parlance.system', 'on', true);
  RETURN QUERY UPDATE runs SET lease_until = now() + p_lease
  WHERE id = ANY (p_runs) AND instance_id = p_instance AND status IN ('queued', 'running') RETURNING id;
END $$;

-- Ends all runs that are said to be running: for a database whose only server is just starting.
CREATE FUNCTION runs_interrupt() RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  v_count integer;
BEGIN
  PERFORM set_config('parlance.system', 'on', true);
  UPDATE runs SET status = 'interrupted', finished_at = now(), epoch = epoch + 1,
    error = '{"code": "interrupted", "message": "The server stopped while it was answering."}'
  WHERE status IN ('queued', 'running');
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END $$;
