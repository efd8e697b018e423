import type { Shape, Value } from './value.ts';

/** What a view does, step by step, with every path resolved; still without SQL. */
export interface ViewPlan {
  readonly resource: string;
  readonly shape: Shape;
  readonly conditions: readonly Value[];
  readonly rows: Rows;
  /** Elements of which a resource must have one to give any row; null where every resource may. */
  readonly needs: readonly string[] | null;
  readonly cautions: readonly string[];
  /** Names of the row indexes that some path asks for. */
  readonly usedIndexes: ReadonlySet<string>;
}

export interface Rows {
  readonly steps: readonly Step[];
  readonly columns: readonly PlannedColumn[];
}

export type Step =
  | {
      readonly kind: 'settle';
      /** Columns of the view that are computed here, each with the name it has from now on. */
      readonly columns: readonly SettledColumn[];
      /** Names still needed; the others end here. */
      readonly keep: readonly string[];
    }
  | {
      readonly kind: 'each';
      readonly list: Value;
      readonly item: string;
      readonly index: string;
      readonly orNull: boolean;
      /** When this element is missing the row stands for an empty forEachOrNull and passes on as it is. */
      readonly parent: Value | null;
      readonly keep: readonly string[];
    }
  | {
      readonly kind: 'repeat';
      /** Children of the row so far, and of each element found. */
      readonly start: readonly Value[];
      readonly next: readonly Value[];
      readonly item: string;
      readonly index: string;
      readonly self: Value;
      readonly parent: Value | null;
      readonly keep: readonly string[];
    }
  | {
      readonly kind: 'union';
      readonly parent: Value | null;
      readonly branches: readonly Rows[];
      readonly aliases: readonly string[];
      readonly keep: readonly string[];
    };

export interface SettledColumn {
  readonly column: PlannedColumn;
  readonly name: string;
}

export type SettleStep = Step & { readonly kind: 'settle' };
export type RowStep = Step & { readonly kind: 'each' };
export type RepeatStep = Step & { readonly kind: 'repeat' };
export type UnionStep = Step & { readonly kind: 'union' };

export interface PlannedColumn {
  readonly name: string;
  readonly fhirType: string;
  readonly collection: boolean;
  /** A resolved path, or the name a union gave to a finished column. */
  readonly value: Value;
  readonly finished: boolean;
  /** When this element is missing the column is null, whatever the path says of an empty element. */
  readonly parent: Value | null;
}
