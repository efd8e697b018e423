-- A version of a practice may bring a decision-support rule, and say which of its adaptable parts set the rule's parameters.
alter table practice_version add column rule jsonb;

create or replace function refuse_practice_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.withdrawn_at is null
     and (new.practice_id, new.version, new.title, new.summary, new.content, new.measure_ids, new.made_by, new.made_at)
       = (old.practice_id, old.version, old.title, old.summary, old.content, old.measure_ids, old.made_by, old.made_at)
     and new.rule is not distinct from old.rule
     and new.expires_on is not distinct from old.expires_on then
    return new;
  end if;
  raise exception 'a version of a practice is never changed: % is refused', tg_op;
end
$$;

-- The adoption that switched a rule on in a unit and sets its parameters; null where it was set by hand. A rule that is
-- adopted ahead of time listens until its first month. Months count from year 0, as in results.
alter table decision_support_setting add column adoption_id text references adoption (id);
alter table decision_support_setting add column from_month integer;
alter table decision_support_setting add check (from_month is null or adoption_id is not null);
