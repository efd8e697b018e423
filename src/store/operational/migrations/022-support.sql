-- What people ask the support unit for: a queue, an owner, an answer.
create table support_request (
  id          text primary key,
  unit_id     text not null references unit (id),
  thread_id   text references thread (id),
  forum_id    text not null references forum (id),
  title       text not null,
  text        text not null,
  asked_by    text not null references person (id),
  asked_at    timestamptz not null,
  state       text not null check (state in ('asked', 'taken', 'answered')),
  owner_id    text references person (id),
  taken_at    timestamptz,
  answer      text,
  answered_at timestamptz,
  check ((state = 'asked') = (owner_id is null)),
  check ((state = 'answered') = (answer is not null))
);
create index support_request_queue on support_request (forum_id, state, asked_at);
create index support_request_by_thread on support_request (thread_id) where thread_id is not null;
