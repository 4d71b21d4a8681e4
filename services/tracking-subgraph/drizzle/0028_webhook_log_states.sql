-- Why: the log of an endpoint is asked for what was given up or withdrawn, which are few among very many: all of its messages were read. Locks: writes to webhook_message wait while the index is made; a fortnight's log at most.
create index webhook_message_unsent on tracking.webhook_message (endpoint_id, state, id desc) where state in ('GIVEN_UP', 'WITHDRAWN');
