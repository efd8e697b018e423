import { expect, test } from 'vitest';
import { troubleIn } from './server-log.ts';

test('the last trouble is told, not that the database was shut down because of it', () => {
  const log = `2026-11-22 LOG:  starting PostgreSQL
2026-11-22 FATAL:  could not write lock file "postmaster.pid": No space left on device
2026-11-22 LOG:  database system is shut down
`;
  expect(troubleIn(log)).toEqual({
    said: '2026-11-22 FATAL:  could not write lock file "postmaster.pid": No space left on device',
    isDiskFull: true,
  });
});

test('without trouble its last word is told; one that said nothing has none', () => {
  expect(troubleIn('one\ntwo\n')).toEqual({ said: 'two', isDiskFull: false });
  expect(troubleIn('')).toEqual({ said: '', isDiskFull: false });
});
