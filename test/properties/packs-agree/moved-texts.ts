const written = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** A time moved by milliseconds, as finely written and with the offset that it had. */
export function movedTime(text: string, ms: number): string {
  const [, , fraction = '', offset = ''] = written.exec(text) ?? [];
  if (!text.includes('T')) return isoOf(Date.parse(text) + ms, text).slice(0, text.length);
  const instant = Date.parse(offset === '' ? `${text}Z` : text) + ms;
  const ownMs = offsetMs(offset);
  const moved = isoOf(instant + ownMs, text);
  const milliseconds = fraction === '' && ms % 1000 === 0 ? '' : moved.slice(19, 23);
  return `${moved.slice(0, 19)}${milliseconds}${offset}`;
}

/** An instant as UTC text; what is no time stays as it is written. */
function isoOf(instant: number, otherwise: string): string {
  const isHeld = Number.isFinite(instant) && Math.abs(instant) < 8e15;
  return isHeld ? new Date(instant).toISOString() : otherwise;
}

function offsetMs(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -size : size;
}

/** A time at the edge of the period, a second or a day within it or outside, as finely written as the text. */
export function timeOnEdge(
  text: string,
  period: { readonly start: string; readonly end: string },
  how: number,
): string {
  const edge = Date.parse(how % 2 === 0 ? period.start : period.end);
  const away = [0, 1000, -1000, 1, -1, 86_400_000, -86_400_000][(how >> 1) % 7] ?? 0;
  const instant = new Date(edge + away).toISOString();
  if (!text.includes('T')) return instant.slice(0, text.length);
  return away % 1000 === 0 && !text.includes('.') ? instant.replace('.000', '') : instant;
}

/** The same clock with another offset. */
export const withOffset = (text: string, offset: string): string =>
  text.replace(/(Z|[+-]\d\d:\d\d)?$/, offset);

/** The same second with another fraction. */
export const withFraction = (text: string, fraction: string): string =>
  text.replace(
    /(:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
    (_, seconds: string, __, offset = '') => `${seconds}${fraction}${offset}`,
  );
