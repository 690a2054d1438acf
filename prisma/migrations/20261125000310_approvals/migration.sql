-- Calls that wait until the run's owner allows them, and the record of every tool call. While a run waits, no process has it: all
-- that there is of it is here.

CREATE TABLE approvals (
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  tool_call_id text NOT NULL,
  tool text NOT NULL,
  arguments jsonb NOT NULL,
  decision text,
  expires_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  decided_at timestamptz(3),
  decided_by uuid,

  CONSTRAINT approvals_pkey PRIMARY KEY (id),
  CONSTRAINT approvals_decision_check CHECK (decision IN ('approved', 'denied', 'expired')),
  CONSTRAINT approvals_decided_at_check CHECK ((decision IS NULL) = (decided_at IS NULL)),
  CONSTRAINT approvals_run_id_owner_id_fkey FOREIGN KEY (run_id, owner_id)
    REFERENCES runs (id, owner_id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX approvals_run_id_tool_call_id_key ON approvals (run_id, tool_call_id);
CREATE INDEX approvals_due_idx ON approvals (expires_at) WHERE decision IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON approvals TO parlance_app;
ALTER TABLE approvals ENABLE ROW LEVEL SECURITY;
CREATE POLICY owner ON approvals USING (owner_id = (SELECT current_owner()) OR (SELECT is_system()));

-- What was asked for stays as it was, and is decided once.
CREATE FUNCTION approval_guard() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.decision IS NOT NULL THEN
    RAISE EXCEPTION 'The approval % is decided', OLD.id;
  END IF;
  IF (NEW.id, NEW.run_id, NEW.tool_call_id, NEW.tool, NEW.arguments) IS DISTINCT FROM
     (OLD.id, OLD.run_id, OLD.tool_call_id, OLD.tool, OLD.arguments) THEN
    RAISE EXCEPTION 'What the approval % is for cannot be changed', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approval_guard BEFORE UPDATE ON approvals FOR EACH ROW EXECUTE FUNCTION approval_guard();

-- How often a run was taken from an instance that was gone: waiting for an approval is no failure of any instance.
ALTER TABLE runs ADD COLUMN takeovers integer NOT NULL DEFAULT 0;

-- Who reads a run that goes while it waits, with its conversation, is told.
CREATE FUNCTION run_gone() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM run_notify('events', OLD.id);
  RETURN NULL;
END $$;
CREATE TRIGGER run_gone AFTER DELETE ON runs FOR EACH ROW WHEN (OLD.status = 'waiting_for_approval') EXECUTE FUNCTION run_gone();

ALTER TABLE tool_calls ADD CONSTRAINT tool_calls_status_check CHECK (status IN
  ('waiting', 'requested', 'succeeded', 'failed', 'denied', 'expired', 'unknown'));

-- Keeps tool calls as they stand. p_calls is a list of {id, step, toolCallId, tool, arguments, result, status, durationMs}.
CREATE FUNCTION tool_calls_keep(p_owner uuid, p_run uuid, p_calls jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tool_calls AS t (id, run_id, owner_id, step, call_id, tool, arguments, result, status, duration_ms, finished_at)
  SELECT c.id, p_run, p_owner, c.step, c."toolCallId", c.tool, coalesce(c.arguments, 'null'), c.result, c.status, c."durationMs",
    CASE WHEN c.status NOT IN ('waiting', 'requested') THEN now() END
  FROM jsonb_to_recordset(p_calls) AS c(id uuid, step integer, "toolCallId" text, tool text, arguments jsonb, result jsonb,
    status text, "durationMs" integer)
  ON CONFLICT (run_id, call_id) DO UPDATE SET result = excluded.result, status = excluded.status,
    duration_ms = excluded.duration_ms, finished_at = coalesce(t.finished_at, excluded.finished_at);
END $$;

DROP FUNCTION turn_close;
-- Closes a turn, once, and only for the holder of the run's epoch, with the last events of its log, the first of which has the number
-- p_first. Answers whether it did, and whether a message waits for its turn in this conversation.
-- The conversation is held first, as a delete that cascades from it does: else each could wait for what the other has.
CREATE FUNCTION turn_close(
  p_owner uuid, p_conversation uuid, p_run uuid, p_epoch integer, p_message uuid,
  p_text text, p_parts jsonb, p_parts_version smallint, p_status text, p_error jsonb, p_input_tokens integer, p_output_tokens integer,
  p_tool_calls jsonb, p_first integer, p_events jsonb,
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
  UPDATE messages SET text = p_text, parts = p_parts, parts_version = p_parts_version
  WHERE conversation_id = p_conversation AND id = p_message;
  IF p_tool_calls IS NOT NULL THEN
    PERFORM tool_calls_keep(p_owner, p_run, p_tool_calls);
  END IF;
  INSERT INTO run_events (run_id, seq, owner_id, data)
  SELECT p_run, p_first + e.ordinality::integer - 1, p_owner, e.value FROM jsonb_array_elements(p_events) WITH ORDINALITY e;
  IF v_watched THEN
    PERFORM run_notify('events', p_run);
  END IF;
  next := EXISTS (SELECT FROM runs WHERE conversation_id = p_conversation AND status = 'queued');
END $$;

-- Has a turn wait for the approvals that are asked for among p_events, the last events of its log so far, the first of which has the
-- number p_first; only for the holder of the run's epoch, who has nothing of it any more after that. Message and tool calls are kept as
-- they stand. Answers the run's status: `stopped` when that was asked for meanwhile; null: somebody else has the run.
CREATE FUNCTION turn_wait(
  p_owner uuid, p_conversation uuid, p_run uuid, p_epoch integer, p_message uuid,
  p_text text, p_parts jsonb, p_parts_version smallint, p_input_tokens integer, p_output_tokens integer,
  p_tool_calls jsonb, p_first integer, p_events jsonb) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  v_run runs%ROWTYPE;
BEGIN
  PERFORM set_config('parlance.owner_id', p_owner::text, true);
  PERFORM FROM conversations WHERE id = p_conversation FOR KEY SHARE;
  UPDATE runs SET status = 'waiting_for_approval', input_tokens = p_input_tokens, output_tokens = p_output_tokens,
    instance_id = '', lease_until = now()
  WHERE id = p_run AND epoch = p_epoch AND status = 'running'
  RETURNING * INTO v_run;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  UPDATE messages SET text = p_text, parts = p_parts, parts_version = p_parts_version
  WHERE conversation_id = p_conversation AND id = p_message;
  PERFORM tool_calls_keep(p_owner, p_run, p_tool_calls);
  INSERT INTO run_events (run_id, seq, owner_id, data)
  SELECT p_run, p_first + e.ordinality::integer - 1, p_owner, e.value FROM jsonb_array_elements(p_events) WITH ORDINALITY e;
  INSERT INTO approvals (id, run_id, owner_id, tool_call_id, tool, arguments, expires_at)
  SELECT (e ->> 'approvalId')::uuid, p_run, p_owner, e ->> 'toolCallId', e ->> 'tool', e -> 'arguments', (e ->> 'expiresAt')::timestamptz
  FROM jsonb_array_elements(p_events) e WHERE e ->> 'type' = 'approval-requested';
  PERFORM run_notify('events', p_run);
  IF v_run.stop_requested THEN
    PERFORM run_stop_waiting(v_run);
    RETURN 'stopped';
  END IF;
  RETURN v_run.status;
END $$;

-- Holds the conversation of an owner's run and then the run itself, so that nobody decides, stops or takes it meanwhile. Answers the run.
CREATE FUNCTION run_hold(p_owner uuid, p_run uuid) RETURNS runs
LANGUAGE plpgsql AS $$
DECLARE
  v_run runs%ROWTYPE;
BEGIN
  PERFORM FROM conversations c WHERE c.id = (
    SELECT r.conversation_id FROM runs r WHERE r.id = p_run AND r.owner_id = p_owner) FOR KEY SHARE;
  SELECT * INTO v_run FROM runs r WHERE r.id = p_run AND r.owner_id = p_owner FOR NO KEY UPDATE;
  RETURN v_run;
END $$;

-- Writes a decision, and what follows from it for the log, the message and the tool call. The caller holds the run, which waits: nobody
-- else writes into its log.
CREATE FUNCTION approval_record(p_run runs, p_approval uuid, p_decision text, p_by uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_call text;
BEGIN
  UPDATE approvals a SET decision = p_decision, decided_at = now(), decided_by = p_by
  WHERE a.id = p_approval AND a.run_id = p_run.id AND a.decision IS NULL
  RETURNING a.tool_call_id INTO v_call;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO run_events (run_id, seq, owner_id, data)
  SELECT p_run.id, max(e.seq) + 1, p_run.owner_id, jsonb_build_object(
    'type', 'approval-decided', 'approvalId', p_approval, 'toolCallId', v_call, 'decision', p_decision)
  FROM run_events e WHERE e.run_id = p_run.id;
  UPDATE messages m SET parts = (
    SELECT jsonb_agg(CASE WHEN p.value #>> '{approval,approvalId}' = p_approval::text
      THEN jsonb_set(p.value, '{approval,decision}', to_jsonb(p_decision)) ELSE p.value END ORDER BY p.ordinality)
    FROM jsonb_array_elements(m.parts) WITH ORDINALITY p)
  WHERE m.conversation_id = p_run.conversation_id AND m.id = p_run.message_id;
  UPDATE tool_calls t SET status = CASE p_decision WHEN 'approved' THEN 'requested' ELSE p_decision END
  WHERE t.run_id = p_run.id AND t.call_id = v_call;
END $$;

-- Decides an approval of a run that waits and that the caller holds. After the last one any instance may go on with the run.
CREATE FUNCTION approval_settle(p_run runs, p_approval uuid, p_decision text, p_by uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM approval_record(p_run, p_approval, p_decision, p_by);
  IF NOT EXISTS (SELECT FROM approvals a WHERE a.run_id = p_run.id AND a.decision IS NULL) THEN
    UPDATE runs r SET status = 'running', lease_until = now() - interval '1 second' WHERE r.id = p_run.id;
    PERFORM run_notify('free', p_run.id);
  END IF;
  PERFORM run_notify('events', p_run.id);
END $$;

-- Decides an approval for one caller. `outcome`: `decided`, or why not: `unknown_run`, `unknown_approval`, `decided_before`,
-- `expired`. `status` is the run's.
CREATE FUNCTION approval_decide(p_user uuid, p_login uuid, p_run uuid, p_approval uuid, p_decision text,
  OUT authorized boolean, OUT outcome text, OUT status text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_run runs%ROWTYPE;
  v_approval approvals%ROWTYPE;
BEGIN
  authorized := enter_run(p_user, p_login, p_run);
  outcome := 'unknown_run';
  v_run := run_hold(current_owner(), p_run);
  IF v_run.id IS NULL THEN RETURN; END IF;
  SELECT * INTO v_approval FROM approvals a WHERE a.id = p_approval AND a.run_id = p_run;
  IF NOT FOUND THEN
    outcome := 'unknown_approval';
  ELSIF v_approval.decision IS NOT NULL THEN
    outcome := CASE v_approval.decision WHEN 'expired' THEN 'expired' ELSE 'decided_before' END;
  ELSIF v_approval.expires_at <= now() THEN
    PERFORM approval_settle(v_run, p_approval, 'expired', NULL);
    outcome := 'expired';
  ELSE
    PERFORM approval_settle(v_run, p_approval, p_decision, p_user);
    outcome := 'decided';
  END IF;
  SELECT r.status INTO status FROM runs r WHERE r.id = p_run;
END $$;

-- Lets approvals expire whose time is over.
CREATE FUNCTION approvals_expire(p_limit integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_due record;
BEGIN
  FOR v_due IN
    SELECT a.id, r AS run
    FROM approvals a JOIN runs r ON r.id = a.run_id JOIN conversations c ON c.id = r.conversation_id
    WHERE a.decision IS NULL AND a.expires_at <= now() AND r.status = 'waiting_for_approval'
    ORDER BY a.expires_at LIMIT p_limit
    FOR KEY SHARE OF c SKIP LOCKED FOR NO KEY UPDATE OF r SKIP LOCKED
  LOOP
    PERFORM approval_settle(v_due.run, v_due.id, 'expired', NULL);
  END LOOP;
END $$;

-- Ends a run that waits and that the caller holds. What nobody decided has expired; a message that waits for its turn may have it.
CREATE FUNCTION run_stop_waiting(p_run runs) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM approval_record(p_run, a.id, 'expired', NULL)
  FROM (SELECT id FROM approvals WHERE run_id = p_run.id AND decision IS NULL ORDER BY id) a;
  UPDATE runs r SET status = 'stopped', finished_at = now(), epoch = r.epoch + 1 WHERE r.id = p_run.id;
  INSERT INTO run_events (run_id, seq, owner_id, data)
  SELECT p_run.id, max(e.seq) + 1, p_run.owner_id, jsonb_build_object('type', 'run-finished', 'status', 'stopped', 'error', NULL,
    'usage', jsonb_build_object('inputTokens', p_run.input_tokens, 'outputTokens', p_run.output_tokens))
  FROM run_events e WHERE e.run_id = p_run.id;
  PERFORM run_notify('events', p_run.id);
  PERFORM run_notify('free', n.id) FROM (
    SELECT id FROM runs WHERE conversation_id = p_run.conversation_id AND status = 'queued' ORDER BY id LIMIT 1) n;
END $$;

-- Asks for the end of a run. One that only waits, for its turn or for an approval, ends here; whoever answers another is told.
CREATE OR REPLACE FUNCTION run_stop(p_user uuid, p_login uuid, p_run uuid, OUT authorized boolean, OUT owner_id uuid, OUT status text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_run runs%ROWTYPE;
BEGIN
  authorized := enter_run(p_user, p_login, p_run);
  v_run := run_hold(current_owner(), p_run);
  owner_id := v_run.owner_id;
  status := v_run.status;
  IF v_run.status = 'running' THEN
    UPDATE runs r SET stop_requested = true WHERE r.id = p_run;
    PERFORM run_notify('stop', p_run);
  ELSIF v_run.status = 'waiting_for_approval' THEN
    PERFORM run_stop_waiting(v_run);
    status := 'stopped';
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

DROP FUNCTION runs_take;
-- Takes over runs whose holders have let their leases pass (all, when nobody else can be holding any), and messages whose turn has come;
-- of one conversation, or the run p_run (which is waited for, when somebody is just writing to it), or of all; but for those of p_own, which
-- the caller is answering. Of all: after approvals whose time is over have expired. Answers what is needed to go on with them; of one whose
-- bot is gone, no configuration.
CREATE FUNCTION runs_take(p_instance text, p_lease interval, p_all boolean, p_conversation uuid, p_run uuid, p_own uuid[],
  p_limit integer)
RETURNS TABLE (run_id uuid, conversation_id uuid, owner_id uuid, user_message_id uuid, message_id uuid, created_at timestamptz,
  epoch integer, takeovers integer, stop_requested boolean, bot_version integer, bot_config jsonb, question text, selected_text text,
  context json, untitled boolean, events json)
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
    t.bot_version, v.config, q.text, q.selected_text,
    CASE WHEN t.context_limit > 0 AND q.parent_id IS NOT NULL AND q.selected_text IS NULL
      THEN branch_context(t.conversation_id, q.parent_id, t.context_limit) ELSE '[]' END,
    c.title IS NULL,
    (SELECT json_agg(e.data || jsonb_build_object('seq', e.seq) ORDER BY e.seq) FROM run_events e WHERE e.run_id = t.id)
  FROM taken t
  JOIN conversations c ON c.id = t.conversation_id
  LEFT JOIN bot_versions v ON v.bot_id = c.bot_id AND v.version = t.bot_version
  JOIN messages q ON q.conversation_id = t.conversation_id AND q.id = t.user_message_id;
END $$;

-- Events of a run after the number p_after, and the last number there is; `status` is null when there is no such run any more. With
-- p_watch, whoever runs it tells of new ones for half a minute. The status is read first: after a final one no event follows.
-- What a vendor wants back with a tool call (`extra`) is between the server and the model.
CREATE OR REPLACE FUNCTION run_events_page(p_owner uuid, p_run uuid, p_after integer, p_limit integer, p_watch boolean,
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
  SELECT coalesce(json_agg((n.data - 'extra') || jsonb_build_object('seq', n.seq) ORDER BY n.seq), '[]'::json) INTO events FROM (
    SELECT p.seq, p.data FROM (
      SELECT e.seq, e.data, sum(coalesce(length(e.data ->> 'text'), 100)) OVER (ORDER BY e.seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
      FROM run_events e WHERE e.run_id = p_run AND e.seq > p_after ORDER BY e.seq LIMIT p_limit) p
    WHERE coalesce(p.before, 0) <= 131072) n;
  IF p_after > last_seq THEN
    text := run_text(p_run);
  END IF;
END $$;
