declare module 'cql-execution/lib/elm/query.js' {
  type Comparison = (context: SortContext, a: unknown, b: unknown) => Promise<number>;
  interface SortContext {
    childContext(item: unknown): SortContext;
  }
  export const ByDirection: { readonly prototype: { exec: Comparison } };
  export const ByExpression: { readonly prototype: { exec: Comparison } };
  interface Clause {
    readonly distinct?: boolean;
  }
  interface QueryNode {
    readonly returnClause: Clause | null;
    readonly aggregateClause: Clause | null;
    readonly sources: readonly {
      readonly alias: string;
      readonly expression: { execute(context: SortContext): Promise<unknown> };
    }[];
    isDistinct(): boolean;
    exec(context: SortContext): Promise<unknown>;
  }
  export const Query: { readonly prototype: QueryNode };
}

declare module 'cql-execution/lib/elm/reusable.js' {
  export interface IdentifierContext {
    readonly context_values: unknown;
    readonly parent?: IdentifierContext;
  }
  export const IdentifierRef: {
    readonly prototype: {
      readonly name: string;
      readonly library?: string;
      exec(context: IdentifierContext): Promise<unknown>;
    };
  };
}

declare module 'cql-execution/lib/datatypes/logic.js' {
  export const ThreeValuedLogic: {
    and(...values: readonly (boolean | null)[]): boolean | null;
  };
}

declare module 'cql-execution/lib/util/comparison.js' {
  type Compare = (a: unknown, b: unknown, precision?: string) => boolean | null;
  /** The module itself, through which most of the engine compares. */
  const comparison: {
    equals: (a: unknown, b: unknown) => boolean | null;
    readonly equivalent: (a: unknown, b: unknown) => boolean | null;
    lessThan: Compare;
    lessThanOrEquals: Compare;
    greaterThan: Compare;
    greaterThanOrEquals: Compare;
  };
  export = comparison;
}

declare module 'cql-execution/lib/datatypes/uncertainty.js' {
  export class Uncertainty {
    constructor(low: unknown, high: unknown);
    static from(value: unknown): Uncertainty;
    readonly low: unknown;
    readonly high: unknown;
  }
}

declare module 'cql-execution/lib/elm/builder.js' {
  /** The module itself, whose function the engine looks up anew each time it builds a node. */
  const builder: { build(json: unknown): unknown };

  export = builder;
}

declare module 'cql-execution/lib/elm/message.js' {
  import type { Expression } from 'cql-execution';
  export const Message: {
    readonly prototype: Expression & {
      readonly condition?: Expression;
      readonly severity?: Expression;
      readonly code?: Expression;
    };
  };
}

declare module 'cql-execution/lib/elm/datetime.js' {
  import type { Expression } from 'cql-execution';

  type Maker = { readonly prototype: Expression };
  const dateNode: Maker;
  export const DateTime: Maker;
  export const Time: Maker;
  export { dateNode as Date };
}

declare module 'cql-execution/lib/elm/string.js' {
  import type { Expression } from 'cql-execution';
  export const Substring: {
    readonly prototype: Expression & {
      readonly stringToSub: Expression;
      readonly startIndex: Expression;
    };
  };
}

declare module 'cql-execution/lib/util/math.js' {
  import type { DateTime } from 'cql-execution';

  const math: {
    successor(value: unknown): unknown;
    predecessor(value: unknown): unknown;
    readonly MIN_FLOAT_VALUE: number;
    readonly MAX_FLOAT_VALUE: number;
    readonly MIN_DATETIME_VALUE: DateTime;
    readonly MAX_DATETIME_VALUE: DateTime;
    isValidDecimal(value: number): boolean;
    limitDecimalPrecision(value: number): number;
    overflowsOrUnderflows(value: unknown): boolean;
  };

  export = math;
}

declare module 'cql-execution/lib/elm/interval.js' {
  /** Its methods expand one interval of a kind of points. */
  export class Expand {
    constructor(node: object);
  }
}
