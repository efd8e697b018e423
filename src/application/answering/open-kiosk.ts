import { may } from '#organisation';
import { appendEntry, inTransaction } from '#store';
import { blankEntry } from '../command.ts';
import { type Context, organisationInForce } from '../context.ts';
import { found, NotAllowed } from '../trouble.ts';

/** Lets a screen of the unit take in patients by their code alone. */
export async function openKiosk(context: Context, unitId: string): Promise<void> {
  const { db, person, clock } = context;
  const { tree } = await organisationInForce(db);
  found(tree.byId.get(unitId), 'unit', unitId);
  if (!may(person, 'answers.invite', unitId, tree)) throw new NotAllowed('answers.invite', unitId);
  await inTransaction(db, (tx) =>
    appendEntry(tx, {
      ...blankEntry,
      ...{ at: clock(), personId: person.id, command: 'answers.open-kiosk', unitId },
    }),
  );
}
