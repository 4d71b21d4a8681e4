-- Why: a client that is deleted and made again under its id began at the same epoch, so tokens of the one before were good again. Only equality counts, so it begins anywhere; a clock's
-- seconds could meet the number that counting had reached. Room to count is left. Locks: a moment.
alter table auth.api_client alter column token_epoch set default 1 + floor(random() * 2000000000)::int;
