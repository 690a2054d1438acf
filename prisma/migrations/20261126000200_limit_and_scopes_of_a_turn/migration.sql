-- A turn is counted against its caller's limit at last, and keeps what its caller's API key may do.

-- What the tools of the run are bound by; null: by nothing but what its owner may do.
ALTER TABLE runs ADD COLUMN scopes text[];

DROP FUNCTION turn_open;
-- As before, but for these. Counted first, the counter's row was held for as long as everything else took, so that all of a caller's
-- turns waited for one another, and each of them in a connection that others could have used. Now whoever has nothing left is told so
-- at once, and who is the one too many of several at once is undone.
CREATE FUNCTION turn_open(
  p_rate_key text, p_rate_limit integer,
  p_user uuid, p_login uuid,
  p_kind text, p_conversation uuid, p_missing_is_new boolean, p_new_conversation uuid, p_bot uuid, p_target uuid,
  p_client_message text, p_request_hash bytea,
  p_text text, p_selected_text text, p_context integer,
  p_user_message uuid, p_message uuid, p_run uuid,
  p_instance text, p_lease interval, p_scopes text[],
  OUT outcome text, OUT conversation_id uuid, OUT run_id uuid, OUT user_message_id uuid, OUT message_id uuid,
  OUT created_at timestamptz,
  OUT owner_id uuid, OUT bot_id uuid, OUT bot_owner_id uuid, OUT bot_version integer, OUT bot_config jsonb,
  OUT question text, OUT selected_text text, OUT context json,
  OUT untitled boolean, OUT queued boolean,
  OUT rate_used integer, OUT rate_reset_seconds integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_conversation conversations%ROWTYPE;
  v_run runs%ROWTYPE;
  v_target messages%ROWTYPE;
  v_parent uuid;
  v_allowed boolean;
BEGIN
  IF p_rate_key IS NOT NULL THEN
    SELECT greatest(1, ceil(extract(epoch FROM r.window_start + interval '1 minute' - clock_timestamp()))) INTO rate_reset_seconds
    FROM rate_limits r
    WHERE r.key = p_rate_key AND r.count >= p_rate_limit AND r.window_start + interval '1 minute' > clock_timestamp();
    IF FOUND THEN
      outcome := 'rate_limited';
      rate_used := p_rate_limit + 1;
      RETURN;
    END IF;
  END IF;

  <<opening>>
  BEGIN
    IF NOT enter_caller(p_user, p_login, p_conversation) THEN
      outcome := 'unauthorized';
      EXIT opening;
    END IF;

    IF p_client_message IS NOT NULL AND coalesce(p_user, p_conversation) IS NOT NULL THEN
      PERFORM pg_advisory_xact_lock(hashtextextended(p_client_message, hashtext(coalesce(p_user, p_conversation)::text)));
      SELECT * INTO v_run FROM runs r
      WHERE r.owner_id = coalesce(p_user, p_conversation) AND r.client_message_id = p_client_message;
      IF FOUND THEN
        outcome := CASE WHEN v_run.request_hash = p_request_hash THEN 'existing' ELSE 'conflict' END;
        conversation_id := v_run.conversation_id;
        owner_id := v_run.owner_id;
        run_id := v_run.id;
        user_message_id := v_run.user_message_id;
        message_id := v_run.message_id;
        created_at := v_run.created_at;
        EXIT opening;
      END IF;
    END IF;

    IF p_conversation IS NOT NULL THEN
      SELECT * INTO v_conversation FROM conversations c
      WHERE c.id = p_conversation AND c.owner_id = coalesce(p_user, p_conversation) FOR NO KEY UPDATE;
      IF NOT FOUND AND NOT p_missing_is_new THEN
        outcome := 'not_found';
        EXIT opening;
      END IF;
    END IF;

    IF p_target IS NOT NULL THEN
      SELECT * INTO v_target FROM messages m WHERE m.conversation_id = v_conversation.id AND m.id = p_target
        AND m.role = CASE p_kind WHEN 'edit' THEN 'user' ELSE 'assistant' END
        AND (p_kind = 'edit' OR m.parent_id IS NOT NULL);
      IF NOT FOUND THEN
        outcome := 'message_not_found';
        EXIT opening;
      END IF;
    END IF;

    owner_id := coalesce(v_conversation.owner_id, p_user, p_new_conversation);
    PERFORM set_config('parlance.owner_id', owner_id::text, true);
    SELECT b.id, b.owner_id, b.version, b.config INTO bot_id, bot_owner_id, bot_version, bot_config
    FROM bots b WHERE b.id = CASE WHEN v_conversation.id IS NULL THEN p_bot ELSE v_conversation.bot_id END;
    IF NOT FOUND THEN
      outcome := 'bot_not_found';
      EXIT opening;
    END IF;

    queued := false;
    IF v_conversation.id IS NULL THEN
      INSERT INTO conversations (id, user_id, owner_id, bot_id, active_leaf_id)
      VALUES (p_new_conversation, p_user, owner_id, p_bot, p_message)
      RETURNING * INTO v_conversation;
      v_conversation.active_leaf_id := NULL;
    ELSE
      SELECT * INTO v_run FROM runs r
      WHERE r.conversation_id = v_conversation.id AND r.status IN ('queued', 'running', 'waiting_for_approval')
      ORDER BY r.status = 'queued', r.id LIMIT 1;
      IF FOUND THEN
        run_id := v_run.id;
        IF v_run.status = 'running' AND v_run.lease_until < now() THEN
          outcome := 'run_expired';
          EXIT opening;
        END IF;
        queued := p_kind = 'send' AND coalesce(bot_config ->> 'doubleTexting', '') = 'enqueue' AND (
          SELECT count(*) < 10 FROM runs r WHERE r.conversation_id = v_conversation.id AND r.status = 'queued');
        IF NOT queued THEN
          outcome := 'run_active';
          EXIT opening;
        END IF;
      END IF;
      UPDATE conversations c SET active_leaf_id = p_message, updated_at = now() WHERE c.id = v_conversation.id;
    END IF;

    IF p_kind = 'regenerate' THEN
      user_message_id := v_target.parent_id;
      SELECT m.text, m.selected_text, m.parent_id INTO question, selected_text, v_parent
      FROM messages m WHERE m.conversation_id = v_conversation.id AND m.id = user_message_id;
    ELSE
      user_message_id := p_user_message;
      question := p_text;
      selected_text := p_selected_text;
      v_parent := CASE p_kind WHEN 'edit' THEN v_target.parent_id ELSE v_conversation.active_leaf_id END;
      INSERT INTO messages (id, conversation_id, owner_id, parent_id, role, text, selected_text)
      VALUES (p_user_message, v_conversation.id, owner_id, v_parent, 'user', p_text, p_selected_text);
    END IF;
    INSERT INTO messages (id, conversation_id, owner_id, parent_id, role, text)
    VALUES (p_message, v_conversation.id, owner_id, user_message_id, 'assistant', '');
    IF p_target IS NOT NULL THEN
      PERFORM branch_select(v_conversation.id, p_message, v_conversation.active_leaf_id);
    END IF;

    IF p_context > 0 AND v_parent IS NOT NULL AND selected_text IS NULL AND NOT queued THEN
      context := branch_context(v_conversation.id, v_parent, p_context);
    ELSE
      context := '[]';
    END IF;

    INSERT INTO runs AS r (id, conversation_id, owner_id, bot_version, user_message_id, message_id, client_message_id, request_hash,
      context_limit, status, instance_id, lease_until, scopes)
    VALUES (p_run, v_conversation.id, owner_id, bot_version, user_message_id, p_message, p_client_message, p_request_hash,
      p_context, CASE WHEN queued THEN 'queued' ELSE 'running' END, p_instance, now() + p_lease, p_scopes)
    RETURNING r.created_at INTO created_at;
    INSERT INTO run_events (run_id, seq, owner_id, data)
    VALUES (p_run, 1, owner_id, jsonb_build_object('type', 'run-started', 'runId', p_run, 'conversationId', v_conversation.id,
      'userMessageId', user_message_id, 'messageId', p_message));

    outcome := 'opened';
    conversation_id := v_conversation.id;
    run_id := p_run;
    message_id := p_message;
    untitled := v_conversation.title IS NULL;
  END opening;

  IF p_rate_key IS NOT NULL THEN
    SELECT r.allowed, r.used, r.reset_seconds INTO v_allowed, rate_used, rate_reset_seconds
    FROM rate_take(p_rate_key, 1, p_rate_limit, interval '1 minute') r;
    IF NOT v_allowed THEN
      RAISE SQLSTATE 'PL429';
    END IF;
  END IF;
EXCEPTION WHEN SQLSTATE 'PL429' THEN
  outcome := 'rate_limited';
END $$;

DROP FUNCTION runs_take;
-- As before, and says what a turn is bound by.
CREATE FUNCTION runs_take(p_instance text, p_lease interval, p_all boolean, p_conversation uuid, p_run uuid, p_own uuid[],
  p_limit integer)
RETURNS TABLE (run_id uuid, conversation_id uuid, owner_id uuid, user_message_id uuid, message_id uuid, created_at timestamptz,
  epoch integer, takeovers integer, stop_requested boolean, bot_id uuid, bot_owner_id uuid, bot_version integer,
  bot_config jsonb, question text, selected_text text, context json, untitled boolean, scopes text[],
  events json)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('parlance.system', 'on', true);
  IF p_run IS NOT NULL THEN
    PERFORM FROM runs r WHERE r.id = p_run FOR UPDATE;
  ELSIF p_conversation IS NULL THEN
    PERFORM approvals_expire(p_limit);
  END IF;
  RETURN QUERY
  WITH free AS MATERIALIZED (
    SELECT r.id FROM runs r
    WHERE (p_conversation IS NULL OR r.conversation_id = p_conversation) AND (p_run IS NULL OR r.id = p_run)
      AND r.id <> ALL (p_own) AND r.status IN ('queued', 'running') AND (
      (r.status = 'running' AND (p_all OR r.lease_until < now()))
      OR (r.status = 'queued' AND NOT EXISTS (
        SELECT FROM runs o WHERE o.conversation_id = r.conversation_id AND o.id <> r.id
          AND (o.status IN ('running', 'waiting_for_approval') OR (o.status = 'queued' AND o.id < r.id)))))
    ORDER BY r.id LIMIT p_limit
    FOR UPDATE SKIP LOCKED
  ), taken AS (
    UPDATE runs r SET status = 'running', instance_id = p_instance, lease_until = now() + p_lease, epoch = r.epoch + 1,
      takeovers = r.takeovers + CASE WHEN r.status = 'running' AND r.instance_id <> '' THEN 1 ELSE 0 END
    FROM free WHERE r.id = free.id
    RETURNING r.*
  )
  SELECT t.id, t.conversation_id, t.owner_id, t.user_message_id, t.message_id, t.created_at, t.epoch, t.takeovers, t.stop_requested,
    c.bot_id, b.owner_id, t.bot_version, v.config, q.text, q.selected_text,
    CASE WHEN t.context_limit > 0 AND q.parent_id IS NOT NULL AND q.selected_text IS NULL
      THEN branch_context(t.conversation_id, q.parent_id, t.context_limit) ELSE '[]' END,
    c.title IS NULL, t.scopes,
    (SELECT json_agg(e.data || jsonb_build_object('seq', e.seq) ORDER BY e.seq) FROM run_events e WHERE e.run_id = t.id)
  FROM taken t
  JOIN conversations c ON c.id = t.conversation_id
  LEFT JOIN bots b ON b.id = c.bot_id
  LEFT JOIN bot_versions v ON v.bot_id = c.bot_id AND v.version = t.bot_version
  JOIN messages q ON q.conversation_id = t.conversation_id AND q.id = t.user_message_id;
END $$;
