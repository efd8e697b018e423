import { createHash } from 'node:crypto';
import { groupBy } from '#core';
import { qualityChecks } from '#data';
import { type Challenge, type FoundByCheck, openForSignal } from '#practice';
import {
  appendEntry,
  type Changes,
  challengesByChecks,
  insertChallenge,
  insertThread,
  updateChallenge,
} from '#store';
import { blankEntry } from '../command.ts';
import type { OrganisationInForce } from '../context.ts';
import type { QualityAlarm } from './alarms.ts';
import { supportOwner } from './support-owner.ts';

interface Routing {
  readonly alarms: readonly QualityAlarm[];
  readonly organisation: OrganisationInForce;
  readonly now: string;
  readonly dataVersion: string;
}

/** From so many units on, what a check found is one matter of the whole organisation: a transfer, not a ward. */
const unitsTogether = 5;

/**
 * Gives each alarm to an owner in the support unit, with a thread: what is open already grows, and what somebody has
 * concluded on stays concluded for its months.
 *
 * @returns the threads that were opened
 */
export async function routeAlarms(tx: Changes, routing: Routing): Promise<readonly string[]> {
  const known = await challengesByChecks(tx);
  const opened: string[] = [];
  for (const alarm of together(routing)) {
    const same = known.filter(
      ({ about, unitId }) =>
        about.kind === 'check' && about.checkId === alarm.checkId && unitId === alarm.unitId,
    );
    const open = same.find(({ conclusion }) => conclusion === null);
    if (open !== undefined) await grow(tx, open, alarm);
    else if (!same.some((one) => covers(one, alarm)))
      opened.push(await openNew(tx, alarm, routing));
  }
  return opened;
}

function together({ alarms, organisation }: Routing): readonly QualityAlarm[] {
  const top = organisation.tree.units[0]?.id ?? '';
  return [...groupBy(alarms, ({ checkId }) => checkId).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined || same.length < unitsTogether) return same;
    return [
      {
        ...first,
        unitId: top,
        firstMonth: same.map(({ firstMonth }) => firstMonth).toSorted()[0] ?? first.firstMonth,
        lastMonth:
          same
            .map(({ lastMonth }) => lastMonth)
            .toSorted()
            .at(-1) ?? first.lastMonth,
        bad: same.reduce((sum, { bad }) => sum + bad, 0),
        checked: same.reduce((sum, { checked }) => sum + checked, 0),
        subjects: [...new Set(same.flatMap(({ subjects }) => subjects))],
      },
    ];
  });
}

const covers = (one: Challenge, { firstMonth, lastMonth }: QualityAlarm): boolean =>
  one.firstMonth <= firstMonth && lastMonth <= one.lastMonth;

async function grow(tx: Changes, open: Challenge, alarm: QualityAlarm): Promise<void> {
  if (covers(open, alarm)) return;
  const [firstMonth] = inOrder(open.firstMonth, alarm.firstMonth);
  const [, lastMonth] = inOrder(open.lastMonth, alarm.lastMonth);
  await updateChallenge(tx, { ...open, firstMonth, lastMonth, found: foundBy(alarm) });
}

const foundBy = ({ bad, checked, subjects }: QualityAlarm): FoundByCheck => ({
  ...{ bad, checked, subjects },
});

const inOrder = (a: string, b: string): readonly [string, string] => (a <= b ? [a, b] : [b, a]);

async function openNew(
  tx: Changes,
  alarm: QualityAlarm,
  { organisation, now, dataVersion }: Routing,
): Promise<string> {
  const { checkId, unitId, firstMonth, lastMonth } = alarm;
  const ownerId = supportOwner(organisation, unitId);
  const name = `${checkId}\n${unitId}\n${firstMonth}\n${lastMonth}\n${now}`;
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 16);
  const title = qualityChecks.find(({ id }) => id === checkId)?.title.en ?? checkId;
  const found = foundBy(alarm);
  const thread = openForSignal({
    ...{ id: `t-${mark}`, unitId, measureId: null, ownerId, at: now },
    title: `${title}: ${firstMonth}${firstMonth === lastMonth ? '' : ` to ${lastMonth}`}`,
  });
  await insertThread(tx, thread);
  await insertChallenge(tx, {
    ...{ id: `q-${mark}`, threadId: thread.id, unitId, about: { kind: 'check', checkId } },
    ...{ firstMonth, lastMonth, said: null, dataVersion, definitionVersion: null },
    ...{ text: '', found, raisedBy: null, raisedAt: now, ownerId, conclusion: null },
  });
  await appendEntry(tx, {
    ...blankEntry,
    ...{ at: now, personId: null, command: 'quality.found', threadId: thread.id, unitId },
    words: {
      ...{ firstMonth, lastMonth, bad: String(found.bad), checked: String(found.checked) },
      subjects: found.subjects.join(', '),
    },
    detail: ownerId === null ? {} : { ownerId },
  });
  return thread.id;
}
