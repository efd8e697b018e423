-- How often a year a matter like the case is raised in each forum of its kind: what the simulation of load begins with.
alter table fictive_case add column per_year double precision not null default 1 check (per_year >= 0);
