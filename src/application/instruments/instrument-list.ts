import { canonicalOf } from '#data';
import { changeMargin } from '#knowledge';
import { may, rightsOf, unitRef } from '#organisation';
import { type Context, organisationInForce } from '../context.ts';
import type { Library } from '../library/open-library.ts';
import { found } from '../trouble.ts';
import { type ShelvedInstrument, shelfOf } from './shelf.ts';
import { instrumentsOfUnit } from './unit-choice.ts';

/** What can be answered, and what this unit uses of it. */
export async function instrumentList({ db, person }: Context, library: Library, unitId: string) {
  const { tree } = await organisationInForce(db);
  const unit = found(tree.byId.get(unitId), 'unit', unitId);
  const { instruments } = await shelfOf(db, library);
  const inUse = await instrumentsOfUnit(db, unitId);
  const shown = [...instruments.values()].map((one) => instrumentShown(one, inUse));
  return {
    unit: unitRef(unit),
    mayChoose: may(person, 'instrument.choose', unitId, tree),
    mayBring: rightsOf(person).includes('instrument.bring'),
    mayInvite: may(person, 'answers.invite', unitId, tree),
    instruments: shown.toSorted((a, b) => rank(a) - rank(b)),
  };
}

/** What the unit uses first, then what could be used at once, then what has to be brought. */
const rank = ({
  inUse,
  form,
}: {
  readonly inUse: boolean;
  readonly form: string | null;
}): number => (inUse ? 0 : form === null ? 2 : 1);

function instrumentShown(
  { instrument, form, isShipped }: ShelvedInstrument,
  inUse: ReadonlySet<string>,
) {
  const { id, title, measures, kind, minutes, languages, licence, source, getting } = instrument;
  return {
    ...{ id, title, measures, kind, minutes, languages: [...languages], licence, source },
    ...{ getting, isShipped, inUse: inUse.has(id) },
    form: form === null ? null : canonicalOf(form),
    scores: instrument.scores.map((score) => ({
      ...{ title: score.title, min: score.min, max: score.max, method: score.method },
      higherIsBetter: score.higherIsBetter,
      margin: score.change === null ? null : changeMargin(score.change),
      assumed: score.change?.kind === 'reliability' && score.change.assumed,
      source: score.change?.source ?? null,
    })),
    safety: instrument.safety.map(({ id: ruleId, role, acknowledgeMinutes }) => ({
      ...{ id: ruleId, role, acknowledgeMinutes },
    })),
  };
}
