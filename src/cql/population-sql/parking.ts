import { Cte } from './cte.ts';
import type { Source } from './frame.ts';
import type { Bound, TimePiece, TimeValue, Value } from './value.ts';

/** Longer expressions are written once, as a column of the rows they speak of. */
const longest = 200;

/**
 * A value whose long expressions about one row are columns of that row. Definitions are written in place, so that
 * without this each use of a use would double the text.
 */
export function parked(value: Value, sources: ReadonlyMap<string, Source>): Value {
  const park = (sql: string): string => parkedSql(sql, sources);
  switch (value.kind) {
    case 'time':
      return value.origin === null && !value.isExact ? parkedTime(value, park) : value;
    case 'number': {
      const low = park(value.low);
      return { ...value, low, high: value.high === value.low ? low : park(value.high) };
    }
    case 'truth':
      return Math.max(value.isTrue.length, value.isFalse.length) <= longest
        ? value
        : { kind: 'truth', isTrue: park(value.isTrue), isFalse: park(value.isFalse) };
    case 'interval': {
      const { isPresent } = value;
      return {
        ...value,
        low: parkedBound(value.low, sources),
        high: parkedBound(value.high, sources),
        isPresent: isPresent === null ? null : () => park(isPresent()),
      };
    }
    case 'choice': {
      const alternatives = value.alternatives.map((form) => ({
        ...form,
        when: park(form.when),
        value: parked(form.value, sources),
      }));
      return { kind: 'choice', alternatives };
    }
    default:
      return value;
  }
}

function parkedBound(bound: Bound, sources: ReadonlyMap<string, Source>): Bound {
  if (bound.value.kind !== 'time') return bound;
  const value = parked(bound.value, sources);
  return value.kind === 'time' ? { ...bound, value } : bound;
}

function parkedTime(time: TimeValue, park: (sql: string) => string): TimeValue {
  const held = new Map<TimePiece, string>();
  const { standIn } = time;
  return {
    ...time,
    piece: (which) => {
      const sql = held.get(which) ?? park(time.piece(which));
      held.set(which, sql);
      return sql;
    },
    standIn: standIn === null ? null : () => parkedTime(standIn(), park),
  };
}

/** Only what speaks of one row of a common table expression, and of no list, is a column of it. */
function parkedSql(sql: string, sources: ReadonlyMap<string, Source>): string {
  if (sql.length <= longest || /\bSELECT\b|\bperiod\.|\bperiod_days\.|\bitem\b/.test(sql))
    return sql;
  const withoutTexts = sql.replaceAll(/'(?:[^']|'')*'/g, "''");
  const aliases = new Set([...withoutTexts.matchAll(/("[^"]+")\./g)].map(([, alias]) => alias));
  const [only, ...others] = aliases;
  if (only === undefined || others.length > 0) return sql;
  const isInText = sql.split(`${only}.`).length !== withoutTexts.split(`${only}.`).length;
  const relation = sources.get(only)?.relation;
  return relation instanceof Cte && !isInText ? relation.derive(only, sql) : sql;
}
