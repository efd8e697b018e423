/** Minutes that a zone's clocks are ahead of UTC at an instant, an IANA zone such as Europe/Stockholm. */
export function offsetMinutes(zone: string, instantMs: number): number {
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
