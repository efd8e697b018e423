import { expect, test } from 'vitest';
import { keysFrom, linesFrom } from './pasted-keys.ts';

const key = { kty: 'EC', kid: 'k', crv: 'P-384', x: 'x', y: 'y' };

test('keys are an address, a set, or one key alone', () => {
  expect(keysFrom(' https://records.example/jwks ')).toEqual({
    ...{ jwks: null, jwksUrl: 'https://records.example/jwks' },
  });
  expect(keysFrom(JSON.stringify({ keys: [key] }))).toEqual({
    jwks: { keys: [key] },
    jwksUrl: null,
  });
  expect(keysFrom(JSON.stringify(key))).toEqual({ jwks: { keys: [key] }, jwksUrl: null });
});

test.each([
  ['words', 'our keys'],
  ['an empty set', '{"keys":[]}'],
  ['a key without a name', JSON.stringify({ ...key, kid: undefined })],
  ['a private key', JSON.stringify({ ...key, d: 'secret' })],
])('%s is no key', (_, text) => expect(keysFrom(text)).toBeNull());

test('lines are told without empty ones', () => {
  expect(linesFrom(' a \n\n b')).toEqual(['a', 'b']);
});
