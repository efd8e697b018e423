-- Two checks, or two adaptations, of one instant are told apart: the later entered is the latest.
alter table fidelity_check add column number bigint not null generated always as identity;
alter table adaptation add column number bigint not null generated always as identity;
