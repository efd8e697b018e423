import { Code, ValueSet } from 'cql-execution';
import type { SystemCode } from '../measures/value-sets.ts';

/** What tells codes apart: the code within its system. */
export const codeKey = (system: string | undefined, code: string): string =>
  `${system ?? ''}|${code}`;

/** A value set that looks codes up by a hash, where cql-execution's own goes through the list. */
export class HashedValueSet extends ValueSet {
  readonly #keys: ReadonlySet<string>;

  constructor(url: string, codes: readonly SystemCode[]) {
    super(
      url,
      '',
      codes.map(({ system, code }) => new Code(code, system)),
    );
    this.#keys = new Set(codes.map(({ system, code }) => codeKey(system, code)));
  }

  hasKey(key: string): boolean {
    return this.#keys.has(key);
  }

  override hasMatch(code: unknown): boolean {
    if (code instanceof Code) return this.#keys.has(codeKey(code.system, code.code));
    const codes = codesIn(code);
    return codes === null
      ? super.hasMatch(code)
      : codes.some(({ system, code: one }) => this.#keys.has(codeKey(system, one)));
  }
}

/** The codes of a concept or a list; null when something else is among them, such as a text without a system. */
function codesIn(value: unknown): readonly Code[] | null {
  const list = isConcept(value) ? value.codes : value;
  if (!Array.isArray(list)) return null;
  return list.every((one) => one instanceof Code) ? list : null;
}

const isConcept = (value: unknown): value is { readonly codes: unknown } =>
  typeof value === 'object' && value !== null && 'isConcept' in value && 'codes' in value;
