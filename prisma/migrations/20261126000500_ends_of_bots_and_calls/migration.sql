-- What goes while somebody begins to talk to it, and calls that were allowed and never begun.

-- As before, and a bot or a user that goes meanwhile is not there: neither can be held, which takes the right to change it.
CREATE OR REPLACE FUNCTION turn_open(
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
  v_constraint text;
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
EXCEPTION
  WHEN SQLSTATE 'PL429' THEN
    outcome := 'rate_limited';
  WHEN foreign_key_violation THEN
    GET STACKED DIAGNOSTICS v_constraint = CONSTRAINT_NAME;
    outcome := CASE v_constraint
      WHEN 'conversations_bot_id_fkey' THEN 'bot_not_found'
      WHEN 'conversations_user_id_fkey' THEN 'unauthorized' END;
    IF outcome IS NULL THEN
      RAISE;
    END IF;
END $$;

-- As before, and what was allowed is not carried out any more: it says so.
CREATE OR REPLACE FUNCTION run_stop_waiting(p_run runs) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_call text;
  v_result jsonb := '"The run ended before this call was carried out."';
BEGIN
  PERFORM approval_record(p_run, a.id, 'expired', NULL)
  FROM (SELECT id FROM approvals WHERE run_id = p_run.id AND decision IS NULL ORDER BY id) a;
  FOR v_call IN
    SELECT t.call_id FROM tool_calls t WHERE t.run_id = p_run.id AND t.status = 'requested' ORDER BY t.id
  LOOP
    INSERT INTO run_events (run_id, seq, owner_id, data)
    SELECT p_run.id, max(e.seq) + 1, p_run.owner_id, jsonb_build_object(
      'type', 'tool-call-finished', 'toolCallId', v_call, 'result', v_result, 'isError', true, 'durationMs', 0)
    FROM run_events e WHERE e.run_id = p_run.id;
    UPDATE messages m SET parts = (
      SELECT jsonb_agg(CASE WHEN p.value ->> 'toolCallId' = v_call
        THEN p.value || jsonb_build_object('result', v_result, 'isError', true, 'durationMs', 0) ELSE p.value END ORDER BY p.ordinality)
      FROM jsonb_array_elements(m.parts) WITH ORDINALITY p)
    WHERE m.conversation_id = p_run.conversation_id AND m.id = p_run.message_id;
    UPDATE tool_calls t SET result = v_result, status = 'failed', duration_ms = 0, finished_at = now()
    WHERE t.run_id = p_run.id AND t.call_id = v_call;
  END LOOP;
  UPDATE runs r SET status = 'stopped', finished_at = now(), epoch = r.epoch + 1 WHERE r.id = p_run.id;
  INSERT INTO run_events (run_id, seq, owner_id, data)
  SELECT p_run.id, max(e.seq) + 1, p_run.owner_id, jsonb_build_object('type', 'run-finished', 'status', 'stopped', 'error', NULL,
    'usage', jsonb_build_object('inputTokens', p_run.input_tokens, 'outputTokens', p_run.output_tokens))
  FROM run_events e WHERE e.run_id = p_run.id;
  PERFORM run_notify('events', p_run.id);
  PERFORM run_notify('free', n.id) FROM (
    SELECT id FROM runs WHERE conversation_id = p_run.conversation_id AND status = 'queued' ORDER BY id LIMIT 1) n;
END $$;
