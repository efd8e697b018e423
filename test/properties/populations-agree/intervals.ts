/** A choice between a stretch of time and a moment, as published measures make of what a record holds. */
const formOfPeriod =
  "(case when E.status = 'finished' then E.period else Interval[start of E.period, start of E.period] end)";

/** Relations of intervals, moved times and forms of a choice: name, FHIR type of the rows, CQL. */
export const intervalsTried: readonly (readonly [name: string, basis: string, cql: string])[] = [
  ...relations('overlaps'),
  ...relations('overlaps before'),
  ...relations('overlaps after'),
  ...relations('during'),
  ...relations('includes'),
  ...relations('before'),
  ...relations('after'),
  ...forms('overlaps', 'Interval[start of E.period, end of E.period)'),
  ...forms('overlaps', 'Interval[start of E.period, null)'),
  ...forms('overlaps', 'Interval(null, end of E.period]'),
  ...forms('during', 'Interval[start of E.period, end of E.period)'),
  ...forms('includes', 'Interval[null, end of E.period]'),
  ...forms('after', 'Interval[start of E.period, null)'),
  ...forms('overlaps', formOfPeriod),
  ...forms('during', formOfPeriod),
  [
    'the end of an open interval',
    'Encounter',
    inPeriod('end of Interval[start of E.period, end of E.period)'),
  ],
  ...both('end of E.period in Interval[start of E.period, start of E.period]'),
  ...both('(start of E.period) + 24 hours before end of "Measurement Period"'),
  ...both('(start of E.period) - 30 hours on or after start of "Measurement Period"'),
  ...both('(end of E.period) + 48 hours after start of "Measurement Period"'),
  ...both('(end of E.period) - 24 hours on or before start of "Measurement Period"'),
  [
    'within a day of another',
    'Encounter',
    '[Encounter] E with [Encounter] F such that start of E.period in Interval[(start of F.period) - 24 hours, start of F.period) ',
  ],
  ['a month later', 'Encounter', inPeriod('(start of E.period) + 1 month')],
  ['a month earlier', 'Encounter', inPeriod('(end of E.period) - 1 month')],
  ['two years earlier', 'Encounter', inPeriod('(start of E.period) - 2 years + 24 months')],
  ['thirteen months later', 'Encounter', inPeriod('(start of E.period) + 13 months - 1 year')],
  [
    'a month earlier by the instant',
    'Encounter',
    '[Encounter] E where (start of E.period) - 1 month before end of "Measurement Period"',
  ],
  [
    'not in the year before the period',
    'Encounter',
    '[Encounter] E where not (start of E.period in Interval[(start of "Measurement Period") - 12 months, start of "Measurement Period"))',
  ],
  [
    'an hour before the period',
    'Encounter',
    '[Encounter] E where (start of E.period) + 1 hour in "Measurement Period"',
  ],
  [
    'on a date of the period',
    'Encounter',
    '[Encounter] E where date from start of E.period in Interval[date from start of "Measurement Period", date from end of "Measurement Period"]',
  ],
  [
    'not on a date of the period',
    'Encounter',
    '[Encounter] E where not (date from end of E.period in Interval[date from start of "Measurement Period", date from end of "Measurement Period"])',
  ],
  [
    'of an adult on the date',
    'Encounter',
    '[Encounter] E where AgeInYearsAt(date from start of E.period) >= 18',
  ],
  [
    'not of an adult on the date',
    'Encounter',
    '[Encounter] E where not (AgeInYearsAt(date from start of E.period) >= 18)',
  ],
  ['finished in any letters', 'Encounter', "[Encounter] E where E.status ~ 'Finished'"],
  ['not finished in any letters', 'Encounter', "[Encounter] E where E.status !~ 'finished'"],
];

/** A condition, as of a time moved by hours, and that it does not hold. */
function both(condition: string): readonly (readonly [string, string, string])[] {
  return [condition, `not (${condition})`].map((one) => [
    one.replaceAll('"', ''),
    'Encounter',
    `[Encounter] E where ${one}`,
  ]);
}

function relations(relation: string) {
  return forms(relation, 'E.period');
}

/** The relation to the measurement period by the instant and by the day, and that it does not hold. */
function forms(relation: string, interval: string): readonly (readonly [string, string, string])[] {
  const period = '"Measurement Period"';
  return [
    ['', `${interval} ${relation} ${period}`],
    ['not ', `not (${interval} ${relation} ${period})`],
    ['by day ', `${interval} ${relation} day of ${period}`],
    ['not by day ', `not (${interval} ${relation} day of ${period})`],
  ].map(([how = '', condition = '']) => [
    `${how}${relation} ${interval}`.replaceAll(/["\s]+/g, ' '),
    'Encounter',
    `[Encounter] E where ${condition}`,
  ]);
}

function inPeriod(time: string): string {
  return `[Encounter] E where ${time} in day of "Measurement Period"`;
}
