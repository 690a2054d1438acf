-- Who was a guest takes their conversations along when they sign in.

-- As before, but an approval may go to another owner with its conversation, decided or not.
CREATE OR REPLACE FUNCTION approval_guard() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.decision IS NOT NULL AND (NEW.decision, NEW.decided_at, NEW.decided_by, NEW.expires_at) IS DISTINCT FROM
     (OLD.decision, OLD.decided_at, OLD.decided_by, OLD.expires_at) THEN
    RAISE EXCEPTION 'The approval % is decided', OLD.id;
  END IF;
  IF (NEW.id, NEW.run_id, NEW.tool_call_id, NEW.tool, NEW.arguments) IS DISTINCT FROM
     (OLD.id, OLD.run_id, OLD.tool_call_id, OLD.tool, OLD.arguments) THEN
    RAISE EXCEPTION 'What the approval % is for cannot be changed', OLD.id;
  END IF;
  RETURN NEW;
END $$;

-- Gives an anonymous conversation to a user, with all that hangs on it: the foreign keys carry owner_id down. Answers whether it is
-- the user's now; one that is being answered, or that waits, is not. The conversation is held first, as turn_open holds it: a turn
-- that opens meanwhile finds it gone, or is found here.
CREATE FUNCTION conversation_adopt(p_user uuid, p_login uuid, p_conversation uuid, OUT authorized boolean, OUT adopted boolean)
LANGUAGE plpgsql AS $$
DECLARE
  v_owner uuid;
BEGIN
  authorized := enter_user(p_user, p_login) IS NOT NULL;
  adopted := false;
  IF NOT authorized THEN RETURN; END IF;
  PERFORM set_config('parlance.system', 'on', true);
  SELECT c.owner_id INTO v_owner FROM conversations c
  WHERE c.id = p_conversation AND (c.user_id IS NULL OR c.user_id = p_user) FOR NO KEY UPDATE;
  adopted := FOUND AND (v_owner = p_user OR NOT EXISTS (
    SELECT FROM runs r
    WHERE r.conversation_id = p_conversation AND r.status IN ('queued', 'running', 'waiting_for_approval')));
  IF NOT adopted OR v_owner = p_user THEN RETURN; END IF;
  -- The guest's names for messages may be names that the user gave, too.
  UPDATE runs r SET client_message_id = NULL WHERE r.conversation_id = p_conversation AND r.client_message_id IS NOT NULL;
  UPDATE conversations c SET user_id = p_user, owner_id = p_user WHERE c.id = p_conversation;
END $$;
