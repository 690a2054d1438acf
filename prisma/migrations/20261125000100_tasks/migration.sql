-- Tasks: what they may hold, and the orders that they are listed in.

ALTER TABLE tasks
  DROP COLUMN completed_at,
  ADD COLUMN title_key text NOT NULL GENERATED ALWAYS AS (lower(title)) STORED,
  ADD CONSTRAINT tasks_title_check CHECK (char_length(title) <= 200 AND btrim(title) <> ''),
  ADD CONSTRAINT tasks_description_check CHECK (char_length(description) <= 5000);

CREATE INDEX tasks_user_id_updated_at_id_idx ON tasks (user_id, updated_at DESC, id DESC);
CREATE INDEX tasks_user_id_title_key_id_idx ON tasks (user_id, title_key, id);
