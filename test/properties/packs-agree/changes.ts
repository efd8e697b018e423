import fc from 'fast-check';
import { movedTime, timeOnEdge, withFraction, withOffset } from './moved-texts.ts';
import { elementOf, isObject, type Json, type Site, sitesOf, withValue } from './sites.ts';

/** What patients are changed with: the values that stand at each element anywhere in the pack, and its period. */
export interface Stock {
  readonly values: ReadonlyMap<string, readonly unknown[]>;
  readonly codings: readonly Json[];
  readonly period: { readonly start: string; readonly end: string };
}

/** One change: of which kind, at which of the places it can be made, and how. */
export interface Change {
  readonly kind: keyof typeof kinds;
  readonly at: number;
  readonly how: number;
}

interface Kind {
  readonly fits: (site: Site) => boolean;
  readonly changed: (site: Site, how: number, stock: Stock, element: string) => unknown;
}

const time = /^\d{4}(-\d\d(-\d\d(T.*)?)?)?$/;
const isTime = ({ value }: Site): boolean => typeof value === 'string' && time.test(value);
const isClock = (site: Site): boolean => isTime(site) && String(site.value).includes('T');
const isCodings = ({ steps, value }: Site): boolean =>
  steps.at(-1) === 'coding' && Array.isArray(value);
const isConcept = ({ value }: Site): boolean => isObject(value) && Array.isArray(value.coding);
const isQuantity = ({ value }: Site): boolean => isObject(value) && typeof value.value === 'number';
const isPeriod = ({ value }: Site): boolean =>
  isObject(value) && ('start' in value || 'end' in value);

const pick = <T>(all: readonly T[], which: number): T | undefined => all[which % all.length];
const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const amountsMs = [1, 1000, 60_000, 3_600_000, 86_400_000, 7 * 86_400_000, 365 * 86_400_000];

const kinds = {
  moved: {
    fits: isTime,
    changed: ({ value }, how) => {
      const amount = pick(amountsMs, how >> 1) ?? 1;
      return movedTime(String(value), how % 2 === 0 ? amount : -amount);
    },
  },
  edge: {
    fits: isTime,
    changed: ({ value }, how, { period }) => timeOnEdge(String(value), period, how),
  },
  partial: {
    fits: isTime,
    changed: ({ value }, how) => String(value).slice(0, pick([4, 7, 10], how)),
  },
  offset: {
    fits: isClock,
    changed: ({ value }, how) =>
      withOffset(String(value), pick(['Z', '+00:00', '-05:00', '+02:00', '+13:00'], how) ?? 'Z'),
  },
  fraction: {
    fits: isClock,
    changed: ({ value }, how) =>
      withFraction(String(value), pick(['', '.0', '.000', '.500'], how) ?? ''),
  },
  unbounded: {
    fits: isPeriod,
    changed: ({ value }, how) => {
      const { start, end, ...rest } = isObject(value) ? value : {};
      return pick<Json>(
        [{ ...rest, start }, { ...rest, end }, rest, { ...rest, start: end, end: start }],
        how,
      );
    },
  },
  dropped: { fits: () => true, changed: () => undefined },
  emptied: {
    fits: ({ value }) => typeof value === 'object',
    changed: ({ value }) => (Array.isArray(value) ? [] : {}),
  },
  swapped: {
    fits: ({ value }) => typeof value !== 'object',
    changed: (_, how, { values }, element) => pick(values.get(element) ?? [], how),
  },
  exchanged: {
    fits: ({ value }) => typeof value === 'object',
    changed: (_, how, { values }, element) => pick(values.get(element) ?? [], how),
  },
  repeated: {
    fits: ({ value }) => Array.isArray(value),
    changed: ({ value }, how, { values }, element) => [
      ...listed(value),
      ...listed(pick(values.get(element) ?? [], how)),
    ],
  },
  coded: {
    fits: isCodings,
    changed: ({ value }, how, { codings }) => {
      const other = pick(codings, how >> 1);
      return how % 2 === 0 ? [other, ...listed(value)] : [...listed(value), other];
    },
  },
  recoded: {
    fits: isConcept,
    changed: ({ value }, how, { codings }) => ({
      ...(isObject(value) ? value : {}),
      coding: pick(
        [[pick(codings, how >> 1)], [], [{ display: 'in words' }]],
        how % 2 === 0 ? 0 : how,
      ),
    }),
  },
  counted: {
    fits: ({ value }) => typeof value === 'number',
    changed: ({ value }, how) => {
      const number = Number(value);
      const half = Number.isInteger(number) ? Math.trunc(number / 2) : number / 2;
      return pick([number + 1, number - 1, 0, -number, number * 10, half], how);
    },
  },
  measured: {
    fits: isQuantity,
    changed: ({ value }, how) => {
      const quantity = isObject(value) ? value : {};
      const { unit: _, code: __, ...bare } = quantity;
      return pick<Json>(
        [
          { ...quantity, comparator: '<' },
          { ...quantity, unit: 'g', code: 'g' },
          { ...bare, unit: 'mg/dL' },
          { ...quantity, unit: '[lb_av]' },
          bare,
          { ...quantity, code: 'd', unit: 'day' },
        ],
        how,
      );
    },
  },
} satisfies Readonly<Record<string, Kind>>;

/** The records with one change; as they are where there is no place for it. */
export function changed(records: readonly Json[], change: Change, stock: Stock): readonly Json[] {
  const kind: Kind = kinds[change.kind];
  const site = pick(sitesOf(records).filter(kind.fits), change.at);
  if (site === undefined) return records;
  const value = kind.changed(site, change.how, stock, elementOf(records, site));
  return withValue(records, site, value);
}

const kindNames: readonly (keyof typeof kinds)[] = [
  ...(['moved', 'moved', 'edge', 'edge', 'swapped', 'swapped', 'dropped'] as const),
  ...(['partial', 'offset', 'fraction', 'unbounded', 'emptied', 'exchanged'] as const),
  ...(['repeated', 'coded', 'recoded', 'counted', 'measured'] as const),
];

export const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...kindNames),
  at: fc.nat(9999),
  how: fc.nat(999),
});
