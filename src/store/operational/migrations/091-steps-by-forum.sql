-- What a forum decided, and what came to it from others, without looking through every step ever taken.
create index proposal_step_by_forum on proposal_step (forum_id, at);
create index proposal_step_to_forum on proposal_step (to_forum_id, at) where forum_id <> to_forum_id;

-- The newest proposals first, without sorting all of them.
create index proposal_by_age on proposal (raised_at desc, id);
