import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Answer, RunningHouse } from './running-house.ts';

/** A program that sends records, with keys of its own, as SMART Backend Services describes. */
export interface FeedClient {
  readonly issuer: string;
  readonly jwks: object;
  readonly assertion: (claims?: AssertionClaims) => Promise<string>;
  readonly token: (scope?: string, assertion?: string) => Promise<Answer>;
  /** Sends with a fresh token of these scopes. */
  readonly send: (method: string, path: string, body?: unknown, scope?: string) => Promise<Answer>;
}

export interface AssertionClaims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: string;
  /** Seconds since 1970. */
  readonly exp?: number;
  readonly jti?: string;
}

export async function feedClient(
  house: Pick<RunningHouse, 'address'>,
  now: () => string,
  { issuer = 'https://sender.example', alg = 'RS384' } = {},
): Promise<FeedClient> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'key-1', alg, use: 'sig' }] };
  const assertion = ({ iss, sub, aud, exp, jti }: AssertionClaims = {}) =>
    new SignJWT({})
      .setProtectedHeader({ alg, typ: 'JWT', kid: 'key-1' })
      .setIssuer(iss ?? issuer)
      .setSubject(sub ?? issuer)
      .setAudience(aud ?? `${house.address}/fhir/auth/token`)
      .setExpirationTime(exp ?? Math.floor(Date.parse(now()) / 1000) + 120)
      .setJti(jti ?? randomUUID())
      .sign(privateKey);
  const token = async (scope = 'system/*.cud', signed?: string): Promise<Answer> =>
    answered(
      await fetch(`${house.address}/fhir/auth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: signed ?? (await assertion()),
        }),
      }),
    );
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    scope?: string,
  ): Promise<Answer> => {
    const { body: issued } = await token(scope);
    const content = typeof body === 'string' ? body : JSON.stringify(body);
    return answered(
      await fetch(`${house.address}/fhir${path}`, {
        method,
        headers: {
          authorization: `Bearer ${issued.access_token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
        },
        ...(body === undefined ? {} : { body: content }),
      }),
    );
  };
  return { issuer, jwks, assertion, token, send };
}

async function answered(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = text === '' ? null : JSON.parse(text);
  return { status: response.status, body, headers: response.headers };
}
