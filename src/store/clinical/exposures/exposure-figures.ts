import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Month } from '#core';
import type { Arm } from '#practice';
import type { ClinicalStore } from '../clinical-store.ts';
import { jsonLines } from '../json-lines.ts';
import type { ClinicalRow } from '../store-client.ts';
import { exposureFolder } from './exposure-log.ts';

/** Cards of one rule in one unit and month, counted once each by what was last reported of them. */
export interface ExposureCount {
  /** Null when the records named no unit. */
  readonly unitId: string | null;
  readonly month: Month;
  readonly arm: Arm;
  readonly cards: number;
  readonly accepted: number;
  readonly overridden: number;
}

export interface ReasonCount {
  readonly unitId: string | null;
  /** Null when the person gave none. */
  readonly reason: string | null;
  readonly cards: number;
}

const columns = `{kind: 'VARCHAR', card: 'VARCHAR', "at": 'TIMESTAMPTZ', rule: 'VARCHAR', version: 'VARCHAR',
  hook: 'VARCHAR', arm: 'VARCHAR', unit: 'VARCHAR', patient: 'VARCHAR', outcome: 'VARCHAR',
  outcomeAt: 'TIMESTAMPTZ', suggestions: 'VARCHAR[]', reason: 'VARCHAR', comment: 'VARCHAR'}`;

/** The cards of a rule, each with the last thing reported of it; a line that was kept twice counts once. */
const cardsOf = (folder: string, zone: string): string => `
  WITH entry AS (
    SELECT * FROM read_json('${folder.replaceAll("'", "''")}/*.ndjson', format = 'newline_delimited', columns = ${columns})
    WHERE rule = $1
  ),
  last_report AS (
    SELECT card, arg_max(outcome, (outcomeAt, "at")) AS outcome, arg_max(reason, (outcomeAt, "at")) AS reason
    FROM entry WHERE kind = 'feedback' GROUP BY card
  ),
  exposed AS (
    SELECT DISTINCT entry.card, unit, arm, patient, strftime(timezone('${zone}', "at"), '%Y-%m') AS month,
      last_report.outcome, last_report.reason
    FROM entry LEFT JOIN last_report ON last_report.card = entry.card
    WHERE kind = 'exposure'
  )`;

/** @throws ProblemError with file and line where something that was kept cannot be read */
async function askCards(
  clinical: ClinicalStore,
  rule: string,
  question: string,
): Promise<readonly ClinicalRow[]> {
  const folder = exposureFolder(clinical.folder);
  try {
    const sql = `${cardsOf(folder, clinical.zone)} ${question}`;
    return await clinical.query(sql, { parameters: [rule] });
  } catch (error) {
    // The database says neither which file nor which line: it might quote what stands there.
    for (const name of logFiles(folder)) for await (const _ of jsonLines(path.join(folder, name)));
    throw error;
  }
}

/** What became of a rule's advice, by unit and month. */
export async function exposureCounts(
  clinical: ClinicalStore,
  rule: string,
): Promise<readonly ExposureCount[]> {
  if (isEmpty(clinical)) return [];
  const rows = await askCards(
    clinical,
    rule,
    `SELECT unit, month, arm, count(*)::INTEGER AS cards,
      (count(*) FILTER (outcome = 'accepted'))::INTEGER AS accepted,
      (count(*) FILTER (outcome = 'overridden'))::INTEGER AS overridden
    FROM exposed GROUP BY ALL ORDER BY ALL`,
  );
  return rows.map(({ unit, month, arm, cards, accepted, overridden }) => ({
    unitId: unit === null ? null : String(unit),
    month: String(month),
    arm: arm as Arm,
    ...{ cards: Number(cards), accepted: Number(accepted), overridden: Number(overridden) },
  }));
}

/** Why people did not follow the advice, by unit. */
export async function overrideReasons(
  clinical: ClinicalStore,
  rule: string,
): Promise<readonly ReasonCount[]> {
  if (isEmpty(clinical)) return [];
  const rows = await askCards(
    clinical,
    rule,
    `SELECT unit, reason, count(*)::INTEGER AS cards FROM exposed
    WHERE arm = 'shown' AND outcome = 'overridden' GROUP BY ALL ORDER BY cards DESC, reason`,
  );
  return rows.map(({ unit, reason, cards }) => ({
    unitId: unit === null ? null : String(unit),
    reason: reason === null ? null : String(reason),
    cards: Number(cards),
  }));
}

/** A patient for whom a rule's advice was shown or held back by chance, by the mark that the log keeps. */
export interface AdvisedPatient {
  readonly mark: string;
  /** Null when it was shown at one time and held back at another, as after a change of the setting. */
  readonly arm: 'shown' | 'withheld' | null;
  readonly firstMonth: Month;
}

/** Patients of a rule that works by chance. */
export async function advisedPatients(
  clinical: ClinicalStore,
  rule: string,
): Promise<readonly AdvisedPatient[]> {
  if (isEmpty(clinical)) return [];
  const rows = await askCards(
    clinical,
    rule,
    `SELECT patient, min(month) AS first_month,
      CASE WHEN count(DISTINCT arm) = 1 THEN min(arm) END AS arm
    FROM exposed WHERE arm IN ('shown', 'withheld') GROUP BY patient ORDER BY patient`,
  );
  return rows.map(({ patient, first_month, arm }) => ({
    mark: String(patient),
    arm: arm === 'shown' || arm === 'withheld' ? arm : null,
    firstMonth: String(first_month),
  }));
}

const isEmpty = (clinical: ClinicalStore): boolean =>
  logFiles(exposureFolder(clinical.folder)).length === 0;

const logFiles = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ndjson')) : [];
