/** How a place works through what waits there, always the longest waiting first. */
export type Service =
  | {
      /** Meets on fixed days, and has time for so many matters each time. */
      readonly kind: 'meetings';
      readonly everyDays: number;
      /** Day of the first meeting, 0 or later. */
      readonly firstDay: number;
      readonly mattersPerMeeting: number;
    }
  | {
      /** So many people, each with one matter at a time; the time it takes is exponentially distributed. */
      readonly kind: 'servers';
      readonly servers: number;
      readonly meanServiceDays: number;
    };

export interface Station {
  readonly id: string;
  readonly service: Service;
}

/** Matters that arise independently of each other, as a Poisson stream, and all go the same way. */
export interface Flow {
  readonly id: string;
  readonly perDay: number;
  /** Indices of the stations passed, in order; a station may come several times. */
  readonly path: readonly number[];
}

export interface QueueNetwork {
  readonly stations: readonly Station[];
  readonly flows: readonly Flow[];
}

/** The most visits to a station that one run may be expected to have. */
export const visitsMax = 5_000_000;

const perDayAt = ({ flows }: QueueNetwork, station: number): number =>
  flows.reduce(
    (sum, { perDay, path }) => sum + perDay * path.filter((at) => at === station).length,
    0,
  );

/** Matters a station can take in a day. */
const capacityPerDay = (service: Service): number =>
  service.kind === 'meetings'
    ? service.mattersPerMeeting / service.everyDays
    : service.servers / service.meanServiceDays;

/**
 * The share of a station's time that its arrivals need: arrivals a day over matters it can take a day. From 1 on, its
 * queue grows for ever.
 */
export const offeredLoads = (network: QueueNetwork): readonly number[] =>
  network.stations.map(({ service }, i) => perDayAt(network, i) / capacityPerDay(service));

/** Visits to all stations that a day is expected to bring. */
export const visitsPerDay = ({ flows }: QueueNetwork): number =>
  flows.reduce((sum, { perDay, path }) => sum + perDay * path.length, 0);
