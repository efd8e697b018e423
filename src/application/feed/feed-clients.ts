import { createHash } from 'node:crypto';
import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import { ProblemError, problem } from '#core';
import { type Act, type FeedScope, feedScopes, readScope, scopeAllows } from '#data';
import { decisionSupportClients, inTransaction, useAssertion } from '#store';
import type { Application } from '../context.ts';
import {
  clockTolerance,
  lifetimeMax,
  notTrusted,
  tokenCheck,
} from '../decision-support/client-trust.ts';

/** The token does not allow what was asked for with it. */
export class ScopeMissing extends ProblemError {
  override readonly name = 'ScopeMissing';
}

/** Of a token request; what is missing is undefined. */
export interface TokenRequest {
  readonly grant_type?: string | undefined;
  readonly scope?: string | undefined;
  readonly client_assertion_type?: string | undefined;
  readonly client_assertion?: string | undefined;
}

export interface IssuedToken {
  readonly access_token: string;
  readonly token_type: 'bearer';
  readonly expires_in: number;
  readonly scope: string;
}

/** A program that sends records, with what its token allows. */
export interface FeedCaller {
  readonly issuer: string;
  readonly name: string;
  readonly scopes: readonly FeedScope[];
}

export interface FeedClients {
  /**
   * SMART Backend Services: a signed assertion for an access token of five minutes.
   *
   * @throws ClientNotTrusted, or ProblemError with the OAuth error as its code
   */
  issue(request: TokenRequest, audiences: readonly string[]): Promise<IssuedToken>;
  /** @throws ClientNotTrusted with the reason */
  caller(authorization: string | undefined): Promise<FeedCaller>;
}

const tokenSeconds = 300;
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Those who may send records, by the same register of trusted programs as those who ask for advice. */
export function feedClients(
  application: Pick<Application, 'db' | 'clock'>,
  key: Buffer,
): FeedClients {
  const { db, clock } = application;
  const check = tokenCheck(db);
  return {
    issue: async (request, audiences) => {
      const assertion = assertionIn(request);
      const granted = feedScopes(request.scope ?? '');
      if (granted.length === 0) throw noScope;
      const currentDate = new Date(clock());
      const { client, payload } = await check(assertion, {
        ...{ audiences, currentDate, purpose: 'feed' as const },
        requiredClaims: ['sub', 'jti', 'exp'],
      });
      const { sub, jti, exp } = payload;
      if (sub !== client.issuer || jti === undefined || exp === undefined)
        throw notTrusted(assertionForm);
      await requireUnused(application, { name: `${client.issuer}\n${jti}`, exp });
      const scope = granted.join(' ');
      const access_token = await signed({ issuer: client.issuer, scope, now: currentDate }, key);
      return { access_token, token_type: 'bearer', expires_in: tokenSeconds, scope };
    },
    caller: async (authorization) => {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) throw notTrusted(noToken);
      const { sub, scope } = await verified(token, key, new Date(clock()));
      const clients = await decisionSupportClients(db);
      // Trust may have been withdrawn since the token was issued.
      const client = clients.find(
        ({ issuer, purposes }) => issuer === sub && purposes.includes('feed'),
      );
      if (client === undefined) throw notTrusted(noLonger);
      return { issuer: client.issuer, name: client.name, scopes: scopesIn(scope) };
    },
  };
}

/** @throws ScopeMissing when the token does not allow it */
export function requireScope({ scopes }: FeedCaller, act: Act, type: string): void {
  if (scopeAllows(scopes, act, type)) return;
  const letter = act.charAt(0);
  throw new ScopeMissing(
    problem(
      'scope-missing',
      `The token does not allow to ${act} ${type}.`,
      `Ask for the scope system/${type}.${letter} when requesting the token.`,
      'scope',
    ),
  );
}

const scopesIn = (scope: unknown): readonly FeedScope[] =>
  typeof scope !== 'string' ? [] : scope.split(' ').flatMap((one) => readScope(one) ?? []);

function assertionIn(request: TokenRequest): string {
  if (request.grant_type !== 'client_credentials') throw otherGrant;
  const { client_assertion } = request;
  if (request.client_assertion_type !== assertionType || client_assertion === undefined)
    throw notTrusted(assertionForm);
  const { exp, iat } = readable(client_assertion);
  if (exp !== undefined && iat !== undefined && exp - iat > lifetimeMax)
    throw notTrusted(assertionForm);
  return client_assertion;
}

function readable(assertion: string): ReturnType<typeof decodeJwt> {
  try {
    return decodeJwt(assertion);
  } catch {
    throw notTrusted(assertionForm);
  }
}

async function requireUnused(
  { db, clock }: Pick<Application, 'db' | 'clock'>,
  { name, exp }: { readonly name: string; readonly exp: number },
): Promise<void> {
  const now = clock();
  if (exp > Date.parse(now) / 1000 + lifetimeMax + clockTolerance) throw notTrusted(tooLong);
  const digest = createHash('sha256').update(name).digest('hex');
  const until = new Date((exp + clockTolerance) * 1000).toISOString();
  const isFresh = await inTransaction(db, (tx) => useAssertion(tx, { digest, until, now }));
  if (!isFresh) throw notTrusted(usedBefore);
}

interface Granted {
  readonly issuer: string;
  readonly scope: string;
  readonly now: Date;
}

function signed({ issuer, scope, now }: Granted, key: Buffer): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({ scope })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setSubject(issuer)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + tokenSeconds)
    .sign(key);
}

async function verified(token: string, key: Buffer, currentDate: Date) {
  try {
    const options = { algorithms: ['HS256'], typ: 'at+jwt', currentDate };
    return (await jwtVerify<{ scope?: unknown }>(token, key, options)).payload;
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError)) throw cause;
    throw notTrusted(cause instanceof errors.JWTExpired ? expired : noToken);
  }
}

const otherGrant = new ProblemError(
  problem(
    'unsupported_grant_type',
    'Only client_credentials are taken here.',
    'Follow SMART Backend Services.',
    'grant_type',
  ),
);
const noScope = new ProblemError(
  problem(
    'invalid_scope',
    'No scope that lets something in was asked for.',
    'Ask for system/*.cud, or for single types as system/Observation.cud.',
    'scope',
  ),
);
const assertionForm = {
  code: 'assertion-form',
  message: 'The client assertion is not as SMART Backend Services describes it.',
  tip: 'Send a JWT with iss and sub of the client, aud of this address, jti, and exp within five minutes.',
};
const tooLong = {
  code: 'assertion-lifetime',
  message: `The client assertion lives longer than ${lifetimeMax} seconds.`,
  tip: 'Let it expire within five minutes.',
};
const usedBefore = {
  code: 'assertion-replayed',
  message: 'The client assertion was used before.',
  tip: 'Make one for each token, with a jti of its own.',
};
const noToken = {
  code: 'token-missing',
  message: 'The request has no access token of ours.',
  tip: 'Get one at the token address and send it as Authorization: Bearer …',
};
const expired = {
  code: 'token-expired',
  message: 'The access token has expired.',
  tip: 'Get a new one; it lives five minutes.',
};
const noLonger = {
  code: 'client-unknown',
  message: 'The client of this token may not send records here any longer.',
  tip: 'Ask an analyst of the organisation to trust it with the feed.',
};
