import { type CheckResource, isObject, type JsonObject, kindOf } from './check-resource.ts';
import { utcInstant } from './dates.ts';
import { hasHalfCharacter } from './json-escapes.ts';
import { repeatedKey } from './repeated-key.ts';
import { type LineFinding, lineFinding } from './rules.ts';
import { subjectKeys } from './subject-keys.ts';

/** One resource, or one deletion, on its way into the archive. */
export interface Arrival {
  readonly type: string;
  readonly id: string;
  /** meta.versionId; empty when absent. */
  readonly version: string;
  /** meta.lastUpdated in UTC; empty when absent or unreadable. */
  readonly lastUpdated: string;
  /** The patient it belongs to; empty for resources that are about nobody. */
  readonly patientId: string;
  readonly isDeleted: boolean;
}

export interface ReadLine {
  readonly arrivals: readonly Arrival[];
  readonly findings: readonly LineFinding[];
}

export interface LineRules {
  readonly check: CheckResource;
  readonly isKnownType: (type: string) => boolean;
  readonly hasTable: (type: string) => boolean;
  /** Whether the file says what was deleted, as the 'deleted' folder of a bulk export does. */
  readonly holdsDeletions: boolean;
}

const fhirId = /^[A-Za-z0-9\-.]{1,64}$/;
/** No blanks, controls or slashes: such an id could not be referred to. */
const usableId = /^[\x21-\x2e\x30-\x7e]{1,255}$/;
const usableType = /^[A-Z][A-Za-z]{1,63}$/;
const usableVersion = /^[\x21-\x7e]{1,64}$/;
const identityKeys = new Set(['resourceType', 'id', 'meta']);
const deletedCode = /^deleted?$/i;
const patientReference = /(?:^|\/)Patient\/([^/\s]{1,255})(?:\/_history\/[^/]+)?$/;

/** Reads one line of NDJSON: what it brings, and what is remarkable about it. Never throws. */
export function readLine(text: string, rules: LineRules): ReadLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refused('json-broken', '', whereBroken(text, error));
  }
  if (hasHalfCharacter(text))
    return refused('json-broken', '', 'an escape that is half a character');
  if (!isObject(value)) return refused('not-an-object', '', kindOf(value));
  const type = value.resourceType;
  if (!beginsWithIdentity(text, value)) {
    const repeated = repeatedKey(text);
    if (repeated !== undefined) return refused('key-repeated', repeated, 'the same key twice');
  }
  if (typeof type !== 'string' || !usableType.test(type))
    return refused('type-missing', 'resourceType', describeType(type));
  if (type === 'Bundle') return readBundle(value, rules);
  return readResource(value, type, rules);
}

/**
 * Whether type and id come first, as every exporter we know writes them: then whoever reads the first of two equal keys and
 * whoever reads the last agree on which resource it is. Looking for other keys that stand twice would cost as much as
 * reading the line.
 */
const beginsWithIdentity = (text: string, { resourceType, id }: JsonObject): boolean =>
  text.startsWith(`{"resourceType":"${resourceType}","id":"${id}"`);

/** What the parser says of the place, without what stands there. */
function whereBroken(text: string, error: unknown): string {
  const told = error instanceof SyntaxError ? error.message : '';
  const place = /position (\d+)/.exec(told)?.[1];
  if (/Unexpected end|Unterminated/.test(told))
    return `a line that ends too early, after ${text.length} characters`;
  return place === undefined
    ? `${text.length} characters that are not JSON`
    : `no JSON from character ${Number(place) + 1} of ${text.length}`;
}

function describeType(type: unknown): string {
  if (type === undefined) return 'nothing';
  return typeof type === 'string' ? `'${type}'` : kindOf(type);
}

const refused = (...finding: Parameters<typeof lineFinding>): ReadLine => ({
  arrivals: [],
  findings: [lineFinding(...finding)],
});

function readResource(resource: JsonObject, type: string, rules: LineRules): ReadLine {
  const { id } = resource;
  if (typeof id !== 'string' || !usableId.test(id))
    return refused('id-missing', `${type}.id`, describeId(id));
  const tombstone = tombstoneIn(resource);
  const isDeleted = rules.holdsDeletions || tombstone !== 'none';
  const findings = remarks(resource, type, { rules, id, isDeleted });
  const unmarked = lineFinding('deletion-unmarked', type, 'only identity and meta');
  const { meta } = resource;
  const { versionId, lastUpdated } = isObject(meta) ? meta : {};
  const arrival = {
    type,
    id,
    version: typeof versionId === 'string' && usableVersion.test(versionId) ? versionId : '',
    lastUpdated: typeof lastUpdated === 'string' ? utcInstant(lastUpdated) : '',
    patientId: type === 'Patient' ? id : patientOf(resource),
    isDeleted,
  };
  const isUnmarked = tombstone === 'unmarked' && !rules.holdsDeletions;
  return { arrivals: [arrival], findings: isUnmarked ? [...findings, unmarked] : findings };
}

interface Remarking {
  readonly rules: LineRules;
  readonly id: string;
  readonly isDeleted: boolean;
}

function remarks(
  resource: JsonObject,
  type: string,
  { rules, id, isDeleted }: Remarking,
): readonly LineFinding[] {
  const isChecked = rules.isKnownType(type) && !isDeleted && type !== 'Bundle';
  const findings = isChecked ? rules.check(resource, type) : [];
  if (rules.hasTable(type) && fhirId.test(id)) return findings;
  const more = [...findings];
  if (!rules.isKnownType(type)) more.push(lineFinding('type-unknown', 'resourceType', `'${type}'`));
  else if (!rules.hasTable(type)) more.push(lineFinding('type-without-table', type, type));
  if (!fhirId.test(id)) more.push(lineFinding('id-unusual', `${type}.id`, `'${id}'`));
  return more;
}

function describeId(id: unknown): string {
  if (id === undefined) return 'nothing';
  return typeof id === 'string'
    ? `${id.length} characters, some of which an id may not have`
    : kindOf(id);
}

function patientOf(resource: JsonObject): string {
  for (const key of subjectKeys) {
    const reference = resource[key];
    const text = isObject(reference) ? reference.reference : undefined;
    const patient = typeof text === 'string' ? patientReference.exec(text)?.[1] : undefined;
    if (patient !== undefined) return usableId.test(patient) ? patient : '';
  }
  return '';
}

/**
 * A resource of which only identity and meta are left: deleted when a tag says so. Without any tag it is taken for deleted
 * when it has a version or a time, for there is nothing else it could tell; other tags ('SUBSETTED') say otherwise.
 */
function tombstoneIn(resource: JsonObject): 'marked' | 'unmarked' | 'none' {
  const { meta } = resource;
  if (!isObject(meta)) return 'none';
  for (const key in resource) if (!identityKeys.has(key)) return 'none';
  const tags = Array.isArray(meta.tag) ? meta.tag : [];
  if (tags.some((coding) => isObject(coding) && isDeletedCode(coding.code))) return 'marked';
  const isVersioned = meta.versionId !== undefined || meta.lastUpdated !== undefined;
  return tags.length === 0 && isVersioned ? 'unmarked' : 'none';
}

const isDeletedCode = (code: unknown): boolean =>
  typeof code === 'string' && deletedCode.test(code);

function readBundle(bundle: JsonObject, rules: LineRules): ReadLine {
  const entries = Array.isArray(bundle.entry) ? bundle.entry : [];
  const isDeletion = entries.length > 0 && entries.every((entry) => methodOf(entry) === 'DELETE');
  if (!isDeletion && !rules.holdsDeletions) {
    const read = readResource(bundle, 'Bundle', rules);
    const note = lineFinding(
      'bundle-not-unpacked',
      'Bundle',
      `a Bundle of ${entries.length} entries`,
    );
    return { arrivals: read.arrivals, findings: [...read.findings, note] };
  }
  const { timestamp, meta } = bundle;
  const time = typeof timestamp === 'string' ? timestamp : isObject(meta) ? meta.lastUpdated : '';
  const lastUpdated = typeof time === 'string' ? utcInstant(time) : '';
  const reads = entries.map((entry) => readDeletion(entry, lastUpdated));
  return {
    arrivals: reads.flatMap((read) => read.arrivals),
    findings: reads.flatMap((read) => read.findings),
  };
}

const requestOf = (entry: unknown): JsonObject => {
  const request = isObject(entry) ? entry.request : undefined;
  return isObject(request) ? request : {};
};

const methodOf = (entry: unknown): unknown => requestOf(entry).method;

function readDeletion(entry: unknown, lastUpdated: string): ReadLine {
  const { method, url } = requestOf(entry);
  const [type = '', id = '', ...rest] = typeof url === 'string' ? url.split('/').slice(-2) : [];
  if (method !== 'DELETE' || !usableType.test(type) || !usableId.test(id) || rest.length > 0)
    return refused(
      'deletion-unreadable',
      'Bundle.entry.request',
      'an entry that names no resource',
    );
  const patientId = type === 'Patient' ? id : '';
  return {
    arrivals: [{ type, id, version: '', lastUpdated, patientId, isDeleted: true }],
    findings: [],
  };
}
