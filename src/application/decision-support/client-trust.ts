import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { ProblemError, problem } from '#core';
import { type ClientPurpose, type DecisionSupportClient, decisionSupportClients } from '#store';
import type { Application } from '../context.ts';
import { untilChanged } from '../until-changed.ts';
import type { ClientContacts } from './client-contacts.ts';

/** The caller did not prove who it is. */
export class ClientNotTrusted extends ProblemError {
  override readonly name = 'ClientNotTrusted';
}

export interface ClientTrust {
  /** Web origins whose pages may call from a browser. */
  origins(): Promise<ReadonlySet<string>>;
  /**
   * Checks a signed token (CDS Hooks 2.0, "Trusting CDS Clients") and gives the client it comes from.
   *
   * @throws ClientNotTrusted with the reason
   */
  verify(
    authorization: string | undefined,
    audiences: readonly string[],
  ): Promise<DecisionSupportClient>;
}

/** Seconds that clocks may differ. */
export const clockTolerance = 5;
/** A token is made for one call: it may live this long. */
export const lifetimeMax = 300;

/** What a token must be, besides signed by a client that is trusted with this. */
interface TokenWanted {
  readonly audiences: readonly string[];
  readonly currentDate: Date;
  readonly purpose: ClientPurpose;
  readonly requiredClaims: string[];
}

export interface CheckedToken {
  readonly client: DecisionSupportClient;
  readonly payload: JWTPayload;
}

/** Checks who signed a token, for whom and until when; whether it was used before is the caller's to know. */
export function tokenCheck(
  db: Application['db'],
): (token: string, wanted: TokenWanted) => Promise<CheckedToken> {
  const keys = new Map<string, JWTVerifyGetKey>();
  const trusted = untilChanged(db, () => decisionSupportClients(db));
  return async (token, { audiences, currentDate, purpose, requiredClaims }) => {
    const client = clientNamed(await trusted(), token);
    if (!client.purposes.includes(purpose)) throw notTrusted(otherPurpose);
    const payload = await verified(token, keysOf(client, keys), {
      ...{ issuer: client.issuer, audience: [...audiences], clockTolerance, currentDate },
      ...{ algorithms: ['RS384', 'ES384'], requiredClaims },
    });
    return { client, payload };
  };
}

/**
 * Who may ask, by issuer, with each token used once. Tokens made before we started are refused, since we no longer know
 * which of them were used.
 */
export function clientTrust(
  { db, clock }: Pick<Application, 'db' | 'clock'>,
  contacts: ClientContacts,
): ClientTrust {
  const since = Math.floor(Date.parse(clock()) / 1000);
  const used = new UsedTokens();
  const check = tokenCheck(db);
  const trusted = untilChanged(db, () => decisionSupportClients(db));
  const checked = async (token: string, audiences: readonly string[]) => {
    const currentDate = new Date(clock());
    const { client, payload } = await check(token, {
      ...{ audiences, currentDate, purpose: 'advice', requiredClaims: ['jti', 'iat', 'exp'] },
    });
    const { jti, iat, exp } = payload;
    if (jti === undefined || iat === undefined || exp === undefined) throw notTrusted(form);
    const now = Math.floor(currentDate.getTime() / 1000);
    if (exp - iat > lifetimeMax) throw notTrusted(tooLong);
    if (iat > now + clockTolerance) throw notTrusted(fromTheFuture);
    if (iat < since) throw notTrusted(beforeStart);
    if (!used.take(`${client.issuer}\n${jti}`, exp + clockTolerance, now)) throw notTrusted(again);
    return client;
  };
  return {
    origins: async () => new Set((await trusted()).flatMap(({ origins }) => origins)),
    verify: async (authorization, audiences) => {
      const token = tokenIn(authorization);
      try {
        const client = await checked(token, audiences);
        contacts.seen(client.issuer, clock());
        return client;
      } catch (error) {
        if (error instanceof ClientNotTrusted)
          contacts.refused(issuerIn(token), { at: clock(), code: error.problem.code });
        throw error;
      }
    },
  };
}

function tokenIn(authorization: string | undefined): string {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
  if (token === undefined) throw notTrusted(noToken);
  return token;
}

/** What the token claims to come from; an empty text when it cannot be read. */
function issuerIn(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    return '';
  }
}

function clientNamed(
  clients: readonly DecisionSupportClient[],
  token: string,
): DecisionSupportClient {
  let issuer: string | undefined;
  try {
    issuer = decodeJwt(token).iss;
  } catch {
    throw notTrusted(form);
  }
  const client = clients.find((one) => one.issuer === issuer);
  if (client === undefined) throw notTrusted(unknownIssuer);
  return client;
}

function keysOf(
  client: DecisionSupportClient,
  held: Map<string, JWTVerifyGetKey>,
): JWTVerifyGetKey {
  const name = `${client.issuer}\n${client.trustedAt}`;
  const known = held.get(name);
  if (known !== undefined) return known;
  const made =
    client.jwksUrl === null
      ? createLocalJWKSet(client.jwks as Parameters<typeof createLocalJWKSet>[0])
      : createRemoteJWKSet(new URL(client.jwksUrl), { timeoutDuration: 5000 });
  held.set(name, made);
  return made;
}

type Options = Parameters<typeof jwtVerify>[2];

async function verified(token: string, keys: JWTVerifyGetKey, options: Options) {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError)) throw cause;
    throw notTrusted(reasonOf(cause));
  }
}

/** Tokens that were used and have not yet expired. */
class UsedTokens {
  readonly #until = new Map<string, number>();
  #sweptAt = 0;

  take(name: string, until: number, now: number): boolean {
    this.#sweep(now);
    if (this.#until.has(name)) return false;
    this.#until.set(name, until);
    return true;
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < 60) return;
    this.#sweptAt = now;
    for (const [name, until] of this.#until) if (until < now) this.#until.delete(name);
  }
}

interface Reason {
  readonly code: string;
  readonly message: string;
  readonly tip: string;
}

export const notTrusted = ({ code, message, tip }: Reason): ClientNotTrusted =>
  new ClientNotTrusted(problem(code, message, tip, 'authorization'));

const noToken: Reason = {
  code: 'token-missing',
  message: 'The call has no signed token.',
  tip: "Send 'Authorization: Bearer …' with a JWT made for this call.",
};
const form: Reason = {
  code: 'token-form',
  message: 'The token is not a JWT with iss, aud, exp, iat and jti.',
  tip: 'Make it as CDS Hooks 2.0 describes under Trusting CDS Clients.',
};
const unknownIssuer: Reason = {
  code: 'token-issuer',
  message: 'The issuer of the token is not trusted here.',
  tip: 'Ask an analyst of the organisation to trust this client, with its keys.',
};
const otherPurpose: Reason = {
  code: 'client-purpose',
  message: 'The client is trusted here, but not with this.',
  tip: 'Ask an analyst of the organisation to trust it with this as well.',
};
const tooLong: Reason = {
  code: 'token-lifetime',
  message: `The token lives longer than ${lifetimeMax} seconds.`,
  tip: 'Make a token for each call that expires within five minutes.',
};
const fromTheFuture: Reason = {
  code: 'token-not-yet',
  message: 'The token was made in the future.',
  tip: 'Set the clock of the client.',
};
const beforeStart: Reason = {
  code: 'token-before-start',
  message: 'The token was made before this server started; it may have been used already.',
  tip: 'Make a new token and call again.',
};
const again: Reason = {
  code: 'token-replayed',
  message: 'The token was used before.',
  tip: 'Make a token for each call, with a jti of its own.',
};

function reasonOf(error: InstanceType<typeof errors.JOSEError>): Reason {
  if (error instanceof errors.JWTExpired)
    return { code: 'token-expired', message: 'The token has expired.', tip: 'Make a new token.' };
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === 'aud'
      ? {
          ...{ code: 'token-audience', message: 'The token is meant for another service.' },
          tip: 'Set aud to the address of this service.',
        }
      : form;
  if (error instanceof errors.JOSEAlgNotAllowed)
    return {
      ...{ code: 'token-algorithm', message: 'The token is not signed by RS384 or ES384.' },
      tip: 'Sign it by one of these.',
    };
  if (error instanceof errors.JWKSTimeout || error.code === 'ERR_JOSE_GENERIC')
    return {
      ...{ code: 'token-keys', message: 'The keys of the client could not be fetched.' },
      tip: 'Check the address of the keys, or paste them.',
    };
  return {
    ...{ code: 'token-signature', message: 'The signature of the token is not right.' },
    tip: 'Sign it with the key that is registered here, and name it in kid.',
  };
}
