-- A page of history is bounded by what its messages say, and not by their number alone: a question may bring 200,000 characters along, and
-- an answer the results of 32 tools.

-- What a message says, in bytes. Of texts their length alone is read.
CREATE FUNCTION message_bytes(m messages) RETURNS integer
LANGUAGE sql STABLE AS $$
  SELECT octet_length(m.text) + coalesce(octet_length(m.selected_text), 0) + coalesce(octet_length(m.parts::text), 0)
$$;

DROP FUNCTION branch_path(uuid, uuid, integer), branch_below(uuid, uuid, integer);

-- The ids of p_message and of those above it, p_limit at most, from below; none more once they say p_bytes (null: however much).
CREATE FUNCTION branch_path(p_conversation uuid, p_message uuid, p_limit integer, p_bytes integer DEFAULT NULL) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  RETURN (
    WITH RECURSIVE branch AS (
      SELECT m.id, m.parent_id, 1 AS place, CASE WHEN p_bytes IS NOT NULL THEN message_bytes(m) END AS bytes
      FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_message
      UNION ALL
      SELECT m.id, m.parent_id, b.place + 1, b.bytes + m.bytes
      FROM branch b CROSS JOIN LATERAL (
        SELECT o.id, o.parent_id, CASE WHEN p_bytes IS NOT NULL THEN message_bytes(o) END AS bytes
        FROM messages o WHERE o.conversation_id = p_conversation AND o.id = b.parent_id OFFSET 0) m
      WHERE b.place < p_limit AND (p_bytes IS NULL OR b.bytes < p_bytes)
    )
    SELECT coalesce(array_agg(id ORDER BY place), '{}') FROM branch);
END $$;

-- The ids of the selected ones beneath p_message, p_limit at most (null: all), from above; none more once they say p_bytes (null: however
-- much).
CREATE FUNCTION branch_below(p_conversation uuid, p_message uuid, p_limit integer, p_bytes integer DEFAULT NULL) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  RETURN (
    WITH RECURSIVE branch AS (
      SELECT p_message AS id, 0 AS place, 0 AS bytes
      UNION ALL
      SELECT m.id, b.place + 1, b.bytes + m.bytes
      FROM branch b CROSS JOIN LATERAL (
        SELECT o.id, CASE WHEN p_bytes IS NOT NULL THEN message_bytes(o) END AS bytes FROM messages o
        WHERE o.parent_id = b.id AND o.conversation_id IS NOT DISTINCT FROM p_conversation AND o.selected LIMIT 1) m
      WHERE (p_limit IS NULL OR b.place < p_limit) AND (p_bytes IS NULL OR b.bytes < p_bytes)
    )
    SELECT coalesce(array_agg(id ORDER BY place), '{}') FROM branch WHERE place > 0);
END $$;

DROP FUNCTION history_page;
-- A page of the active branch, oldest first, as JSON. The page stands before (older) or after (newer) the message p_cursor; without
-- one it is the newest. It has p_limit messages at most, and ends with the first that makes it longer than p_bytes (null: however long).
-- `known` is false when the caller has no such conversation.
CREATE FUNCTION history_page(p_user uuid, p_login uuid, p_conversation uuid, p_cursor uuid, p_newer boolean, p_limit integer,
  p_bytes integer DEFAULT NULL,
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
    v_ids := branch_below(p_conversation, p_cursor, p_limit, p_bytes);
    v_ends := ARRAY[v_ids[1], v_ids[cardinality(v_ids)]];
  ELSE
    v_ids := branch_path(p_conversation, v_from, p_limit, p_bytes);
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

-- Whoever reads a run of somebody's is told when a login of theirs ends, or when they are deactivated: they may be out.
CREATE FUNCTION caller_out() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('parlance_runs', 'out:' || (to_jsonb(NEW) ->> TG_ARGV[0]));
  RETURN NULL;
END $$;
CREATE TRIGGER caller_out AFTER UPDATE OF revoked_at ON refresh_tokens FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION caller_out('user_id');
CREATE TRIGGER caller_out AFTER UPDATE OF active ON users FOR EACH ROW
  WHEN (OLD.active AND NOT NEW.active) EXECUTE FUNCTION caller_out('id');
