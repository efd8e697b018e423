import { addMonths } from '#core';
import { qualityChecks } from '#data';
import {
  type ClinicalStore,
  countQuality,
  dataVersion,
  inTransaction,
  prepareQuality,
  type QualityCount,
  qualityThresholds,
  recordQuality,
  type StoredQualityCount,
} from '#store';
import { type Application, organisationInForce } from '../context.ts';
import { qualityAlarms } from './alarms.ts';
import { routeAlarms } from './route-alarms.ts';

/** As far back as charts show. */
const monthsChecked = 60;

export interface QualityRunSummary {
  readonly counted: number;
  /** Checks above their threshold, unit by unit. */
  readonly alarms: number;
  /** Those that are new and were given to somebody. */
  readonly routed: number;
}

/** Runs every check over what is held, keeps what they counted, and gives what is above a threshold to an owner. */
export async function runQuality(
  application: Application,
  clinical: ClinicalStore,
): Promise<QualityRunSummary> {
  const now = application.clock();
  const thisMonth = now.slice(0, 7);
  const months = { first: addMonths(thisMonth, -monthsChecked), last: thisMonth };
  await prepareQuality(clinical, { now, lastMonth: addMonths(thisMonth, -1) });
  const organisation = await organisationInForce(application.db);
  const counts: StoredQualityCount[] = [];
  // Check by check, so that requests are answered in between.
  for (const { id } of qualityChecks)
    for (const count of placed(await countQuality(clinical, id, months), organisation.tree))
      counts.push(count);
  const version = await dataVersion(clinical);
  const summary = await inTransaction(application.db, async (tx) => {
    await recordQuality(tx, { dataVersion: version, measuredAt: now }, counts);
    const topId = organisation.tree.units[0]?.id ?? '';
    const thresholds = await qualityThresholds(tx);
    const alarms = qualityAlarms(byMonth(counts), { thresholds, topId });
    const threads = await routeAlarms(tx, { alarms, organisation, now, dataVersion: version });
    return { counted: counts.length, alarms: alarms.length, threads };
  });
  for (const threadId of summary.threads) application.announce({ kind: 'thread', threadId });
  return { counted: summary.counted, alarms: summary.alarms, routed: summary.threads.length };
}

/** What belongs to no known unit counts at the top. */
function placed(
  found: readonly QualityCount[],
  tree: { readonly byId: ReadonlyMap<string, unknown>; readonly units: readonly { id: string }[] },
): Iterable<StoredQualityCount> {
  const top = tree.units[0]?.id ?? '';
  const summed = new Map<string, StoredQualityCount>();
  for (const count of found) {
    const unitId = count.unitId !== null && tree.byId.has(count.unitId) ? count.unitId : top;
    const key = `${unitId}\n${count.month}\n${count.subject}`;
    const known = summed.get(key);
    summed.set(key, known === undefined ? { ...count, unitId } : addUp(known, count));
  }
  return summed.values();
}

const byMonth = (counts: readonly StoredQualityCount[]): readonly StoredQualityCount[] =>
  counts.toSorted((a, b) => (a.month < b.month ? -1 : 1));

const addUp = (known: StoredQualityCount, more: QualityCount): StoredQualityCount => ({
  ...known,
  checked: known.checked + more.checked,
  bad: known.bad + more.bad,
  expected:
    (known.expected * known.checked + more.expected * more.checked) /
    (known.checked + more.checked),
});
