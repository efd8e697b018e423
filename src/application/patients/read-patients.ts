import { createHmac } from 'node:crypto';
import { ProblemError, problem } from '#core';
import { may } from '#organisation';
import { appendEntry, inTransaction } from '#store';
import { blankEntry } from '../command.ts';
import { type Context, organisationInForce } from '../context.ts';
import { found, NotAllowed } from '../trouble.ts';

export interface PatientReading {
  readonly unitId: string;
  /** The number that is looked behind; null where it is the patient's own page. */
  readonly measureId: string | null;
  /** Empty where no month is meant. */
  readonly month: string;
  /** Why, in the reader's words. */
  readonly purpose: string;
  /** Null when a list is read. */
  readonly patientId: string | null;
}

const purposeLengthMin = 10;

/**
 * Reads about patients: only for a clinical or data role in that unit, only with a purpose, and only once the ledger
 * has it. What is read is read after the entry is kept, so that no reading goes unseen.
 */
export async function readPatients<T>(
  context: Context,
  reading: PatientReading,
  read: () => Promise<T>,
): Promise<T> {
  const { unitId, measureId, month, patientId } = reading;
  const purpose = requirePurpose(reading.purpose);
  const { tree } = await organisationInForce(context.db);
  found(tree.byId.get(unitId), 'unit', unitId);
  if (!may(context.person, 'patients.read', unitId, tree))
    throw new NotAllowed('patients.read', unitId);
  const marked = patientId === null ? {} : { patientMark: patientMark(context, patientId) };
  await inTransaction(context.db, (tx) =>
    appendEntry(tx, {
      ...blankEntry,
      ...{ at: context.clock(), personId: context.person.id, command: 'patients.read' },
      ...{ unitId, measureId },
      words: month === '' ? { purpose } : { purpose, month },
      detail: marked,
    }),
  );
  return read();
}

function requirePurpose(text: string): string {
  const purpose = text.trim();
  if (purpose.length >= purposeLengthMin) return purpose;
  throw new ProblemError(
    problem(
      'purpose-missing',
      `Reading about patients needs a purpose of at least ${purposeLengthMin} letters.`,
      'Say in a few words what you need to find out.',
      'purpose',
      { least: purposeLengthMin },
    ),
  );
}

/**
 * Whom it was about, without saying it: the operational store holds no patient's id. Whoever has the data folder can
 * find a known patient's readings again by computing the same mark.
 */
export const patientMark = ({ auditKey }: Pick<Context, 'auditKey'>, patientId: string): string =>
  createHmac('sha256', auditKey).update(patientId).digest('base64url');
