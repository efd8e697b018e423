-- What a job says of itself as a code with its values, so that each reader gets it in their own language; the message stays as it is for whoever knows no code.
alter table job add column said jsonb;
