-- Where a proposal comes from, what the rules of decision look at, and the states of its way through forums. What was
-- passed on lies raised before its next forum; the route says who passed it on.
alter table proposal
  drop constraint proposal_state_check,
  drop constraint proposal_check,
  drop constraint proposal_check1;
update proposal set state = 'raised' where state = 'passed-on';
alter table proposal
  add constraint proposal_state_known check (state in
    ('raised', 'considered', 'tried', 'prioritised', 'spread', 'mandated', 'parked', 'declined')),
  add constraint proposal_parked_until check ((state = 'parked') = (return_on is not null)),
  add constraint proposal_first_decided check
    (state in ('raised', 'considered') or first_decided_at is not null),
  add column unit_id text references unit (id),
  add column origin text not null default 'front-line' check (origin in
    ('front-line', 'patients-and-families', 'management', 'signal', 'research', 'other-organisation')),
  add column attributes jsonb not null default '{}',
  add column concerns_unit_id text references unit (id),
  add column prepared boolean not null default false,
  add column asked_by_forum_id text references forum (id),
  add column earlier_ids text[] not null default '{}',
  add column last_step bigint not null default 0,
  -- Found in both languages, whichever it was written in; a word of the title weighs more than one of the text.
  add column search tsvector generated always as (
    setweight(to_tsvector('swedish', title), 'A') || setweight(to_tsvector('english', title), 'A') ||
    setweight(to_tsvector('swedish', text), 'B') || setweight(to_tsvector('english', text), 'B')
  ) stored;
update proposal set unit_id = thread.unit_id from thread where thread.id = proposal.thread_id;
alter table proposal alter column unit_id set not null;
create index proposal_by_unit on proposal (unit_id, state);
create index proposal_by_words on proposal using gin (search);
create index proposal_by_forum on proposal (forum_id, state);
create index proposal_by_state on proposal (state, raised_at desc);

-- The route of a proposal: each step with its reason. The ledger holds the same steps; here they are found at once.
create table proposal_step (
  ledger_seq  bigint primary key references ledger (seq),
  proposal_id text not null references proposal (id),
  at          timestamptz not null,
  person_id   text references person (id),
  move        text not null check (move in ('raise', 'consider', 'try', 'prioritise', 'spread', 'mandate',
                                            'park', 'decline', 'pass-on')),
  state_after text not null,
  forum_id    text not null references forum (id),
  to_forum_id text not null references forum (id),
  direction   text not null check (direction in ('up', 'down', 'sideways', 'stays')),
  -- In the words of whoever took the step; empty where a rule alone says why.
  reason      text not null,
  because_en  text,
  because_sv  text,
  check ((because_en is null) = (because_sv is null))
);
create index proposal_step_by_proposal on proposal_step (proposal_id, ledger_seq);

-- The words of a text that carry meaning, in the stems of both languages: a word that is a stop word in either is left out.
create function words_to_find(wanted text) returns tsquery language sql stable as $$
  select coalesce(string_agg(distinct quote_literal(stem), ' | '), '')::tsquery
  from (
    select word
    from regexp_split_to_table(lower(left(wanted, 2000)), '[^[:alnum:]åäöéü]+') with ordinality as parts (word, place)
    where length(word) > 1
    order by place limit 60
  ) as words
  cross join lateral unnest(ts_lexize('swedish_stem', word) || ts_lexize('english_stem', word)) as stem
  where ts_lexize('swedish_stem', word) <> '{}' and ts_lexize('english_stem', word) <> '{}'
$$;
