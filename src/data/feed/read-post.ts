import { isObject, type JsonObject } from '../import/check-resource.ts';
import { repeatedKey } from '../import/repeated-key.ts';
import { itemsAt, membersAt, type Slice } from './json-slices.ts';
import {
  type BundleKind,
  type Part,
  type PostIssue,
  postIssue,
  type ReadPost,
  type TakenPart,
} from './post.ts';
import { type ReadingPost, readPostedDeletion, readPostedResource } from './read-resource.ts';

/** So many entries of one Bundle are read; more come in several. */
export const bundleEntriesMax = 10_000;

const bundleKinds: readonly string[] = [
  'batch',
  'transaction',
  'history',
  'subscription-notification',
] satisfies readonly BundleKind[];
const isBundleKind = (kind: unknown): kind is BundleKind =>
  typeof kind === 'string' && bundleKinds.includes(kind);
const statusTypes: readonly unknown[] = ['Parameters', 'SubscriptionStatus'];
const address = /^(?:https?:\/\/.*\/)?([A-Z][A-Za-z]{1,63})(?:\/([^/?]{1,255}))?$/;

/**
 * Reads a Bundle that was posted to the base address: a batch part by part, a transaction whole or not at all, and what a
 * Subscription notifies of. Each resource is kept as it was written. Never throws.
 */
export function readPostedBundle(text: string, reading: ReadingPost): ReadPost {
  const bundle = parsed(text);
  if (bundle === undefined) return refused(notJson);
  const repeated = repeatedKey(text);
  if (repeated !== undefined) return refused(keyRepeated);
  if (!isObject(bundle) || bundle.resourceType !== 'Bundle') return refused(notABundle);
  const kind = bundle.type;
  if (!isBundleKind(kind)) return refused(otherBundle);
  const listed = entriesOf(text);
  if (listed.length > bundleEntriesMax) return refused(tooMany);
  const { entries, isNotification } = contentOf(bundle, listed, kind);
  if (isNotification && tellsWithoutContent(bundle, entries)) return refused(withoutContent);
  const sent = identified(entries, reading, text);
  const parts = sent.map((one) => readEntry(one, reading, { kind, isNotification }));
  return kind === 'batch' ? { kind: 'taken', bundle: kind, parts } : wholeOrNothing(kind, parts);
}

interface Entry {
  readonly entry: JsonObject;
  /** The resource as it was written; null when there is none. */
  readonly text: string | null;
  readonly where: string;
}

function entriesOf(text: string): readonly (Slice & { readonly resource: Slice | null })[] {
  const list = membersAt(text, text.indexOf('{')).get('entry');
  if (list === undefined || text[list.start] !== '[') return [];
  return itemsAt(text, list.start).map((item) => ({
    ...item,
    resource:
      text[item.start] === '{' ? (membersAt(text, item.start).get('resource') ?? null) : null,
  }));
}

/** The entries that bring something. A notification begins with its status; a history has the newest first. */
function contentOf(
  bundle: JsonObject,
  listed: ReturnType<typeof entriesOf>,
  kind: BundleKind,
): {
  readonly entries: readonly (Entry & { readonly slice: Slice | null })[];
  readonly isNotification: boolean;
} {
  const given: readonly unknown[] = Array.isArray(bundle.entry) ? bundle.entry : [];
  const all = given.map((entry, i) => ({
    entry: isObject(entry) ? entry : {},
    text: null,
    slice: listed[i]?.resource ?? null,
    where: `Bundle.entry[${i}]`,
  }));
  const first = all[0]?.entry.resource;
  const isNotification =
    kind === 'subscription-notification' ||
    (kind === 'history' && isObject(first) && statusTypes.includes(first.resourceType));
  if (isNotification) return { entries: all.slice(1), isNotification };
  return { entries: kind === 'history' ? all.reverse() : all, isNotification };
}

/** A notification of events that brings no resources: we would have to ask back for them. */
function tellsWithoutContent(bundle: JsonObject, entries: readonly Entry[]): boolean {
  const hasContent = entries.some(
    ({ entry }) => entry.resource !== undefined || methodOf(entry) === 'DELETE',
  );
  return !hasContent && (entries.length > 0 || notificationKind(bundle) === 'event-notification');
}

function notificationKind(bundle: JsonObject): unknown {
  const [first] = Array.isArray(bundle.entry) ? bundle.entry : [];
  const status: unknown = isObject(first) ? first.resource : undefined;
  if (!isObject(status)) return undefined;
  if (status.resourceType === 'SubscriptionStatus') return status.type;
  const parameters: readonly unknown[] = Array.isArray(status.parameter) ? status.parameter : [];
  const type = parameters.find((one) => isObject(one) && one.name === 'type');
  return isObject(type) ? type.valueCode : undefined;
}

/** Gives each new resource its id and puts it where other entries refer to it by a urn. */
function identified(
  entries: readonly (Entry & { readonly slice: Slice | null })[],
  { idOf }: ReadingPost,
  text: string,
): readonly Entry[] {
  const places = new Map<string, string>();
  for (const { entry, slice } of entries) {
    const { fullUrl, resource } = entry;
    if (typeof fullUrl !== 'string' || !fullUrl.startsWith('urn:') || !isObject(resource)) continue;
    const id = typeof resource.id === 'string' ? resource.id : idOf(sliceOf(text, slice));
    places.set(fullUrl, `${String(resource.resourceType)}/${id}`);
  }
  return entries.map(({ entry, slice, where }) => {
    if (slice === null) return { entry, where, text: null };
    const written = sliceOf(text, slice);
    return { entry, where, text: withPlaces(withOwnId(written, entry, idOf), places) };
  });
}

const sliceOf = (text: string, slice: Slice | null): string =>
  slice === null ? '' : text.slice(slice.start, slice.end);

/** The id is made of what was sent, before urns in it are replaced: whoever refers to it made it in the same way. */
function withOwnId(
  written: string,
  { resource, fullUrl }: JsonObject,
  idOf: ReadingPost['idOf'],
): string {
  if (!isObject(resource) || resource.id !== undefined || typeof fullUrl !== 'string')
    return written;
  if (!fullUrl.startsWith('urn:')) return written;
  return `{"id":${JSON.stringify(idOf(written))},${written.slice(1)}`;
}

function withPlaces(text: string, places: ReadonlyMap<string, string>): string {
  if (!text.includes('"urn:')) return text;
  return text.replace(/"(urn:[^"\\]+)"/g, (whole, urn: string) => {
    const place = places.get(urn);
    return place === undefined ? whole : JSON.stringify(place);
  });
}

interface Mode {
  readonly kind: BundleKind;
  readonly isNotification: boolean;
}

function readEntry(sent: Entry, reading: ReadingPost, { kind, isNotification }: Mode): Part {
  const { entry, text, where } = sent;
  const request = isObject(entry.request) ? entry.request : null;
  const method = methodOf(entry);
  const condition = request === null ? undefined : conditionIn(request);
  if (condition !== undefined) return refusedPart(conditional(condition, where));
  const url = typeof request?.url === 'string' ? request.url : '';
  if (method === 'DELETE') return readDeletion(url, where, reading);
  const isPlain = method === undefined && (isNotification || kind === 'history');
  if (text === null) return refusedPart(noResource(where));
  if (method === 'POST' || isPlain) {
    const type = address.exec(url)?.[1] ?? null;
    return readPostedResource({ act: 'create', text, type, id: null, where }, reading);
  }
  if (method !== 'PUT') return refusedPart(otherMethod(where));
  const [, type = null, id = null] = address.exec(url) ?? [];
  if (type === null || id === null) return refusedPart(noIdentity(where));
  return readPostedResource({ act: 'update', text, type, id, where }, reading);
}

function readDeletion(url: string, where: string, reading: ReadingPost): Part {
  const [, type, id] = address.exec(url) ?? [];
  if (type === undefined || id === undefined) return refusedPart(noIdentity(where));
  return readPostedDeletion({ type, id, where }, reading);
}

const conditionIn = (request: JsonObject): string | undefined =>
  ['ifNoneExist', 'ifMatch', 'ifNoneMatch', 'ifModifiedSince'].find(
    (name) => request[name] !== undefined,
  ) ?? (typeof request.url === 'string' && request.url.includes('?') ? 'url' : undefined);

const methodOf = (entry: JsonObject): unknown =>
  isObject(entry.request) ? entry.request.method : undefined;

function wholeOrNothing(kind: BundleKind, parts: readonly Part[]): ReadPost {
  const issues = parts.flatMap((part) => (part.kind === 'refused' ? [part.issue] : []));
  const taken = parts.filter((part) => part.kind === 'taken');
  const twice = kind === 'transaction' ? repeatedIdentity(taken) : undefined;
  if (twice !== undefined) issues.push(twice);
  return issues.length > 0
    ? { kind: 'refused', issues }
    : { kind: 'taken', bundle: kind, parts: taken };
}

function repeatedIdentity(parts: readonly TakenPart[]): PostIssue | undefined {
  const seen = new Set<string>();
  for (const { arrival } of parts) {
    const identity = `${arrival.type}/${arrival.id}`;
    if (seen.has(identity)) return identityTwice;
    seen.add(identity);
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const refused = (issue: PostIssue): ReadPost => ({ kind: 'refused', issues: [issue] });
const refusedPart = (issue: PostIssue): Part => ({ kind: 'refused', issue });

const notJson = postIssue(
  'structure',
  'The body is no JSON.',
  'Send one FHIR resource or Bundle as JSON.',
);
const keyRepeated = postIssue(
  'structure',
  'A key stands twice in the same object, so that the body says two things.',
  'Write each element once.',
);
const notABundle = postIssue(
  'structure',
  'The body is no Bundle.',
  'Post single resources to the address of their type, as /fhir/Observation.',
);
const otherBundle = postIssue(
  'not-supported',
  'A Bundle of this type is not taken.',
  'Send a batch, a transaction, a history or the notification of a Subscription.',
  'Bundle.type',
);
const tooMany = postIssue(
  'too-long',
  `The Bundle has more than ${bundleEntriesMax} entries.`,
  'Send it in several Bundles.',
  'Bundle.entry',
);
const withoutContent = postIssue(
  'not-supported',
  'The notification brings no resources.',
  "Set the Subscription's payload content to full-resource.",
  'Bundle.entry',
);
const identityTwice = postIssue(
  'duplicate',
  'The same resource stands twice in the transaction.',
  'Send each resource once in a transaction.',
  'Bundle.entry',
);
const noResource = (where: string): PostIssue =>
  postIssue(
    'required',
    'The entry has no resource.',
    'Give it one, or leave the entry out.',
    where,
  );
const otherMethod = (where: string): PostIssue =>
  postIssue(
    'not-supported',
    'The entry asks for something else than POST, PUT or DELETE.',
    'This feed only takes in; reading is elsewhere.',
    `${where}.request.method`,
  );
const noIdentity = (where: string): PostIssue =>
  postIssue(
    'value',
    'The entry does not say which resource.',
    'Give url as Type/id.',
    `${where}.request.url`,
  );
const conditional = (condition: string, where: string): PostIssue =>
  postIssue(
    'not-supported',
    'The entry is conditional, and conditions are not kept here.',
    'Send it without a condition; the same content twice changes nothing.',
    `${where}.request.${condition}`,
  );
