import { problem } from '#core';
import { lockAlert, markAcknowledged } from '#store';
import { command } from '../command.ts';
import { Conflict, found } from '../trouble.ts';

type Input = {
  readonly requestId: string;
  readonly alertId: string;
  readonly outcome: string;
};

/** Somebody on duty has seen an alert and says what they do about it; from then on it is theirs. */
export const acknowledgeAlert = command({
  name: 'alert.acknowledge',
  load: async (tx, { alertId }: Input) => found(await lockAlert(tx, alertId), 'alert', alertId),
  unitOf: ({ unitId }) => unitId,
  undoneBy: null,
  run: async (tx, { id, unitId, role, acknowledgedAt }, { outcome }, { person, at }) => {
    if (acknowledgedAt !== null) throw new Conflict(already);
    await markAcknowledged(tx, id, { personId: person.id, at, outcome });
    return { entry: { unitId, detail: { outcome, alert: { id, role } } } };
  },
});

const already = problem(
  'alert-acknowledged',
  'Somebody has acknowledged this alert already.',
  'Look at the page again: it says who.',
);
