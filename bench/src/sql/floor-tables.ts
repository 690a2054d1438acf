/** The floor's tables: no users, no runs, no tree, no policies. */
export const FLOOR_TABLES = `
  CREATE TABLE conversations (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE messages (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    role text NOT NULL,
    content text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX ON conversations (user_id);
  CREATE INDEX ON messages (conversation_id, id);
`;

/** Writes so many conversations, of a user each. */
export const FLOOR_CONVERSATIONS = `
  INSERT INTO conversations (id, user_id)
  SELECT gen_random_uuid(), gen_random_uuid() FROM generate_series(1, $1::integer)
  RETURNING id, user_id`;
