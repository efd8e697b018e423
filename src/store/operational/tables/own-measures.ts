import type { Said } from '#core';
import type { ElmLibrary } from '#cql';
import type { Instant, Json } from './columns.ts';

interface TerminologyTable {
  kind: 'value-set' | 'code-system';
  url: string;
  version: string;
  name: string;
  digest: string;
  resource: Json<object>;
  brought_at: Instant;
}

/** A library as it is evaluated, and its text where that came too. */
export interface OwnLibrary {
  readonly elm: ElmLibrary;
  readonly cql: string | null;
}

interface OwnMeasureTable {
  id: string;
  version: string;
  digest: string;
  resource: Json<object>;
  libraries: Json<readonly OwnLibrary[]>;
  brought_at: Instant;
  ledger_seq: number;
}

interface OwnChartTable {
  measure_id: string;
  own_measure_id: string;
  way: 'sql' | 'memory' | 'none';
  because: string | null;
  said: Json<Said | null>;
  place: string | null;
}

interface OwnCountingTable {
  own_measure_id: string;
  patients_done: number;
  patients_all: number | null;
  seconds_left: number | null;
}

/** What an organisation brings itself: measures, value sets and code systems. */
export interface OwnMeasureTables {
  terminology: TerminologyTable;
  own_measure: OwnMeasureTable;
  own_chart: OwnChartTable;
  own_counting: OwnCountingTable;
}
