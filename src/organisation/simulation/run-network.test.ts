import { describe, expect, test } from 'vitest';
import { offeredLoads, type QueueNetwork, type Service } from './queue-network.ts';
import { runNetwork } from './run-network.ts';

/** sfc32 (Doty-Humphrey), begun from three words; enough for tests. */
function stream(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, Math.imul(seed + 1, 0x85ebca6b), 1];
  const next = () => {
    const word = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    return (word >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 20; i++) next();
  return next;
}
const streamOf = (index: number) => stream(1000 + index);
const one = (service: Service, perDay: number): QueueNetwork => ({
  stations: [{ id: 's', service }],
  flows: [{ id: 'f', perDay, path: [0] }],
});
const average = (numbers: readonly number[]) =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const waitIn = (network: QueueNetwork, days: number, station = 0) => {
  const run = runNetwork(network, { days, warmUpDays: days / 20, streamOf });
  return { ...run.stations[station], wait: average(run.stations[station]?.waits ?? []) };
};
/** Within 5 %. */
const near = (found: number, expected: number) =>
  expect(Math.abs(found / expected - 1)).toBeLessThan(0.05);

/**
 * Erlang C: the probability that an arrival has to wait, a = λ/μ offered to c servers.
 * Erlang (1917); Kleinrock, Queueing Systems I (1975), eq. 3.40.
 */
function erlangC(a: number, c: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < c; k++) {
    term *= a / k;
    sum += term;
  }
  const last = ((term * a) / c) * (c / (c - a));
  return last / (sum + last);
}

describe('against queueing theory', () => {
  test.each([0.5, 0.8, 0.9])('M/M/1 waits ρ/(μ−λ) days at load %d', (load) => {
    // Kleinrock (1975), section 3.2: W_q = ρ / (μ − λ), here μ = 1.
    const { wait, utilisation } = waitIn(
      one({ kind: 'servers', servers: 1, meanServiceDays: 1 }, load),
      600_000,
    );
    near(wait, load / (1 - load));
    near(utilisation ?? 0, load);
  });
  test.each([
    [2, 1.6],
    [3, 2.4],
    [8, 7],
  ])('M/M/%d with %d offered waits as Erlang C says', (servers, offered) => {
    // W_q = C(c, a) / (cμ − λ), μ = 1.
    const expected = erlangC(offered, servers) / (servers - offered);
    const found = waitIn(one({ kind: 'servers', servers, meanServiceDays: 1 }, offered), 300_000);
    near(found.wait, expected);
    // Little (1961): L_q = λ W_q.
    near(found.meanQueue ?? 0, offered * expected);
  });
  test('our Erlang C is ρ for one server and 2ρ²/(1+ρ) for two', () => {
    // c = 2, ρ = 0.8: C = 2ρ²/(1+ρ) = 1.28/1.8.
    expect(erlangC(1.6, 2)).toBeCloseTo(1.28 / 1.8, 12);
    expect(erlangC(0.8, 1)).toBeCloseTo(0.8, 12);
  });
  test('two stations in a row behave each as if alone (Burke 1956, Jackson 1957)', () => {
    const servers: Service = { kind: 'servers', servers: 1, meanServiceDays: 1 };
    const network: QueueNetwork = {
      stations: [
        { id: 'a', service: servers },
        { id: 'b', service: { ...servers, meanServiceDays: 1.2 } },
      ],
      flows: [{ id: 'f', perDay: 0.7, path: [0, 1] }],
    };
    // μ_b = 1/1.2, ρ_b = 0.84, W_q = 0.84 / (0.8333 − 0.7) = 6.3
    near(waitIn(network, 600_000, 1).wait, 0.84 / (1 / 1.2 - 0.7));
    near(waitIn(network, 600_000, 0).wait, 0.7 / 0.3);
  });
});

/**
 * Mean number left after a meeting, when A ~ Poisson(λT) come between meetings and up to k are taken: the stationary
 * distribution of Q' = max(Q + A − k, 0), by iteration.
 */
function leftAfterMeeting(arrivals: number, capacity: number): number {
  const states = 400;
  const poisson = Array.from({ length: 200 }, () => 0);
  poisson[0] = Math.exp(-arrivals);
  for (let k = 1; k < poisson.length; k++) poisson[k] = ((poisson[k - 1] ?? 0) * arrivals) / k;
  let share: number[] = Array.from({ length: states }, (_, i) => (i === 0 ? 1 : 0));
  for (let round = 0; round < 3000; round++) {
    const next = Array.from({ length: states }, () => 0);
    for (const [q, p] of share.entries())
      if (p > 1e-15)
        for (const [a, r] of poisson.entries()) {
          const left = Math.min(Math.max(q + a - capacity, 0), states - 1);
          next[left] = (next[left] ?? 0) + p * r;
        }
    share = next;
  }
  return share.reduce((sum, p, q) => sum + p * q, 0);
}

describe('a forum that meets', () => {
  const every14 = (mattersPerMeeting: number): Service => ({
    ...{ kind: 'meetings', everyDays: 14, firstDay: 3 },
    mattersPerMeeting,
  });
  test('and has time for everything lets matters wait half a cadence', () => {
    near(waitIn(one(every14(100), 0.3), 300_000).wait, 7);
  });
  test('and has time for few lets them wait as bulk service theory says', () => {
    // λT = 4.2 a meeting, 5 taken. Time-average waiting: E[left] + λT/2 in the gap; Little: W = that / λ.
    const left = leftAfterMeeting(4.2, 5);
    const found = waitIn(one(every14(5), 0.3), 600_000);
    near(found.wait, (left + 2.1) / 0.3);
    near(found.utilisation ?? 0, 0.84); // 4.2 / 5
  });
  test('asked for more than it has time for grows a queue without end, by what it cannot take', () => {
    const run = runNetwork(one(every14(3), 0.3), { days: 14_000, warmUpDays: 0, streamOf });
    // 1,000 meetings, 4.2 − 3 left at each.
    near(run.stations[0]?.queueAtEnd ?? 0, 1200);
    expect(offeredLoads(one(every14(3), 0.3))[0]).toBeCloseTo(1.4, 12);
  });
});

describe('a run', () => {
  const network = one({ kind: 'meetings', everyDays: 14, firstDay: 0, mattersPerMeeting: 5 }, 0.3);
  test('is the same for the same seed', () => {
    const options = { days: 1000, warmUpDays: 100, streamOf };
    expect(runNetwork(network, options)).toEqual(runNetwork(network, options));
  });
  test('with no matters at all has nothing to wait for', () => {
    const run = runNetwork(one(network.stations[0]?.service ?? fail(), 0), {
      ...{ days: 100, warmUpDays: 0, streamOf },
    });
    expect(run).toEqual({
      stations: [{ waits: [], meanQueue: 0, queueAtEnd: 0, utilisation: 0 }],
      throughDays: [[]],
    });
  });
  test('that would be too long, or all warm-up, is refused', () => {
    expect(() => runNetwork(network, { days: 1e9, warmUpDays: 0, streamOf })).toThrow('visits');
    expect(() => runNetwork(network, { days: 10, warmUpDays: 10, streamOf })).toThrow('warm-up');
  });
});

function fail(): never {
  throw new Error('no station');
}
