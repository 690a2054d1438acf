-- Runs that outlive their instance: a log of events that is written before it is shown, leases that are taken over, stops that
-- reach whoever runs, messages that wait their turn, and answers beside answers.

ALTER TABLE runs ADD COLUMN context_limit integer NOT NULL DEFAULT 50;
ALTER TABLE runs ADD COLUMN stop_requested boolean NOT NULL DEFAULT false;
ALTER TABLE runs ADD COLUMN watched_until timestamptz(3);

-- Any number may wait; one is answered.
DROP INDEX runs_active_key;
CREATE UNIQUE INDEX runs_active_key ON runs (conversation_id) WHERE status IN ('running', 'waiting_for_approval');
-- Not on the lease: a renewal must not have to write to an index.
CREATE INDEX runs_unfinished_idx ON runs (conversation_id) WHERE status IN ('queued', 'running', 'waiting_for_approval');
CREATE INDEX runs_finished_at_idx ON runs (finished_at);
-- Of sends that have such an id. As an index of all runs it was also taken for the owner's alone where statistics are young: the check of each
-- event's foreign key then read every run of its owner.
DROP INDEX runs_owner_id_client_message_id_key;
CREATE UNIQUE INDEX runs_owner_id_client_message_id_key ON runs (owner_id, client_message_id) WHERE client_message_id IS NOT NULL;

DROP FUNCTION turn_open, turn_close, runs_renew, runs_interrupt, run_interrupt_expired;

-- Makes the rest of the transaction work for the owner of a run, as one caller may see it: a user's own, or an anonymous one, whose
-- id is the key to it. Answers false when the caller is a user who may not act (see enter_user).
CREATE FUNCTION enter_run(p_user uuid, p_login uuid, p_run uuid) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  v_owner uuid;
BEGIN
  IF p_user IS NOT NULL THEN
    RETURN enter_user(p_user, p_login) IS NOT NULL;
  END IF;
  PERFORM set_config('parlance.system', 'on', true);
  SELECT r.owner_id INTO v_owner FROM runs r JOIN conversations c ON c.id = r.conversation_id
  WHERE r.id = p_run AND c.user_id IS NULL;
  PERFORM set_config('parlance.system', '', true);
  PERFORM set_config('parlance.owner_id', coalesce(v_owner::text, ''), true);
  RETURN true;
END $$;

-- Tells every instance about a run: `events` there are new ones, `stop` it is to end, `free` somebody may take it.
CREATE FUNCTION run_notify(p_what text, p_run uuid) RETURNS void
LANGUAGE sql AS $$ SELECT pg_notify('parlance_runs', p_what || ':' || p_run) $$;

-- Opens a turn: counts it against the caller's limit, checks the caller and the conversation, claims the client message id, and
-- writes question, empty answer, run and the run's first event. `p_kind`: `send` goes on at the end of the branch, `edit` asks in
-- place of the question p_target, `regenerate` answers once more beside the answer p_target. `outcome` says what happened; only
-- `opened` wrote anything but the limit.
CREATE FUNCTION turn_open(
  p_rate_key text, p_rate_limit integer,
  p_user uuid, p_login uuid,
  p_kind text, p_conversation uuid, p_missing_is_new boolean, p_new_conversation uuid, p_bot uuid, p_target uuid,
  p_client_message text, p_request_hash bytea,
  p_text text, p_selected_text text, p_context integer,
  p_user_message uuid, p_message uuid, p_run uuid,
  p_instance text, p_lease interval,
  OUT outcome text, OUT conversation_id uuid, OUT run_id uuid, OUT user_message_id uuid, OUT message_id uuid,
  OUT created_at timestamptz,
  OUT owner_id uuid, OUT bot_version integer, OUT bot_config jsonb, OUT question text, OUT selected_text text, OUT context json,
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
      owner_id := v_run.owner_id;
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

  IF p_target IS NOT NULL THEN
    SELECT * INTO v_target FROM messages m WHERE m.conversation_id = v_conversation.id AND m.id = p_target
      AND m.role = CASE p_kind WHEN 'edit' THEN 'user' ELSE 'assistant' END
      AND (p_kind = 'edit' OR m.parent_id IS NOT NULL);
    IF NOT FOUND THEN
      outcome := 'message_not_found';
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
        RETURN;
      END IF;
      queued := p_kind = 'send' AND coalesce(bot_config ->> 'doubleTexting', '') = 'enqueue' AND (
        SELECT count(*) < 10 FROM runs r WHERE r.conversation_id = v_conversation.id AND r.status = 'queued');
      IF NOT queued THEN
        outcome := 'run_active';
        RETURN;
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
    context_limit, status, instance_id, lease_until)
  VALUES (p_run, v_conversation.id, owner_id, bot_version, user_message_id, p_message, p_client_message, p_request_hash,
    p_context, CASE WHEN queued THEN 'queued' ELSE 'running' END, p_instance, now() + p_lease)
  RETURNING r.created_at INTO created_at;
  INSERT INTO run_events (run_id, seq, owner_id, data)
  VALUES (p_run, 1, owner_id, jsonb_build_object('type', 'run-started', 'runId', p_run, 'conversationId', v_conversation.id,
    'userMessageId', user_message_id, 'messageId', p_message));

  outcome := 'opened';
  conversation_id := v_conversation.id;
  run_id := p_run;
  message_id := p_message;
  untitled := v_conversation.title IS NULL;
END $$;

-- Appends events to the logs of runs, for the holders of their epochs alone. p_runs is a list of {run, epoch, first, events}; `first` is
-- the number of the first event. What a repeat of a statement brings again is left as it is. Answers the runs that were written to, and
-- whether another instance watches them. A crash of PostgreSQL may lose its last moments (see docs/guides/durability.md), unless the
-- session says parlance.event_commit = on, as an embedded database does, which falls with its server.
CREATE FUNCTION run_events_append(p_runs jsonb) RETURNS TABLE (run_id uuid, watched boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('parlance.system', 'on', true);
  PERFORM set_config('synchronous_commit', coalesce(nullif(current_setting('parlance.event_commit', true), ''), 'off'), true);
  FOR run_id, watched IN
    WITH held AS MATERIALIZED (
      SELECT p.run, p.first, p.events, r.owner_id, r.watched
      FROM jsonb_to_recordset(p_runs) AS p(run uuid, epoch integer, first integer, events jsonb)
      CROSS JOIN LATERAL (
        -- The lock keeps a take-over out until this is committed, and lets a renewal in.
        SELECT o.owner_id, coalesce(o.watched_until > now(), false) AS watched
        FROM runs o WHERE o.id = p.run AND o.epoch = p.epoch AND o.status = 'running' OFFSET 0 FOR KEY SHARE) r
    ), written AS (
      INSERT INTO run_events (run_id, seq, owner_id, data)
      SELECT h.run, h.first + e.ordinality::integer - 1, h.owner_id, e.value
      FROM held h CROSS JOIN LATERAL jsonb_array_elements(h.events) WITH ORDINALITY e
      ON CONFLICT DO NOTHING
    )
    SELECT h.run, h.watched FROM held h
  LOOP
    IF watched THEN
      PERFORM run_notify('events', run_id);
    END IF;
    RETURN NEXT;
  END LOOP;
END $$;

-- Closes a turn, once, and only for the holder of the run's epoch, with the last events of its log, the first of which has the number
-- p_first. Answers whether it did, and whether a message waits for its turn in this conversation.
-- The conversation is held first, as a delete that cascades from it does: else each could wait for what the other has.
CREATE FUNCTION turn_close(
  p_owner uuid, p_conversation uuid, p_run uuid, p_epoch integer, p_message uuid,
  p_text text, p_parts jsonb, p_status text, p_error jsonb, p_input_tokens integer, p_output_tokens integer,
  p_first integer, p_events jsonb,
  OUT closed boolean, OUT next boolean)
LANGUAGE plpgsql AS $$
DECLARE
  v_watched boolean;
BEGIN
  PERFORM set_config('parlance.owner_id', p_owner::text, true);
  PERFORM FROM conversations WHERE id = p_conversation FOR KEY SHARE;
  UPDATE runs SET status = p_status, error = p_error, input_tokens = p_input_tokens, output_tokens = p_output_tokens,
    finished_at = now()
  WHERE id = p_run AND epoch = p_epoch AND status = 'running'
  RETURNING coalesce(watched_until > now(), false) INTO v_watched;
  closed := FOUND;
  next := false;
  IF NOT closed THEN RETURN; END IF;
  UPDATE messages SET text = p_text, parts = p_parts WHERE conversation_id = p_conversation AND id = p_message;
  INSERT INTO run_events (run_id, seq, owner_id, data)
  SELECT p_run, p_first + e.ordinality::integer - 1, p_owner, e.value FROM jsonb_array_elements(p_events) WITH ORDINALITY e;
  IF v_watched THEN
    PERFORM run_notify('events', p_run);
  END IF;
  next := EXISTS (SELECT FROM runs WHERE conversation_id = p_conversation AND status = 'queued');
END $$;

-- Keeps the runs of an instance from being taken over. Answers those that are still its own, and whether they are to stop.
CREATE FUNCTION runs_renew(p_instance text, p_runs uuid[], p_lease interval) RETURNS TABLE (id uuid, stop_requested boolean)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('parlance.system', 'on', true);
  PERFORM set_config('synchronous_commit', coalesce(nullif(current_setting('parlance.event_commit', true), ''), 'off'), true);
  RETURN QUERY UPDATE runs r SET lease_until = now() + p_lease
  WHERE r.id = ANY (p_runs) AND r.instance_id = p_instance AND r.status = 'running' RETURNING r.id, r.stop_requested;
END $$;

-- Takes over runs whose holders have let their leases pass (all, when nobody else can be holding any), and messages whose turn has come;
-- of one conversation, or the run p_run (which is waited for, when somebody is just writing to it), or of all; but for those of p_own, which
-- the caller is answering. Answers what is needed to go on with them.
CREATE FUNCTION runs_take(p_instance text, p_lease interval, p_all boolean, p_conversation uuid, p_run uuid, p_own uuid[],
  p_limit integer)
RETURNS TABLE (run_id uuid, conversation_id uuid, owner_id uuid, user_message_id uuid, message_id uuid, created_at timestamptz,
  epoch integer, stop_requested boolean, bot_version integer, bot_config jsonb, question text, selected_text text, context json,
  untitled boolean, events json)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('parlance.system', 'on', true);
  IF p_run IS NOT NULL THEN
    PERFORM FROM runs r WHERE r.id = p_run FOR UPDATE;
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
    UPDATE runs r SET status = 'running', instance_id = p_instance, lease_until = now() + p_lease, epoch = r.epoch + 1
    FROM free WHERE r.id = free.id
    RETURNING r.*
  )
  SELECT t.id, t.conversation_id, t.owner_id, t.user_message_id, t.message_id, t.created_at, t.epoch, t.stop_requested,
    b.version, b.config, q.text, q.selected_text,
    CASE WHEN t.context_limit > 0 AND q.parent_id IS NOT NULL AND q.selected_text IS NULL
      THEN branch_context(t.conversation_id, q.parent_id, t.context_limit) ELSE '[]' END,
    c.title IS NULL,
    (SELECT json_agg(e.data || jsonb_build_object('seq', e.seq) ORDER BY e.seq) FROM run_events e WHERE e.run_id = t.id)
  FROM taken t
  JOIN conversations c ON c.id = t.conversation_id
  JOIN bots b ON b.id = c.bot_id
  JOIN messages q ON q.conversation_id = t.conversation_id AND q.id = t.user_message_id;
END $$;

-- Lets other instances take runs over at once.
CREATE FUNCTION runs_release(p_instance text, p_runs uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('parlance.system', 'on', true);
  UPDATE runs SET lease_until = now() - interval '1 second'
  WHERE id = ANY (p_runs) AND instance_id = p_instance AND status = 'running';
  PERFORM run_notify('free', r) FROM unnest(p_runs) r;
END $$;

-- Asks for the end of a run. One that only waits ends here; whoever answers another is told.
CREATE FUNCTION run_stop(p_user uuid, p_login uuid, p_run uuid, OUT authorized boolean, OUT owner_id uuid, OUT status text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_run runs%ROWTYPE;
BEGIN
  authorized := enter_run(p_user, p_login, p_run);
  SELECT * INTO v_run FROM runs r WHERE r.id = p_run AND r.owner_id = current_owner() FOR NO KEY UPDATE;
  owner_id := v_run.owner_id;
  status := v_run.status;
  IF v_run.status = 'running' THEN
    UPDATE runs r SET stop_requested = true WHERE r.id = p_run;
    PERFORM run_notify('stop', p_run);
  ELSIF v_run.status = 'queued' THEN
    UPDATE runs r SET status = 'stopped', finished_at = now(), epoch = r.epoch + 1 WHERE r.id = p_run;
    INSERT INTO run_events (run_id, seq, owner_id, data)
    SELECT p_run, max(e.seq) + 1, v_run.owner_id, jsonb_build_object('type', 'run-finished', 'status', 'stopped', 'error', NULL,
      'usage', jsonb_build_object('inputTokens', 0, 'outputTokens', 0))
    FROM run_events e WHERE e.run_id = p_run;
    PERFORM run_notify('events', p_run);
    status := 'stopped';
  END IF;
END $$;

-- A run as it stands, for one who may see it; `owner_id` is null when the caller has no such run.
CREATE FUNCTION run_find(p_user uuid, p_login uuid, p_run uuid,
  OUT authorized boolean, OUT owner_id uuid, OUT conversation_id uuid, OUT user_message_id uuid, OUT message_id uuid,
  OUT status text, OUT text text, OUT error jsonb, OUT input_tokens integer, OUT output_tokens integer,
  OUT created_at timestamptz, OUT finished_at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  authorized := enter_run(p_user, p_login, p_run);
  SELECT r.owner_id, r.conversation_id, r.user_message_id, r.message_id, r.status, r.error, r.input_tokens, r.output_tokens,
    r.created_at, r.finished_at,
    CASE WHEN r.finished_at IS NULL THEN run_text(r.id) ELSE (
      SELECT m.text FROM messages m WHERE m.conversation_id = r.conversation_id AND m.id = r.message_id) END
  INTO owner_id, conversation_id, user_message_id, message_id, status, error, input_tokens, output_tokens,
    created_at, finished_at, text
  FROM runs r WHERE r.id = p_run AND r.owner_id = current_owner();
END $$;

-- What a run's log says so far.
CREATE FUNCTION run_text(p_run uuid) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(data ->> 'text', '' ORDER BY seq), '') FROM run_events
  WHERE run_id = p_run AND data ->> 'type' = 'text-delta';
$$;

-- Events of a run after the number p_after, and the last number there is; `status` is null when there is no such run any more. With
-- p_watch, whoever runs it tells of new ones for half a minute. The status is read first: after a final one no event follows.
CREATE FUNCTION run_events_page(p_owner uuid, p_run uuid, p_after integer, p_limit integer, p_watch boolean,
  OUT status text, OUT last_seq integer, OUT events json, OUT text text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('parlance.owner_id', p_owner::text, true);
  PERFORM set_config('synchronous_commit', coalesce(nullif(current_setting('parlance.event_commit', true), ''), 'off'), true);
  IF p_watch THEN
    -- Waits for events that are being written: those that follow see the mark.
    PERFORM FROM runs r WHERE r.id = p_run AND r.finished_at IS NULL FOR UPDATE;
    IF FOUND THEN
      UPDATE runs r SET watched_until = now() + interval '30 seconds' WHERE r.id = p_run;
    END IF;
  END IF;
  SELECT r.status INTO status FROM runs r WHERE r.id = p_run;
  SELECT coalesce(max(e.seq), 0) INTO last_seq FROM run_events e WHERE e.run_id = p_run;
  SELECT coalesce(json_agg(n.data || jsonb_build_object('seq', n.seq) ORDER BY n.seq), '[]'::json) INTO events FROM (
    SELECT p.seq, p.data FROM (
      SELECT e.seq, e.data, sum(coalesce(length(e.data ->> 'text'), 100)) OVER (ORDER BY e.seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
      FROM run_events e WHERE e.run_id = p_run AND e.seq > p_after ORDER BY e.seq LIMIT p_limit) p
    WHERE coalesce(p.before, 0) <= 131072) n;
  IF p_after > last_seq THEN
    text := run_text(p_run);
  END IF;
END $$;

-- Deletes the logs of runs that ended long ago: their messages are the record. Answers of how many runs.
CREATE FUNCTION run_events_prune(p_age interval, p_limit integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  v_count integer;
BEGIN
  PERFORM set_config('parlance.system', 'on', true);
  WITH old AS MATERIALIZED (
    SELECT r.id FROM runs r WHERE r.finished_at < now() - p_age AND r.finished_at > now() - p_age - interval '30 days'
      AND EXISTS (SELECT FROM run_events e WHERE e.run_id = r.id)
    ORDER BY r.finished_at DESC LIMIT p_limit
  ), gone AS (
    DELETE FROM run_events e USING old WHERE e.run_id = old.id
  )
  SELECT count(*) INTO v_count FROM old;
  RETURN v_count;
END $$;
