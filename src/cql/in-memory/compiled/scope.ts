import { type ElmNode, textAt } from '../../elm.ts';
import { NotCompiled, type Run } from './run.ts';

/** Where the values of one definition or function are kept while it runs: its frame has as many places. */
export interface Body {
  size: number;
}

/** The names that are known at a place in the text, and where their values are. */
export class Scope {
  /** The id of the library the text belongs to. */
  readonly library: string;
  readonly #body: Body;
  readonly #names: ReadonlyMap<string, number>;
  /** Where the record is that a sort looks at, whose elements are names. */
  readonly item: number | null;

  constructor(
    library: string,
    body: Body,
    names: ReadonlyMap<string, number> = new Map(),
    item: number | null = null,
  ) {
    this.library = library;
    this.#body = body;
    this.#names = names;
    this.item = item;
  }

  with(name: string): { readonly scope: Scope; readonly place: number } {
    const place = this.#reserve();
    const names = new Map(this.#names).set(name, place);
    return { scope: new Scope(this.library, this.#body, names, this.item), place };
  }

  sorting(): { readonly scope: Scope; readonly place: number } {
    const place = this.#reserve();
    return { scope: new Scope(this.library, this.#body, this.#names, place), place };
  }

  placeOf(name: string): number | undefined {
    const place = this.#names.get(name);
    return place === undefined && name === '$this' && this.item !== null ? this.item : place;
  }

  #reserve(): number {
    const place = this.#body.size;
    this.#body.size += 1;
    return place;
  }
}

/** The value of an alias, a let or an operand. */
export function nameRef(node: ElmNode, scope: Scope): Run {
  const place = scope.placeOf(textAt(node, 'name') ?? '');
  if (place === undefined) throw new NotCompiled(node, 'names nothing here');
  return (frame) => frame[place];
}
