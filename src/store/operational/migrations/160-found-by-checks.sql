-- What a check found, as numbers: pages say it in the reader's language. Until now it stood as a sentence in text.
alter table challenge add column found jsonb;
update challenge
   set found = jsonb_build_object(
         'bad', substring(text from '^(\d+) of')::integer,
         'checked', substring(text from ' of (\d+) ')::integer,
         'subjects', to_jsonb(string_to_array(substring(text from '\((.*)\)$'), ', ')))
 where check_id is not null and text ~ '^\d+ of \d+ \(.*\)$';
update challenge set text = '' where found is not null;
