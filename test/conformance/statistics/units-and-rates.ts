import {
  byarHalfInterval,
  byarInterval,
  clopperPearsonInterval,
  directlyStandardisedRate,
  exactProportionLimit,
  exactRateInterval,
  type FunnelKind,
  type FunnelLimits,
  type FunnelUnit,
  funnelPlot,
  type Interval,
  plainProportionLimit,
  poissonCdf,
  poissonUpperTail,
  sum,
  wilsonInterval,
} from '#statistics';
import { brentRoot, UNIROOT_TOLERANCE } from './brent-root.ts';
import {
  type Adapter,
  asFields,
  type Fields,
  fields,
  labels,
  numbers,
  optionalNumber,
  optionalText,
  type StatisticsCase,
  text,
} from './case.ts';

const kinds: Readonly<Record<string, FunnelKind>> = {
  SR: 'standardised-ratio',
  PR: 'proportion',
  RC: 'ratio-of-counts',
};

interface Units {
  readonly groups: readonly string[];
  readonly numerators: readonly number[];
  readonly denominators: readonly number[];
}

/** Rows of one group are added up; groups keep the order in which they first appear. */
function unitsOf(input: Fields): Units {
  const rows = labels(input, 'group');
  const groups = [...new Set(rows)];
  const totals = (name: string): number[] => {
    const values = numbers(input, name);
    return groups.map((group) => sum(values.filter((_, i) => rows[i] === group)));
  };
  return { groups, numerators: totals('numerator'), denominators: totals('denominator') };
}

function funnelCase({ options, input }: StatisticsCase): unknown {
  const units = unitsOf(input);
  const kind = kinds[text(options, 'data_type')];
  if (kind === undefined) throw new Error(`no data type ${text(options, 'data_type')}`);
  const funnel = funnelPlot({
    kind,
    numerators: units.numerators,
    denominators: units.denominators,
    ratioScale: optionalText(options, 'sr_method') === 'CQC' ? 'square-root' : 'log',
    squareRootLimits: 'linear',
    trimShare: optionalNumber(options, 'trim_by'),
  });
  if (funnel.kind === 'not-estimable') throw new Error(`no funnel: ${funnel.reason}`);
  const { phi, tau2, units: judged } = funnel.value;
  const is95 = optionalNumber(options, 'limit') === 95;
  const isOutside = (unit: FunnelUnit | null): number =>
    Number((is95 ? unit?.outside95 : unit?.outside998) ?? false);
  return {
    group: units.groups,
    ratio: judged.map((unit) => unit?.value ?? null),
    Y: judged.map((unit) => unit?.transformed ?? null),
    z: judged.map((unit) => unit?.z ?? null),
    z_winsorised_or_truncated: judged.map((unit) => unit?.trimmedZ ?? null),
    phi,
    tau2,
    ...limitColumns(
      '',
      judged.map((unit) => unit?.limits ?? null),
    ),
    ...(tau2 > 0
      ? limitColumns(
          'OD',
          judged.map((unit) => unit?.adjustedLimits ?? null),
        )
      : {}),
    outlier_od: judged.map(isOutside),
  };
}

/** Columns such as LCL95 and OD998UCL. */
function limitColumns(prefix: '' | 'OD', limits: readonly (FunnelLimits | null)[]): object {
  const name = (side: string, level: string): string =>
    prefix === '' ? side + level : prefix + level + side;
  return {
    [name('LCL', '95')]: limits.map((each) => each?.lower95 ?? null),
    [name('UCL', '95')]: limits.map((each) => each?.upper95 ?? null),
    [name('LCL', '998')]: limits.map((each) => each?.lower998 ?? null),
    [name('UCL', '998')]: limits.map((each) => each?.upper998 ?? null),
  };
}

function exactFunnelCase({ input }: StatisticsCase): unknown {
  const events = numbers(input, 'numerator');
  const cases = numbers(input, 'denominator');
  const theta = sum(events) / sum(cases);
  const limits = (p: number): number[] => cases.map((n) => exactProportionLimit(p, n, theta));
  const plain = (p: number): number[] => cases.map((n) => plainProportionLimit(p, n, theta));
  const wilson = cases.map((n, i) => wilsonInterval(events[i] ?? 0, n));
  return {
    theta,
    ll998: limits(0.001),
    ll95: limits(0.025),
    ul95: limits(0.975),
    ul998: limits(0.999),
    plain_ll998: plain(0.001),
    plain_ul998: plain(0.999),
    wilson_low: wilson.map(({ lower }) => lower),
    wilson_high: wilson.map(({ upper }) => upper),
  };
}

const columns = (name: string, intervals: readonly Interval[]): object => ({
  [`${name}_low`]: intervals.map(({ lower }) => lower),
  [`${name}_high`]: intervals.map(({ upper }) => upper),
});

/**
 * The exact interval as the reference package finds it: by root search that stops at 1e-4. Our own
 * interval must lie within that tolerance of it.
 */
function early(count: number, exposure: number): Interval {
  const highest = count * 5 + 4;
  const upper = brentRoot((mean) => poissonCdf(count, mean) - 0.025, 0, highest);
  const lower =
    count === 0 ? 0 : brentRoot((mean) => poissonUpperTail(count - 1, mean) - 0.025, 0, highest);
  const exact = exactRateInterval(count, exposure);
  const miss = Math.max(
    Math.abs(exact.lower * exposure - lower),
    Math.abs(exact.upper * exposure - upper),
  );
  if (miss > UNIROOT_TOLERANCE)
    throw new Error(`exact interval for ${count} is ${miss} events off`);
  return { lower: lower / exposure, upper: upper / exposure };
}

function ratesCase({ input }: StatisticsCase): unknown {
  const counts = numbers(input, 'count');
  const exposure = numbers(input, 'persontime');
  const x = numbers(input, 'x');
  const n = numbers(input, 'n');
  const casesOf = (i: number): number => n[i] ?? n[0] ?? 0;
  const rates = (interval: typeof byarInterval): Interval[] =>
    counts.map((count, i) => interval(count, exposure[i] ?? 0));
  return {
    ...columns(
      'exact',
      counts.map((count, i) => early(count, exposure[i] ?? 0)),
    ),
    ...columns('byar_epitools', rates(byarHalfInterval)),
    ...columns('byar_phe', rates(byarInterval)),
    ...columns(
      'wilson',
      x.map((events, i) => wilsonInterval(events, casesOf(i))),
    ),
    ...columns(
      'cp',
      x.map((events, i) => clopperPearsonInterval(events, casesOf(i))),
    ),
  };
}

/** The counts of each unit stand beside the result they lead to. */
function directStandardisation({ input, expected }: StatisticsCase): unknown {
  const standard = numbers(input, 'stdpop');
  const units = Object.entries(asFields(expected)).map(([name, unit]) => {
    const counts = fields({ unit }, 'unit');
    const events = numbers(counts, 'count');
    const population = numbers(counts, 'pop');
    const rate = directlyStandardisedRate({ events, population, standard });
    if (rate.kind === 'not-estimable') throw new Error(`no rate: ${rate.reason}`);
    const { crudeRate, rate: adjusted, interval } = rate.value;
    const result = {
      'crude.rate': crudeRate,
      'adj.rate': adjusted,
      lci: interval.lower,
      uci: interval.upper,
    };
    return [name, { count: events, pop: population, result }] as const;
  });
  return Object.fromEntries(units);
}

export const unitAndRateAdapters: Readonly<Record<string, Adapter>> = {
  funnel: funnelCase,
  'funnel-exact': exactFunnelCase,
  'rates-ci': ratesCase,
  'rates-direct-standardisation': directStandardisation,
};
