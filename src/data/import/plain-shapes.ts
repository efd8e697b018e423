import type { ElementLookup } from './check-resource.ts';
import { type Content, elementContent, isUnread } from './element-content.ts';
import { subjectKeys } from './subject-keys.ts';

/** What is taken out of a line while it goes by. */
export type Role =
  | 'none'
  | 'identity'
  | 'meta'
  | 'version'
  | 'updated'
  | 'subject'
  | 'reference'
  | 'start'
  | 'end';

/** What stands behind a key of one type. */
export interface PlainElement {
  readonly key: string;
  readonly content: Content;
  readonly many: boolean;
  readonly shape: PlainShape | undefined;
  readonly role: Role;
}

export interface PlainShape {
  readonly type: string;
  readonly isResource: boolean;
  /** By the hash of the key; keys of the same hash share one place, and the first to come has it. */
  readonly elements: Map<number, PlainElement>;
}

const resourceRoles: Readonly<Record<string, Role>> = {
  id: 'identity',
  resourceType: 'identity',
  meta: 'meta',
  ...Object.fromEntries(subjectKeys.map((key) => [key, 'subject' as const])),
};
const roles: Readonly<Record<string, Role>> = {
  'Meta.versionId': 'version',
  'Meta.lastUpdated': 'updated',
  'Reference.reference': 'reference',
  'Period.start': 'start',
  'Period.end': 'end',
};

/** The types of FHIR as their keys are met; the same few hundred elements come millions of times. */
export class PlainShapes {
  readonly #lookup: ElementLookup;
  readonly #shapes = new Map<string, PlainShape>();

  constructor(lookup: ElementLookup) {
    this.#lookup = lookup;
  }

  shapeOf(type: string, isResource: boolean): PlainShape {
    const known = this.#shapes.get(type);
    if (known !== undefined) return known;
    const shape: PlainShape = { type, isResource, elements: new Map() };
    this.#shapes.set(type, shape);
    return shape;
  }

  /** Only keys that FHIR knows are kept: misspelt ones are without end. */
  learn(owner: PlainShape, key: string, hash: number): PlainElement | undefined {
    const found = this.#element(owner, key);
    if (found !== undefined) owner.elements.set(hash, found);
    return found;
  }

  #element(owner: PlainShape, key: string): PlainElement | undefined {
    const role = roleOf(owner, key);
    if (isUnread(key)) return { key, content: 'unread', many: false, shape: undefined, role };
    const found = this.#lookup(owner.type, key);
    if (found === undefined) return undefined;
    const { type, many } = found;
    const content = elementContent(type);
    const shape = content === 'object' ? this.shapeOf(type, false) : undefined;
    // A list of subjects names no one patient.
    return { key, content, many, shape, role: role === 'subject' && many ? 'none' : role };
  }
}

const roleOf = ({ type, isResource }: PlainShape, key: string): Role =>
  (isResource ? resourceRoles[key] : roles[`${type}.${key}`]) ?? 'none';
