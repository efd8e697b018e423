-- A unit may go over to a newer version of its practice: what was found in place of the version before says nothing of the new one.
alter table fidelity_check add column version integer;
update fidelity_check set version = adoption.version from adoption where adoption.id = fidelity_check.adoption_id;
alter table fidelity_check alter column version set not null;
