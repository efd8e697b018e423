import { inside, isResource, nextPage, type Resource, type Wanted } from './gather.ts';

export interface FhirAccess {
  /** Base address of the client's FHIR server, one we were told to trust. */
  readonly fhirServer: string;
  readonly accessToken: string;
}

/** A part could not be read: the client must prefetch it. */
export class CannotFetch extends Error {
  override readonly name = 'CannotFetch';
  readonly key: string;

  constructor(key: string, options?: ErrorOptions) {
    super('a part of the record could not be read from the FHIR server', options);
    this.key = key;
  }
}

const millisecondsMax = 5000;
const pagesMax = 20;
const bytesMax = 10_000_000;

/** Reads what was not prefetched, each part whole, or throws CannotFetch. */
export async function fetchMissing(
  access: FhirAccess,
  wanted: readonly Wanted[],
): Promise<Readonly<Record<string, unknown>>> {
  const parts = await Promise.all(
    wanted.map(async ({ key, query }) => [key, await fetchPart(access, key, query)] as const),
  );
  return Object.fromEntries(parts);
}

async function fetchPart(access: FhirAccess, key: string, query: string): Promise<Resource> {
  const base = access.fhirServer.replace(/\/$/, '');
  const first = await fetchJson(access, key, `${base}/${query}`);
  if (first.resourceType !== 'Bundle') return first;
  const resources = [...inside(first)];
  let next = nextPage(first);
  for (let page = 1; next !== null; page++) {
    // A page elsewhere would get our token.
    if (page >= pagesMax || !next.startsWith(`${base}/`)) throw new CannotFetch(key);
    const bundle = await fetchJson(access, key, next);
    resources.push(...inside(bundle));
    next = nextPage(bundle);
  }
  return { resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) };
}

async function fetchJson(
  { accessToken }: FhirAccess,
  key: string,
  address: string,
): Promise<Resource> {
  let text: string;
  try {
    const answer = await fetch(address, {
      headers: { accept: 'application/fhir+json', authorization: `Bearer ${accessToken}` },
      redirect: 'error',
      signal: AbortSignal.timeout(millisecondsMax),
    });
    if (!answer.ok) throw new CannotFetch(key);
    text = await limitedText(answer, key);
  } catch (cause) {
    throw cause instanceof CannotFetch ? cause : new CannotFetch(key, { cause });
  }
  const json: unknown = parsed(text);
  if (!isResource(json) || json.resourceType === 'OperationOutcome') throw new CannotFetch(key);
  return json;
}

async function limitedText(answer: Response, key: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) throw new CannotFetch(key);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Told as CannotFetch by the caller.
  }
}
