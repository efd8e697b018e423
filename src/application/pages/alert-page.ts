import { may, personRef, subtree, unitRef } from '#organisation';
import { type Database, loadAlert, openAlerts, type SafetyAlert } from '#store';
import { type Context, organisationInForce } from '../context.ts';
import { shelfOf } from '../instruments/shelf.ts';
import type { Library } from '../library/open-library.ts';
import { found, NotAllowed } from '../trouble.ts';

/** One alert, for those who may acknowledge it. */
export async function alertPage({ db, person }: Context, library: Library, alertId: string) {
  const { tree, people } = await organisationInForce(db);
  const alert = found(await loadAlert(db, alertId), 'alert', alertId);
  if (!may(person, 'alert.acknowledge', alert.unitId, tree))
    throw new NotAllowed('alert.acknowledge', alert.unitId);
  const { instruments } = await shelfOf(db, library);
  const { id, instrumentId, unitId, acknowledgedAt, acknowledgedBy, outcome } = alert;
  const title = instruments.get(instrumentId)?.instrument.title;
  const by = people.find((one) => one.id === acknowledgedBy);
  return {
    ...{ id, unit: unitRef(found(tree.byId.get(unitId), 'unit', unitId)) },
    instrumentTitle: title ?? { en: instrumentId, sv: instrumentId },
    ...{ ruleId: alert.ruleId, role: alert.role, escalateTo: alert.escalateTo },
    ...{ raisedAt: alert.raisedAt, escalateAt: alert.escalateAt, escalatedAt: alert.escalatedAt },
    acknowledged:
      acknowledgedAt === null || acknowledgedBy === null
        ? null
        : {
            by: by === undefined ? { id: acknowledgedBy, name: acknowledgedBy } : personRef(by),
            ...{ at: acknowledgedAt, outcome },
          },
    participantId: alert.participantId,
  };
}

/** What nobody has acknowledged: of the unit itself always, of units below once it has been passed on. */
export async function alertsIn(
  { person }: Context,
  db: Database,
  unitId: string,
): Promise<readonly (SafetyAlert & { readonly mine: boolean })[]> {
  const { tree } = await organisationInForce(db);
  const unitIds = subtree(tree, unitId).map(({ id }) => id);
  const open = await openAlerts(db, unitIds);
  return open
    .filter((alert) => may(person, 'alert.acknowledge', alert.unitId, tree))
    .filter((alert) => alert.unitId === unitId || alert.escalatedAt !== null)
    .map((alert) => {
      const wanted = alert.escalatedAt === null ? [alert.role] : [alert.role, alert.escalateTo];
      return {
        ...alert,
        mine: person.roles.some(({ role }) => wanted.some((one) => one === role)),
      };
    });
}
