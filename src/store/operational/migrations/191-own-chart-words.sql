-- Why a chart's numbers are had as they are, as a code with its values, so that each reader gets it in their own language;
-- the reason stays as it is for whoever knows no code.
alter table own_chart add column said jsonb;
