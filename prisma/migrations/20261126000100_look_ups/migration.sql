-- A look-up of one message stays one, whatever the statistics say. Two indexes with conversation_id were equally good for it to a
-- planner that expected one row in a conversation (of runs, most conversations have one): it might then take the wrong one, and read
-- a whole conversation for each message. Now one index alone begins with it, but for that of the first messages. The others have it at
-- their end, for the checks of foreign keys, which ask by both when a conversation is deleted.

DROP INDEX messages_conversation_id_parent_id_idx;
CREATE INDEX messages_parent_id_conversation_id_idx ON messages (parent_id, conversation_id) WHERE parent_id IS NOT NULL;
CREATE INDEX messages_first_idx ON messages (conversation_id) WHERE parent_id IS NULL;
DROP INDEX runs_conversation_id_user_message_id_idx;
CREATE INDEX runs_user_message_id_conversation_id_idx ON runs (user_message_id, conversation_id);

-- The functions keep their plans, and those made while a table was a page long scan it until it is analysed the next time.
ALTER FUNCTION branch_context(uuid, uuid, integer) SET enable_seqscan = off;
ALTER FUNCTION branch_path(uuid, uuid, integer) SET enable_seqscan = off;

-- What is beneath a message is found by the message alone: IS NOT DISTINCT FROM is no condition of an index.

-- The ids of the selected ones beneath p_message, p_limit at most (null: all), from above.
CREATE OR REPLACE FUNCTION branch_below(p_conversation uuid, p_message uuid, p_limit integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  RETURN (
    WITH RECURSIVE branch AS (
      SELECT p_message AS id, 0 AS place
      UNION ALL
      SELECT m.id, b.place + 1
      FROM branch b CROSS JOIN LATERAL (
        SELECT id FROM messages
        WHERE parent_id = b.id AND conversation_id IS NOT DISTINCT FROM p_conversation AND selected LIMIT 1) m
      WHERE p_limit IS NULL OR b.place < p_limit
    )
    SELECT coalesce(array_agg(id ORDER BY place), '{}') FROM branch WHERE place > 0);
END $$;

-- Selects p_message and all above it among their siblings. p_leaf is the end of the branch that was active: what lies above both is
-- selected already and is left alone, so that this costs the same in a long conversation as in a short one; null: up to the root.
-- The caller holds the conversation.
CREATE OR REPLACE FUNCTION branch_select(p_conversation uuid, p_message uuid, p_leaf uuid) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_path uuid[];
  v_meet integer;
  v_limit integer := 32;
  v_wrong uuid[];
  v_id uuid;
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
      SELECT id, selected FROM messages
      WHERE parent_id = m.parent_id AND conversation_id IS NOT DISTINCT FROM p_conversation
      UNION ALL
      SELECT id, selected FROM messages
      WHERE m.parent_id IS NULL AND conversation_id = p_conversation AND parent_id IS NULL
      OFFSET 0) s
    WHERE s.selected <> (s.id = p.id));
  -- One by one: of several ids at once the planner thinks that they are as many as a conversation's messages.
  FOREACH v_id IN ARRAY v_wrong LOOP
    UPDATE messages m SET selected = NOT m.selected WHERE m.conversation_id = p_conversation AND m.id = v_id;
  END LOOP;
END $$;

-- A page of the active branch, oldest first, as JSON. The page stands before (older) or after (newer) the message p_cursor; without
-- one it is the newest. `known` is false when the caller has no such conversation.
CREATE OR REPLACE FUNCTION history_page(p_user uuid, p_login uuid, p_conversation uuid, p_cursor uuid, p_newer boolean, p_limit integer,
  OUT authorized boolean, OUT known boolean, OUT cursor_known boolean, OUT messages json, OUT has_older boolean, OUT has_newer boolean)
LANGUAGE plpgsql SET enable_seqscan = off AS $$
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
            SELECT o.id FROM messages o
            WHERE o.parent_id = m.parent_id AND o.conversation_id IS NOT DISTINCT FROM p_conversation
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

  has_older := (SELECT m.parent_id FROM messages m WHERE m.conversation_id = p_conversation AND m.id = v_ends[1]) IS NOT NULL;
  has_newer := EXISTS (SELECT FROM messages m
    WHERE m.parent_id = v_ends[2] AND m.conversation_id IS NOT DISTINCT FROM p_conversation AND m.selected);
END $$;
