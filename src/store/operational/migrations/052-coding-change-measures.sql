-- The measures that read the code which a unit stopped using or took up: their numbers may move without any change of care.
-- Filled by the next evaluation; until then a change found earlier names none.
alter table coding_change add column measure_ids text[] not null default '{}';
