declare module 'cql-execution/lib/elm/query.js' {
  type Comparison = (context: SortContext, a: unknown, b: unknown) => Promise<number>;
  interface SortContext {
    childContext(item: unknown): SortContext;
  }
  export const ByDirection: { readonly prototype: { exec: Comparison } };
  export const ByExpression: { readonly prototype: { exec: Comparison } };
  export const Query: { readonly prototype: { exec(context: SortContext): Promise<unknown> } };
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
  export const equals: Compare;
  export const greaterThan: Compare;
  export const greaterThanOrEquals: Compare;
  export const lessThan: Compare;
  export const lessThanOrEquals: Compare;
}

declare module 'cql-execution/lib/datatypes/uncertainty.js' {
  export class Uncertainty {
    readonly low: unknown;
    readonly high: unknown;
  }
}
