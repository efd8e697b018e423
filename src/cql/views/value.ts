import type { Holding } from './fhir-elements.ts';

/** Which elements of a JSON value the view uses; grows while paths are resolved, then becomes one typed read. */
export interface Shape {
  readonly fields: Map<string, ShapeField>;
}

export interface ShapeField {
  readonly holding: Holding;
  readonly many: boolean;
  readonly shape: Shape;
  /** Kept as JSON where a later step reads it with a shape of its own; as text where written digits count. */
  kept: 'value' | 'json' | 'text';
}

export const newShape = (): Shape => ({ fields: new Map() });

/** A FHIRPath expression after its types are known: what it yields, and whether it may yield several. */
export type Value = {
  /** FHIR type; 'untyped' where FHIR R4 does not know the element. */
  readonly type: string;
  readonly many: boolean;
  readonly shape: Shape;
} & Operation;

type Operation =
  | { readonly kind: 'variable'; readonly name: string; readonly native: boolean }
  | {
      readonly kind: 'field';
      readonly of: Value;
      readonly key: string;
      readonly field: ShapeField;
      /** What was kept: JSON to be read later, or the digits of a number as written. */
      readonly raw: boolean;
    }
  | { readonly kind: 'choice'; readonly of: Value; readonly name: string }
  | { readonly kind: 'map'; readonly of: Value; readonly item: string; readonly body: Value }
  | {
      readonly kind: 'filter';
      readonly of: Value;
      readonly item: string;
      readonly condition: Value;
    }
  | { readonly kind: 'at'; readonly of: Value; readonly position: Value }
  | { readonly kind: 'last'; readonly of: Value }
  | { readonly kind: 'only'; readonly of: Value; readonly place: string }
  | { readonly kind: 'list'; readonly of: Value }
  | { readonly kind: 'late-read'; readonly of: Value; readonly resourceType: string }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'apply'; readonly name: Scalar; readonly args: readonly Value[] };

/** Operations on single values and on whole lists; each dialect says how it writes them. */
export type Scalar =
  | 'equal'
  | 'equal-lists'
  | 'equal-instants'
  | 'less-instants'
  | 'equal-times'
  | 'less-times'
  | 'less'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'whole-divide'
  | 'remainder'
  | 'negate'
  | 'and'
  | 'or'
  | 'not'
  | 'if'
  | 'present'
  | 'present-list'
  | 'count'
  | 'any-true'
  | 'all-true'
  | 'concatenate'
  | 'append'
  | 'join'
  | 'union'
  | 'contains-element'
  | 'starts-with'
  | 'ends-with'
  | 'contains-text'
  | 'upper'
  | 'lower'
  | 'length'
  | 'to-text'
  | 'to-integer'
  | 'to-decimal'
  | 'to-boolean'
  | 'reference-key'
  | 'reference-key-of-type'
  | 'low-boundary'
  | 'high-boundary';

export const literal = (type: string, text: string): Value => ({
  kind: 'literal',
  text,
  type,
  many: false,
  shape: newShape(),
});

export const emptyValue = (type = 'string'): Value => ({
  kind: 'empty',
  type,
  many: false,
  shape: newShape(),
});

export const apply = (name: Scalar, type: string, args: readonly Value[], many = false): Value => ({
  kind: 'apply',
  name,
  args,
  type,
  many,
  shape: newShape(),
});
