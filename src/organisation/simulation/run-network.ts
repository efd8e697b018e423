import { type EventQueue, eventQueue } from './event-queue.ts';
import { type QueueNetwork, type Service, visitsMax, visitsPerDay } from './queue-network.ts';

/** What happened at one station after the warm-up. */
export interface StationRun {
  /** Days from arrival at the station to the meeting that took it up, or to the beginning of service. */
  readonly waits: readonly number[];
  /** Matters waiting, averaged over time. */
  readonly meanQueue: number;
  readonly queueAtEnd: number;
  /** Share of the capacity that was used, 0…1. */
  readonly utilisation: number;
}

export interface NetworkRun {
  readonly stations: readonly StationRun[];
  /** For each flow, the days from raising to the last step, of those that ended after the warm-up. */
  readonly throughDays: readonly (readonly number[])[];
}

export interface RunOptions {
  readonly days: number;
  /** Days at the start that are not counted, while empty queues fill. */
  readonly warmUpDays: number;
  /** A stream of numbers from 0 up to, not including, 1: one for each flow, then one for each station. */
  readonly streamOf: (index: number) => () => number;
}

interface Matter {
  readonly flow: number;
  readonly raisedAt: number;
  readonly step: number;
  readonly arrivedAt: number;
}

type Happening =
  | { readonly kind: 'raised'; readonly time: number; readonly flow: number }
  | { readonly kind: 'meeting'; readonly time: number; readonly station: number }
  | {
      readonly kind: 'served';
      readonly time: number;
      readonly station: number;
      readonly matter: Matter;
    };

interface Desk {
  readonly service: Service;
  readonly waiting: Matter[];
  /** Index of the longest waiting; what lies before it has been taken up. */
  head: number;
  busy: number;
  changedAt: number;
  readonly waits: number[];
  queueDays: number;
  usedCapacity: number;
  capacity: number;
}

interface Run {
  readonly network: QueueNetwork;
  readonly options: RunOptions;
  readonly events: EventQueue<Happening>;
  readonly desks: readonly Desk[];
  readonly throughDays: readonly number[][];
  readonly streams: readonly (() => number)[];
}

/**
 * Lets matters arise, wait and pass from station to station for a number of days, event by event.
 *
 * @throws RangeError when the run would have more than `visitsMax` visits, or its days make no sense
 */
export function runNetwork(network: QueueNetwork, options: RunOptions): NetworkRun {
  requireBounds(network, options);
  const run = begin(network, options);
  for (
    let event = run.events.next();
    event !== undefined && event.time < options.days;
    event = run.events.next()
  )
    happen(run, event);
  return ended(run);
}

function requireBounds(network: QueueNetwork, { days, warmUpDays }: RunOptions): void {
  if (!(days > warmUpDays && warmUpDays >= 0))
    throw new RangeError(`runNetwork: ${days} days with ${warmUpDays} of warm-up`);
  const visits = days * visitsPerDay(network);
  if (visits > visitsMax)
    throw new RangeError(`runNetwork: about ${Math.round(visits)} visits, ${visitsMax} allowed`);
}

function begin(network: QueueNetwork, options: RunOptions): Run {
  const run: Run = {
    network,
    options,
    events: eventQueue<Happening>(),
    desks: network.stations.map(({ service }) => desk(service)),
    throughDays: network.flows.map(() => []),
    streams: [...network.flows, ...network.stations].map((_, i) => options.streamOf(i)),
  };
  for (const flow of network.flows.keys()) planNextRaising(run, flow, 0);
  for (const [station, { service }] of network.stations.entries())
    if (service.kind === 'meetings')
      run.events.add({ kind: 'meeting', time: service.firstDay, station });
  return run;
}

const desk = (service: Service): Desk => ({
  ...{ service, waiting: [], head: 0, busy: 0, changedAt: 0 },
  ...{ waits: [], queueDays: 0, usedCapacity: 0, capacity: 0 },
});

/** Gaps between independent arrivals are exponential: −ln(1 − u) / rate. */
function planNextRaising(run: Run, flow: number, now: number): void {
  const perDay = run.network.flows[flow]?.perDay ?? 0;
  if (perDay > 0)
    run.events.add({ kind: 'raised', time: now + exponential(run, flow, 1 / perDay), flow });
}

function exponential({ streams }: Run, stream: number, mean: number): number {
  const random = streams[stream];
  if (random === undefined) throw new RangeError(`runNetwork: there is no stream ${stream}`);
  return -mean * Math.log(1 - random());
}

function happen(run: Run, event: Happening): void {
  switch (event.kind) {
    case 'raised':
      planNextRaising(run, event.flow, event.time);
      arrive(run, { flow: event.flow, raisedAt: event.time, step: 0, arrivedAt: event.time });
      return;
    case 'meeting':
      meet(run, event.station, event.time);
      return;
    case 'served':
      leaveServer(run, event);
      return;
    default:
      event satisfies never;
  }
}

function arrive(run: Run, matter: Matter): void {
  const station = run.network.flows[matter.flow]?.path[matter.step];
  if (station === undefined) {
    if (matter.arrivedAt >= run.options.warmUpDays)
      run.throughDays[matter.flow]?.push(matter.arrivedAt - matter.raisedAt);
    return;
  }
  const at = deskAt(run, station);
  count(run, at, matter.arrivedAt);
  at.waiting.push(matter);
  if (at.service.kind === 'servers') startServing(run, station, matter.arrivedAt);
}

function deskAt({ desks }: Run, station: number): Desk {
  const at = desks[station];
  if (at === undefined) throw new RangeError(`runNetwork: there is no station ${station}`);
  return at;
}

/** Adds the time since the last change to what is averaged over time; the warm-up does not count. */
function count({ options }: Run, at: Desk, now: number): void {
  const days = Math.max(0, now - Math.max(at.changedAt, options.warmUpDays));
  at.queueDays += days * (at.waiting.length - at.head);
  if (at.service.kind === 'servers') {
    at.usedCapacity += days * at.busy;
    at.capacity += days * at.service.servers;
  }
  at.changedAt = now;
}

/** The longest waiting, taken up now. */
function takeUp(run: Run, at: Desk, now: number): Matter | undefined {
  const matter = at.waiting[at.head];
  if (matter === undefined) return undefined;
  at.head += 1;
  if (at.head === at.waiting.length) {
    at.waiting.length = 0;
    at.head = 0;
  }
  if (now >= run.options.warmUpDays) at.waits.push(now - matter.arrivedAt);
  return matter;
}

function meet(run: Run, station: number, now: number): void {
  const at = deskAt(run, station);
  if (at.service.kind !== 'meetings') return;
  const { everyDays, mattersPerMeeting } = at.service;
  count(run, at, now);
  const taken: Matter[] = [];
  while (taken.length < mattersPerMeeting) {
    const matter = takeUp(run, at, now);
    if (matter === undefined) break;
    taken.push(matter);
  }
  if (now >= run.options.warmUpDays) {
    at.usedCapacity += taken.length;
    at.capacity += mattersPerMeeting;
  }
  run.events.add({ kind: 'meeting', time: now + everyDays, station });
  for (const matter of taken) arrive(run, { ...matter, step: matter.step + 1, arrivedAt: now });
}

function startServing(run: Run, station: number, now: number): void {
  const at = deskAt(run, station);
  if (at.service.kind !== 'servers' || at.busy >= at.service.servers) return;
  const matter = takeUp(run, at, now);
  if (matter === undefined) return;
  at.busy += 1;
  const stream = run.network.flows.length + station;
  const time = now + exponential(run, stream, at.service.meanServiceDays);
  run.events.add({ kind: 'served', time, station, matter });
}

function leaveServer(
  run: Run,
  { station, matter, time }: Extract<Happening, { readonly kind: 'served' }>,
): void {
  const at = deskAt(run, station);
  count(run, at, time);
  at.busy -= 1;
  startServing(run, station, time);
  arrive(run, { ...matter, step: matter.step + 1, arrivedAt: time });
}

function ended(run: Run): NetworkRun {
  const { days, warmUpDays } = run.options;
  return {
    stations: run.desks.map((at) => {
      count(run, at, days);
      return {
        waits: at.waits,
        meanQueue: at.queueDays / (days - warmUpDays),
        queueAtEnd: at.waiting.length - at.head,
        utilisation: at.capacity === 0 ? 0 : at.usedCapacity / at.capacity,
      };
    }),
    throughDays: run.throughDays,
  };
}
