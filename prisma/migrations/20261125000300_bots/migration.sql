-- Bots that people make: what they were at each version, and what their MCP servers are called with.

ALTER TABLE bots ADD CONSTRAINT bots_name_check CHECK (length(name) BETWEEN 1 AND 100);
CREATE UNIQUE INDEX bots_id_owner_id_key ON bots (id, owner_id);
CREATE INDEX bots_listed_idx ON bots (updated_at DESC, id DESC) WHERE visibility = 'public';
DROP INDEX bots_owner_id_idx;
CREATE INDEX bots_owner_id_updated_at_id_idx ON bots (owner_id, updated_at DESC, id DESC);

CREATE TABLE bot_versions (
  bot_id uuid NOT NULL REFERENCES bots (id) ON DELETE CASCADE ON UPDATE CASCADE,
  version integer NOT NULL,
  name text NOT NULL,
  config jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT bot_versions_pkey PRIMARY KEY (bot_id, version)
);

CREATE TABLE bot_credentials (
  bot_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  server text NOT NULL,
  sealed bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT bot_credentials_pkey PRIMARY KEY (bot_id, server),
  CONSTRAINT bot_credentials_bot_id_owner_id_fkey FOREIGN KEY (bot_id, owner_id) REFERENCES bots (id, owner_id)
    ON DELETE CASCADE ON UPDATE CASCADE
);

GRANT SELECT, INSERT ON bot_versions TO parlance_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON bot_credentials TO parlance_app;
ALTER TABLE bot_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE bot_credentials ENABLE ROW LEVEL SECURITY;
-- Whoever sees a bot sees what it was: a run goes on with the version that it was begun with.
CREATE POLICY owner ON bot_versions USING (EXISTS (SELECT FROM bots b WHERE b.id = bot_id));
CREATE POLICY owner ON bot_credentials USING (owner_id = (SELECT current_owner()) OR (SELECT is_system()));

-- Every version is kept, whoever writes it.
CREATE FUNCTION bot_version_keep() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO bot_versions (bot_id, version, name, config) VALUES (NEW.id, NEW.version, NEW.name, NEW.config)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER bot_version_keep AFTER INSERT OR UPDATE OF version ON bots FOR EACH ROW EXECUTE FUNCTION bot_version_keep();
INSERT INTO bot_versions (bot_id, version, name, config) SELECT id, version, name, config FROM bots;

-- A conversation outlives its bot: it can be read, and not gone on with.
ALTER TABLE conversations ALTER COLUMN bot_id DROP NOT NULL;
ALTER TABLE conversations DROP CONSTRAINT conversations_bot_id_fkey;
ALTER TABLE conversations ADD CONSTRAINT conversations_bot_id_fkey FOREIGN KEY (bot_id) REFERENCES bots (id)
  ON DELETE SET NULL ON UPDATE CASCADE;

-- As before, but that a conversation whose bot is gone is not gone on with.
CREATE OR REPLACE FUNCTION turn_open(
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
  FROM bots b WHERE b.id = CASE WHEN v_conversation.id IS NULL THEN p_bot ELSE v_conversation.bot_id END;
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

-- As before, and the version of the bot that answers.
DROP FUNCTION run_find;
CREATE FUNCTION run_find(p_user uuid, p_login uuid, p_run uuid,
  OUT authorized boolean, OUT owner_id uuid, OUT conversation_id uuid, OUT user_message_id uuid, OUT message_id uuid,
  OUT status text, OUT text text, OUT error jsonb, OUT input_tokens integer, OUT output_tokens integer,
  OUT created_at timestamptz, OUT finished_at timestamptz, OUT bot_version integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  authorized := enter_run(p_user, p_login, p_run);
  SELECT r.owner_id, r.conversation_id, r.user_message_id, r.message_id, r.status, r.error, r.input_tokens, r.output_tokens,
    r.created_at, r.finished_at, r.bot_version,
    CASE WHEN r.finished_at IS NULL THEN run_text(r.id) ELSE (
      SELECT m.text FROM messages m WHERE m.conversation_id = r.conversation_id AND m.id = r.message_id) END
  INTO owner_id, conversation_id, user_message_id, message_id, status, error, input_tokens, output_tokens,
    created_at, finished_at, bot_version, text
  FROM runs r WHERE r.id = p_run AND r.owner_id = current_owner();
END $$;
