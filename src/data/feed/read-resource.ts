import { isObject } from '../import/check-resource.ts';
import { type LineRules, readLine } from '../import/read-line.ts';
import { rules as ruleTexts } from '../import/rules.ts';
import { type Act, type Part, postIssue } from './post.ts';

export interface ReadingPost {
  readonly rules: LineRules;
  /** When the post came in, as ISO text in UTC. */
  readonly receivedAt: string;
  /** The id of a resource that came without one: the same content gets the same id. */
  readonly idOf: (content: string) => string;
}

export interface ResourceWanted {
  readonly act: Exclude<Act, 'delete'>;
  /** The text of the resource as it was sent. */
  readonly text: string;
  /** What the address says; null where it says nothing. */
  readonly type: string | null;
  readonly id: string | null;
  /** Where in the post. */
  readonly where: string;
}

/** Checks one resource as a line of a file is checked, and makes it one line. */
export function readPostedResource(wanted: ResourceWanted, reading: ReadingPost): Part {
  const { act, type, where } = wanted;
  const line = oneLine(withId(wanted, reading));
  const { arrivals, findings } = readLine(line, reading.rules);
  const [arrival] = arrivals;
  const error = findings.find(({ rule }) => ruleTexts[rule].severity === 'error');
  if (error !== undefined || arrival === undefined)
    return refused('structure', ...wordsOf(error?.rule ?? 'not-an-object'), where);
  if (arrival.type === 'Bundle' || arrivals.length > 1)
    return refused(
      'structure',
      'A Bundle stands where one resource is expected.',
      'Post Bundles to the base address.',
      where,
    );
  if (type !== null && arrival.type !== type)
    return refused(
      'value',
      `The address names ${type}, the resource is another type.`,
      'Post it to the address of its own type.',
      where,
    );
  if (wanted.id !== null && arrival.id !== wanted.id)
    return refused(
      'value',
      'The id in the address and the id of the resource differ.',
      'Give the same id in both.',
      where,
    );
  return { kind: 'taken', act, line, arrival, findings };
}

/** A deletion as one line that the importer reads as such, with the time at which it was asked for. */
export function readPostedDeletion(
  { type, id, where }: { readonly type: string; readonly id: string; readonly where: string },
  { rules, receivedAt }: ReadingPost,
): Part {
  const line = JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    timestamp: receivedAt,
    entry: [{ request: { method: 'DELETE', url: `${type}/${id}` } }],
  });
  const { arrivals, findings } = readLine(line, rules);
  const [arrival] = arrivals;
  if (arrival === undefined)
    return refused(
      'value',
      'The address of the deletion names no resource.',
      'Give Type/id.',
      where,
    );
  return { kind: 'taken', act: 'delete', line, arrival, findings };
}

/** Gives a resource that came without an id one made of its content. */
function withId({ act, text }: ResourceWanted, { idOf }: ReadingPost): string {
  if (act !== 'create') return text;
  const value = parsed(text);
  if (!isObject(value) || value.id !== undefined || typeof value.resourceType !== 'string')
    return text;
  const brace = text.indexOf('{');
  return `${text.slice(0, brace + 1)}"id":${JSON.stringify(idOf(text))},${text.slice(brace + 1)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The check of the line says what is wrong with it.
  }
}

/** Between the values of a JSON text a line end is a blank; within them it cannot stand. */
const oneLine = (text: string): string => text.replace(/[\r\n]/g, ' ').trim();

const wordsOf = (rule: keyof typeof ruleTexts): [string, string] => [
  `The resource breaks the rule ${rule}.`,
  `Allowed: ${ruleTexts[rule].allowed.en}`,
];

const refused = (...issue: Parameters<typeof postIssue>): Part => ({
  kind: 'refused',
  issue: postIssue(...issue),
});
