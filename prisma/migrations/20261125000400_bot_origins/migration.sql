-- Which bots a page may embed is asked with each request of a page that the operator does not list.
CREATE INDEX bots_allowed_origins_idx ON bots USING gin ((config -> 'allowedOrigins') jsonb_path_ops);
