const quarterHour = 900_000;
/** Since then, every zone has changed its clocks at a whole quarter of an hour. */
const wholeQuartersSince = Date.UTC(1973, 0);
const heldMax = 100_000;
const held = new Map<string, Map<number, number>>();

/** Minutes that a zone's clocks are ahead of UTC at an instant, an IANA zone such as Europe/Stockholm. */
export function offsetMinutes(zone: string, instantMs: number): number {
  if (zone === 'UTC') return 0;
  if (instantMs < wholeQuartersSince) return askedOffset(zone, instantMs);
  const ofZone = held.get(zone) ?? new Map<number, number>();
  held.set(zone, ofZone);
  const quarter = Math.floor(instantMs / quarterHour);
  const known = ofZone.get(quarter);
  if (known !== undefined) return known;
  if (ofZone.size >= heldMax) ofZone.clear();
  const offset = askedOffset(zone, instantMs);
  ofZone.set(quarter, offset);
  return offset;
}

function askedOffset(zone: string, instantMs: number): number {
  const parts = formatter(zone).formatToParts(new Date(instantMs));
  const number = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    number('year'),
    number('month') - 1,
    number('day'),
    number('hour'),
    number('minute'),
    number('second'),
  );
  return Math.round((shown - Math.floor(instantMs / 1000) * 1000) / 60_000);
}

/** The offset that clocks of the zone had at a local time; where the hour shows twice, the first. */
export function offsetAtLocalTime(zone: string, localAsUtcMs: number): number {
  const guess = offsetMinutes(zone, localAsUtcMs - offsetMinutes(zone, localAsUtcMs) * 60_000);
  const earlier = offsetMinutes(zone, localAsUtcMs - guess * 60_000 - 3_600_000);
  const showsTwice =
    earlier !== guess && offsetMinutes(zone, localAsUtcMs - earlier * 60_000) === earlier;
  return showsTwice ? earlier : guess;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const held = formatters.get(zone);
  if (held !== undefined) return held;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}
