-- Who votes and who is heard stands with each member of a forum.
alter table deciding_rules drop column patient_members;
alter table consideration drop column patient_members;
