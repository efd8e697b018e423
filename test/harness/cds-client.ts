import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { RunningHouse } from './running-house.ts';

/** A program at the point of care with keys of its own, as CDS Hooks describes clients. */
export interface CdsClient {
  readonly issuer: string;
  readonly jwks: object;
  /** A token for one call; what is given replaces what would be right. */
  readonly token: (claims?: TokenClaims) => Promise<string>;
  /** Posts to /cds-services/PATH with a fresh token, unless one is given. */
  readonly post: (path: string, body: unknown, headers?: Headers) => Promise<Answer>;
}

type Headers = Readonly<Record<string, string>>;

export interface TokenClaims {
  readonly iss?: string;
  readonly aud?: string;
  /** Seconds since 1970. */
  readonly iat?: number;
  readonly exp?: number;
  readonly jti?: string;
}

export interface Answer {
  readonly status: number;
  // The tests read into answers freely; their shape is what is tested.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly body: any;
  readonly headers: globalThis.Headers;
}

export async function cdsClient(
  house: Pick<RunningHouse, 'address'>,
  now: () => string,
  { issuer = 'https://records.example', alg = 'ES384' } = {},
): Promise<CdsClient> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'key-1', alg, use: 'sig' }] };
  const token = ({ iss, aud, iat, exp, jti }: TokenClaims = {}) => {
    const seconds = iat ?? Math.floor(Date.parse(now()) / 1000);
    return new SignJWT({})
      .setProtectedHeader({ alg, typ: 'JWT', kid: 'key-1' })
      .setIssuer(iss ?? issuer)
      .setAudience(aud ?? `${house.address}/cds-services`)
      .setIssuedAt(seconds)
      .setExpirationTime(exp ?? seconds + 120)
      .setJti(jti ?? randomUUID())
      .sign(privateKey);
  };
  const post = async (path: string, body: unknown, headers: Headers = {}): Promise<Answer> => {
    const response = await fetch(`${house.address}/cds-services/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await token()}`,
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? null : JSON.parse(text),
      headers: response.headers,
    };
  };
  return { issuer, jwks, token, post };
}
