-- What tills may accept without its right: every limit that was ever signed for a store, and which
-- of them each till may still go by.
CREATE TABLE signed_limit (
  store_no        INTEGER NOT NULL REFERENCES store (store_no),
  seq             INTEGER NOT NULL,   -- of the change that told it
  total_max_minor INTEGER NOT NULL,   -- 0 = off
  PRIMARY KEY (store_no, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE till_limit (
  terminal_id BLOB    PRIMARY KEY CHECK (length (terminal_id) = 16),
  heard_seq   INTEGER NOT NULL,   -- the newest one that it has said it has
  wanted_seq  INTEGER NOT NULL,   -- that one, when its report was asked for
  base_seq    INTEGER NOT NULL    -- the same for the newest report that came: nothing older binds
) STRICT, WITHOUT ROWID;

-- Of what was signed before nothing but the newest is known: at worst it was the most.
INSERT INTO signed_limit SELECT store_no, 0, 200000 FROM store s WHERE
  EXISTS (SELECT 1 FROM change c WHERE kind = 'policy' AND c.store_no = s.store_no
    AND json_extract (data, '$.unleased') IS NOT NULL) OR
  EXISTS (SELECT 1 FROM use WHERE basis = 'R03') OR EXISTS (SELECT 1 FROM claim WHERE basis = 'R03');
INSERT INTO signed_limit SELECT c.store_no, seq,
  coalesce (json_extract (json_extract (data, '$.unleased.body'), '$.total_max_minor'), 0)
  FROM change c JOIN store USING (store_no) WHERE kind = 'policy' AND key = 'store';
INSERT INTO till_limit SELECT terminal_id, 0, 0, 0 FROM terminal;

PRAGMA user_version = 13;
