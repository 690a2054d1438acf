-- A bot could be told to show its model more messages than any turn brings along: 50 (requirement A3).
UPDATE bots SET config = jsonb_set(config, '{history,messages}', '50') WHERE (config #>> '{history,messages}')::integer > 50;
UPDATE bot_versions SET config = jsonb_set(config, '{history,messages}', '50') WHERE (config #>> '{history,messages}')::integer > 50;

-- Deletes the logs of runs that ended long ago: their messages are the record. Answers of how many runs. Goes from the oldest log on,
-- however long nothing was deleted. Ids of runs begin with the time (UUIDv7), so it goes by them, from log to log in the primary key of
-- run_events, and not through the runs, of which most have no log any more.
CREATE OR REPLACE FUNCTION run_events_prune(p_age interval, p_limit integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  v_first_kept uuid := rpad(lpad(to_hex((extract(epoch FROM now() - p_age) * 1000)::bigint), 12, '0'), 32, '0')::uuid;
  v_count integer;
BEGIN
  PERFORM set_config('parlance.system', 'on', true);
  WITH RECURSIVE logs AS (
    (SELECT e.run_id FROM run_events e ORDER BY e.run_id LIMIT 1)
    UNION ALL
    SELECT (SELECT e.run_id FROM run_events e WHERE e.run_id > l.run_id ORDER BY e.run_id LIMIT 1)
    FROM logs l WHERE l.run_id < v_first_kept
  ), old AS MATERIALIZED (
    SELECT r.id FROM logs l JOIN runs r ON r.id = l.run_id WHERE r.finished_at < now() - p_age LIMIT p_limit
  ), gone AS (
    DELETE FROM run_events e USING old WHERE e.run_id = old.id
  )
  SELECT count(*) INTO v_count FROM old;
  RETURN v_count;
END $$;
