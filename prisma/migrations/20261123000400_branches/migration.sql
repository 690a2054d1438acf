-- Branches: which of a message's siblings is shown, how another is shown, and what readers said of answers.

-- Of the messages beneath one parent, the one that is shown. From the root by selected messages one comes to
-- conversations.active_leaf_id; a branch that is left remembers in the same way where it was last.
ALTER TABLE messages ADD COLUMN selected boolean NOT NULL DEFAULT true;

CREATE TABLE feedback (
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  message_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  rating text NOT NULL,
  comment text,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT feedback_pkey PRIMARY KEY (id),
  CONSTRAINT feedback_rating_check CHECK (rating IN ('positive', 'negative')),
  CONSTRAINT feedback_conversation_id_owner_id_fkey FOREIGN KEY (conversation_id, owner_id)
    REFERENCES conversations (id, owner_id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT feedback_conversation_id_message_id_fkey FOREIGN KEY (conversation_id, message_id)
    REFERENCES messages (conversation_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX feedback_conversation_id_message_id_key ON feedback (conversation_id, message_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON feedback TO parlance_app;
ALTER TABLE feedback ENABLE ROW LEVEL SECURITY;
CREATE POLICY owner ON feedback USING (owner_id = (SELECT current_owner()) OR (SELECT is_system()));

-- The ids of p_message and of those above it, p_limit at most, from below.
CREATE FUNCTION branch_path(p_conversation uuid, p_message uuid, p_limit integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    WITH RECURSIVE branch AS (
      SELECT m.id, m.parent_id, 1 AS place FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_message
      UNION ALL
      SELECT m.id, m.parent_id, b.place + 1
      FROM branch b CROSS JOIN LATERAL (
        SELECT * FROM messages WHERE conversation_id = p_conversation AND id = b.parent_id OFFSET 0) m
      WHERE b.place < p_limit
    )
    SELECT coalesce(array_agg(id ORDER BY place), '{}') FROM branch);
END $$;

-- The ids of the selected ones beneath p_message, p_limit at most (null: all), from above.
CREATE FUNCTION branch_below(p_conversation uuid, p_message uuid, p_limit integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    WITH RECURSIVE branch AS (
      SELECT p_message AS id, 0 AS place
      UNION ALL
      SELECT m.id, b.place + 1
      FROM branch b CROSS JOIN LATERAL (
        SELECT id FROM messages WHERE conversation_id = p_conversation AND parent_id = b.id AND selected LIMIT 1) m
      WHERE p_limit IS NULL OR b.place < p_limit
    )
    SELECT coalesce(array_agg(id ORDER BY place), '{}') FROM branch WHERE place > 0);
END $$;

-- Selects p_message and all above it among their siblings. p_leaf is the end of the branch that was active: what lies above both is
-- selected already and is left alone, so that this costs the same in a long conversation as in a short one; null: up to the root.
-- The caller holds the conversation.
CREATE FUNCTION branch_select(p_conversation uuid, p_message uuid, p_leaf uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_path uuid[];
  v_meet integer;
  v_limit integer := 32;
  v_wrong uuid[];
BEGIN
  LOOP
    v_path := branch_path(p_conversation, p_message, v_limit);
    SELECT min(p.place) INTO v_meet
    FROM unnest(v_path) WITH ORDINALITY p(id, place) JOIN unnest(branch_path(p_conversation, p_leaf, v_limit)) a(id) USING (id);
    EXIT WHEN v_meet IS NOT NULL OR cardinality(v_path) < v_limit;
    v_limit := v_limit * 8;
  END LOOP;
  v_wrong := ARRAY(
    SELECT s.id
    FROM unnest(v_path[:coalesce(v_meet, cardinality(v_path))]) p(id)
    CROSS JOIN LATERAL (
      SELECT parent_id FROM messages WHERE conversation_id = p_conversation AND id = p.id OFFSET 0) m
    CROSS JOIN LATERAL (
      SELECT id, selected FROM messages WHERE conversation_id = p_conversation AND parent_id = m.parent_id
      UNION ALL
      SELECT id, selected FROM messages
      WHERE m.parent_id IS NULL AND conversation_id = p_conversation AND parent_id IS NULL
      OFFSET 0) s
    WHERE s.selected <> (s.id = p.id));
  UPDATE messages m SET selected = NOT m.selected WHERE m.conversation_id = p_conversation AND m.id = ANY (v_wrong);
END $$;

-- Shows the branch that p_message is on, down to where it was last. `known` is false when the caller has no such conversation,
-- `message_known` when the conversation has no such message.
CREATE FUNCTION branch_switch(p_user uuid, p_login uuid, p_conversation uuid, p_message uuid,
  OUT authorized boolean, OUT known boolean, OUT message_known boolean, OUT active_leaf uuid)
LANGUAGE plpgsql AS $$
DECLARE
  v_leaf uuid;
  v_below uuid[];
BEGIN
  authorized := enter_caller(p_user, p_login, p_conversation);
  known := false;
  message_known := false;
  IF NOT authorized THEN RETURN; END IF;
  SELECT c.active_leaf_id INTO v_leaf FROM conversations c
  WHERE c.id = p_conversation AND c.owner_id = coalesce(p_user, p_conversation) FOR NO KEY UPDATE;
  known := FOUND;
  IF NOT known THEN RETURN; END IF;
  message_known := EXISTS (SELECT FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_message);
  IF NOT message_known THEN RETURN; END IF;

  PERFORM branch_select(p_conversation, p_message, v_leaf);
  v_below := branch_below(p_conversation, p_message, NULL);
  active_leaf := coalesce(v_below[cardinality(v_below)], p_message);
  UPDATE conversations c SET active_leaf_id = active_leaf
  WHERE c.id = p_conversation AND c.active_leaf_id IS DISTINCT FROM active_leaf;
END $$;

-- A page of the active branch, oldest first, as JSON. The page stands before (older) or after (newer) the message p_cursor; without
-- one it is the newest. `known` is false when the caller has no such conversation.
CREATE OR REPLACE FUNCTION history_page(p_user uuid, p_login uuid, p_conversation uuid, p_cursor uuid, p_newer boolean, p_limit integer,
  OUT authorized boolean, OUT known boolean, OUT cursor_known boolean, OUT messages json, OUT has_older boolean, OUT has_newer boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_down boolean := p_newer AND p_cursor IS NOT NULL;
  v_from uuid;
  v_ids uuid[];
  v_ends uuid[];
BEGIN
  authorized := enter_caller(p_user, p_login, p_conversation);
  known := false;
  IF NOT authorized THEN RETURN; END IF;
  SELECT c.active_leaf_id INTO v_from FROM conversations c
  WHERE c.id = p_conversation AND c.owner_id = coalesce(p_user, p_conversation);
  known := FOUND;
  IF NOT known THEN RETURN; END IF;
  cursor_known := true;
  IF p_cursor IS NOT NULL THEN
    SELECT m.parent_id INTO v_from FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_cursor;
    cursor_known := FOUND;
    IF NOT cursor_known THEN RETURN; END IF;
  END IF;

  -- First the ids, then look-ups by them: one statement for both ways is planned as if it had to read the whole table.
  IF v_down THEN
    v_ids := branch_below(p_conversation, p_cursor, p_limit);
    v_ends := ARRAY[v_ids[1], v_ids[cardinality(v_ids)]];
  ELSE
    v_ids := branch_path(p_conversation, v_from, p_limit);
    v_ends := ARRAY[v_ids[cardinality(v_ids)], v_ids[1]];
  END IF;
  SELECT coalesce(json_agg(json_build_object(
      'id', m.id, 'conversationId', m.conversation_id, 'parentId', m.parent_id, 'role', m.role, 'text', m.text,
      'parts', m.parts, 'partsVersion', m.parts_version, 'selectedText', m.selected_text, 'createdAt', m.created_at,
      'run', CASE WHEN r.id IS NULL THEN NULL ELSE json_build_object('id', r.id, 'status', r.status, 'error', r.error,
        'usage', json_build_object('inputTokens', r.input_tokens, 'outputTokens', r.output_tokens)) END,
      'siblingIds', (
        SELECT json_agg(s.id ORDER BY s.id) FROM (
          SELECT c.id FROM (
            SELECT o.id FROM messages o WHERE o.conversation_id = p_conversation AND o.parent_id = m.parent_id
            UNION ALL
            SELECT o.id FROM messages o
            WHERE m.parent_id IS NULL AND o.conversation_id = p_conversation AND o.parent_id IS NULL) c
          -- Of very many, this one and the newest.
          ORDER BY c.id = m.id DESC, c.id DESC LIMIT 100) s),
      'rating', CASE WHEN m.role = 'assistant' THEN (
        SELECT f.rating FROM feedback f WHERE f.conversation_id = p_conversation AND f.message_id = m.id) END
    ) ORDER BY CASE WHEN v_down THEN p.place ELSE -p.place END), '[]'::json)
  INTO messages
  FROM unnest(v_ids) WITH ORDINALITY p(id, place)
  CROSS JOIN LATERAL (SELECT * FROM messages WHERE conversation_id = p_conversation AND id = p.id OFFSET 0) m
  LEFT JOIN LATERAL (SELECT * FROM runs WHERE conversation_id = p_conversation AND message_id = p.id OFFSET 0) r ON true;

  has_older := EXISTS (SELECT FROM messages m
    WHERE m.conversation_id = p_conversation AND m.id = v_ends[1] AND m.parent_id IS NOT NULL);
  has_newer := EXISTS (SELECT FROM messages m
    WHERE m.conversation_id = p_conversation AND m.parent_id = v_ends[2] AND m.selected);
END $$;
