-- One row for each piece of work: what it was, who has it, and what came of it.
CREATE TABLE IF NOT EXISTS ledger_entry (
  entry_key      VARCHAR(64)              NOT NULL PRIMARY KEY,
  source_hash    VARCHAR(64)              NOT NULL,
  source_id      TEXT                     NOT NULL,
  content_digest TEXT                     NOT NULL,
  model_digest   TEXT                     NOT NULL,
  prompt_digest  TEXT                     NOT NULL,
  parameters     TEXT                     NOT NULL,
  state          VARCHAR(8)               NOT NULL,
  owner          VARCHAR(80)              NOT NULL,
  boot           VARCHAR(80)              NOT NULL,
  claim_id       VARCHAR(36)              NOT NULL,
  claimed_at     TIMESTAMP WITH TIME ZONE NOT NULL,
  lease_until    TIMESTAMP WITH TIME ZONE NOT NULL,
  finished_at    TIMESTAMP WITH TIME ZONE,
  size_bytes     BIGINT                   NOT NULL,
  result         TEXT
);

CREATE INDEX IF NOT EXISTS ledger_entry_source ON ledger_entry (source_hash);

CREATE INDEX IF NOT EXISTS ledger_entry_age ON ledger_entry (state, finished_at);
