-- Who owns what, enforced beneath the application. The server works as the role parlance_app, which owns no table and so is
-- bound by the policies; only a statement that says for whom it works (parlance.owner_id), or that it works for the server
-- itself (parlance.system), finds anything.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'parlance_app') THEN
    CREATE ROLE parlance_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- another database of this cluster was migrated at the same moment
END $$;

-- A superuser may take any role; anybody else has to be a member of it.
DO $$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT parlance_app TO %I', current_user);
  END IF;
END $$;

GRANT USAGE ON SCHEMA public TO parlance_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  users, refresh_tokens, api_keys, bots, conversations, messages, runs, run_events, tool_calls, tasks, rate_limits
  TO parlance_app;

CREATE FUNCTION current_owner() RETURNS uuid
LANGUAGE sql STABLE
RETURN nullif(current_setting('parlance.owner_id', true), '')::uuid;

CREATE FUNCTION is_system() RETURNS boolean
LANGUAGE sql STABLE
RETURN coalesce(current_setting('parlance.system', true), '') = 'on';

ALTER TABLE conversations ADD CONSTRAINT conversations_owner_check CHECK (owner_id = coalesce(user_id, id));
ALTER TABLE users ADD CONSTRAINT users_role_check CHECK (role IN ('user', 'staff'));
ALTER TABLE bots ADD CONSTRAINT bots_visibility_check CHECK (visibility IN ('private', 'link', 'public'));
ALTER TABLE messages ADD CONSTRAINT messages_role_check CHECK (role IN ('user', 'assistant'));
ALTER TABLE runs ADD CONSTRAINT runs_status_check CHECK (status IN
  ('queued', 'running', 'waiting_for_approval', 'completed', 'stopped', 'failed', 'interrupted'));

-- One active run in a conversation.
CREATE UNIQUE INDEX runs_active_key ON runs (conversation_id)
  WHERE status IN ('queued', 'running', 'waiting_for_approval');

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE bots ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversations ENABLE ROW LEVEL SECURITY;
ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;

-- (SELECT …) makes PostgreSQL ask once a statement, not once a row.
CREATE POLICY owner ON users USING (id = (SELECT current_owner()) OR (SELECT is_system()));
CREATE POLICY owner ON refresh_tokens USING (user_id = (SELECT current_owner()) OR (SELECT is_system()));
CREATE POLICY owner ON api_keys USING (user_id = (SELECT current_owner()) OR (SELECT is_system()));
CREATE POLICY owner ON bots USING (owner_id = (SELECT current_owner()) OR (SELECT is_system()));
CREATE POLICY shared ON bots FOR SELECT USING
  ((owner_id IS NULL OR visibility IN ('link', 'public')) AND (SELECT current_owner()) IS NOT NULL);
CREATE POLICY owner ON conversations USING (owner_id = (SELECT current_owner()) OR (SELECT is_system()));
CREATE POLICY owner ON messages USING (owner_id = (SELECT current_owner()) OR (SELECT is_system()));
CREATE POLICY owner ON runs USING (owner_id = (SELECT current_owner()) OR (SELECT is_system()));
CREATE POLICY owner ON run_events USING (owner_id = (SELECT current_owner()) OR (SELECT is_system()));
CREATE POLICY owner ON tool_calls USING (owner_id = (SELECT current_owner()) OR (SELECT is_system()));
CREATE POLICY owner ON tasks USING (user_id = (SELECT current_owner()) OR (SELECT is_system()));

-- Makes the rest of the transaction work for a user, and answers the user's role: null, and nothing is found, when the user is
-- gone or deactivated or the login has ended.
CREATE FUNCTION enter_user(p_user uuid, p_login uuid) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  v_role text;
BEGIN
  PERFORM set_config('parlance.owner_id', p_user::text, true);
  SELECT u.role INTO v_role FROM users u
  WHERE u.id = p_user AND u.active
    AND (p_login IS NULL OR EXISTS (
      SELECT FROM refresh_tokens t WHERE t.login_id = p_login AND t.user_id = p_user AND t.revoked_at IS NULL));
  IF v_role IS NULL THEN
    PERFORM set_config('parlance.owner_id', '', true);
  END IF;
  RETURN v_role;
END $$;

-- The owner of a conversation as one caller may see it: a user's own id, or the id that an anonymous caller knows.
-- Answers false when the caller is a user who may not act (see enter_user).
CREATE FUNCTION enter_caller(p_user uuid, p_login uuid, p_conversation uuid) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  IF p_user IS NOT NULL THEN
    RETURN enter_user(p_user, p_login) IS NOT NULL;
  END IF;
  PERFORM set_config('parlance.owner_id', coalesce(p_conversation::text, ''), true);
  -- The id of an anonymous conversation is a key; a user's is not.
  IF NOT EXISTS (SELECT FROM conversations WHERE id = p_conversation AND user_id IS NULL) THEN
    PERFORM set_config('parlance.owner_id', '', true);
  END IF;
  RETURN true;
END $$;
