-- Why: the audit names its subjects by kind and id everywhere ('shipment <uuid>'; rows from before hold the bare id), and viewers read what was derived again of a shipment by
-- either. By the key now: the text of every shipment's id was compared before. Locks: a moment.
drop policy viewer on tracking.audit;
--> statement-breakpoint
create policy viewer on tracking.audit for select to tracking_read using (
  case when action = 'shipment.rederived' then exists (select 1 from tracking.shipment s where s.id = right(audit.subject, 36)::uuid) else false end);
