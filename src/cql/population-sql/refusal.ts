import type { ElmNode } from '../elm.ts';

/** Raised inside the compiler where a question cannot be answered in SQL with certainty; never leaves this folder. */
export class Refusal extends Error {
  readonly where: string;

  constructor(because: string, where: string) {
    super(because);
    this.name = 'Refusal';
    this.where = where;
  }
}

/** The place of a node in its CQL text, as far as its ELM tells. */
export const placeOf = (library: string, node: ElmNode | undefined): string =>
  node?.locator === undefined ? library : `${library} ${node.locator}`;
