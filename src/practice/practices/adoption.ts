import { type Month, monthsBetween, type Problem, problem } from '#core';
import { allowed, type Ruling, refused } from '../ruling.ts';
import { type ParameterValues, partsChanged, valueTrouble } from './parameter.ts';
import { mayBeTakenUp, type Practice, type PracticeVersion } from './practice.ts';

export const adoptionStages = ['considering', 'trying', 'in-use', 'embedded', 'stopped'] as const;
export type AdoptionStage = (typeof adoptionStages)[number];
export type AdoptionBasis = 'chosen' | 'mandated';

/** One unit taking up one practice: a translation, and an experiment. */
export interface Adoption {
  readonly id: string;
  readonly practiceId: string;
  readonly version: number;
  readonly unitId: string;
  readonly basis: AdoptionBasis;
  /** The forum that mandated it; null when the unit chose. */
  readonly mandatedByForumId: string | null;
  /** Whom the unit learned it from: where the practice comes from, or another that had taken it up. */
  readonly learnedFromUnitId: string;
  /** The unit's own cycle in which it is tried, when there is one: the chart then shows that change. */
  readonly cycleId: string | null;
  /** First month in which the unit worked this way; null while it only considers. */
  readonly startMonth: Month | null;
  readonly values: ParameterValues;
  readonly stage: AdoptionStage;
  readonly stageSince: string;
  readonly ownerId: string;
  readonly begunAt: string;
  readonly reason: string;
}

/** Where a unit may go from where it is. A stopped adoption stays stopped: taking it up again is a new one. */
export const stagesAfter: Readonly<Record<AdoptionStage, readonly AdoptionStage[]>> = {
  considering: ['trying', 'stopped'],
  trying: ['in-use', 'considering', 'stopped'],
  'in-use': ['embedded', 'trying', 'stopped'],
  embedded: ['in-use', 'stopped'],
  stopped: [],
};

/** A start is recorded when it happens: further ahead it is a plan, further back it is history. */
const monthsAheadMax = 12;
const monthsBackMax = 120;

export interface AdoptionWanted {
  readonly practice: Practice;
  readonly version: PracticeVersion;
  readonly adoption: Adoption;
  /** Adoptions of the same practice in the same unit. */
  readonly earlier: readonly Adoption[];
}

/** May this unit take this version up, so set? */
export function beginAdoption({
  practice,
  version,
  adoption,
  earlier,
}: AdoptionWanted): Ruling<Adoption> {
  const { begunAt, startMonth, unitId } = adoption;
  const current = mayBeTakenUp(version, begunAt);
  if (current.kind === 'refused') return current;
  if (unitId === practice.unitId && practice.cycleId !== null)
    return refused(
      problem(
        'own-practice',
        'This practice grew in this unit, which works this way already.',
        'Choose another unit.',
        unitId,
      ),
    );
  const going = earlier.find(({ stage }) => stage !== 'stopped');
  if (going !== undefined)
    return refused(
      problem(
        'already-adopting',
        `This unit has taken the practice up already (version ${going.version}, ${going.stage}).`,
        'Go on with that one, or stop it first.',
        going.id,
        { version: going.version, stage: going.stage },
      ),
    );
  const trouble = valueTrouble(version.parameters, adoption.values);
  if (trouble !== null) return refused(trouble);
  return startMonth === null ? allowed(adoption) : withStart(adoption, startMonth, begunAt);
}

function withStart(adoption: Adoption, startMonth: Month, at: string): Ruling<Adoption> {
  const ahead = monthsBetween(at.slice(0, 7), startMonth);
  if (ahead <= monthsAheadMax && ahead >= -monthsBackMax)
    return allowed({ ...adoption, startMonth });
  return refused(
    problem(
      'start-month-too-far',
      `The unit cannot have begun in ${startMonth}: that is more than ${ahead > 0 ? `${monthsAheadMax} months ahead` : `${monthsBackMax} months back`}.`,
      'Check the year, and record the month in which the new way of working first applied.',
      adoption.id,
    ),
  );
}

export interface StageMove {
  readonly stage: AdoptionStage;
  /** Needed to begin trying; otherwise the month stays as it was. */
  readonly startMonth: Month | null;
  /** Of the latest fidelity check: every essential kept, some not, or none made yet. */
  readonly essentials: 'all-kept' | 'some-not-kept' | 'not-checked';
  readonly at: string;
}

/** The next stage, by the table; embedded needs a check that found every essential in place. */
export function moveStage(adoption: Adoption, move: StageMove): Ruling<Adoption> {
  const { stage, at } = move;
  if (!stagesAfter[adoption.stage].includes(stage)) return refused(notFromHere(adoption, stage));
  const startMonth = move.startMonth ?? adoption.startMonth;
  if (stage === 'trying' && startMonth === null)
    return refused(
      problem(
        'start-month-missing',
        'To try it, the unit needs the month in which it begins.',
        'Name the first month with the new way of working.',
        'startMonth',
      ),
    );
  if (stage === 'embedded' && move.essentials !== 'all-kept')
    return refused(
      problem(
        'essentials-not-kept',
        move.essentials === 'not-checked'
          ? 'Nobody has checked whether the essentials are in place.'
          : 'The latest check found an essential that is not in place.',
        'Check the essentials again; what does not keep them is another practice.',
        adoption.id,
      ),
    );
  const moved = { ...adoption, stage, stageSince: at };
  return startMonth === null ? allowed(moved) : withStart(moved, startMonth, at);
}

function notFromHere(adoption: Adoption, wanted: AdoptionStage) {
  const next = stagesAfter[adoption.stage];
  return problem(
    'stage-not-next',
    `This adoption is '${adoption.stage}' and cannot become '${wanted}' from there.`,
    next.length === 0
      ? 'It was stopped. Take the practice up anew to try again.'
      : `From here it may become: ${next.join(', ')}.`,
    adoption.id,
    { stage: adoption.stage, wantedStage: wanted, nextStages: next },
  );
}

export interface PartsWanted {
  readonly version: PracticeVersion;
  readonly values: ParameterValues;
  /** The values that stood when the person looked. */
  readonly seen: ParameterValues;
}

/** Adaptable parts set anew while the practice is under way, within what its version allows. */
export function setParts(
  adoption: Adoption,
  { version, values, seen }: PartsWanted,
): Ruling<Adoption> {
  if (adoption.stage === 'stopped') return refused(stoppedProblem(adoption));
  if (!isSameValues(version, adoption.values, seen))
    return refused(
      problem(
        'parts-set-meanwhile',
        'Somebody has set the parts otherwise since you looked.',
        'Look at what they are now, and set them again if you still want to.',
        adoption.id,
      ),
    );
  const trouble = valueTrouble(version.parameters, values);
  return trouble === null ? allowed({ ...adoption, values }) : refused(trouble);
}

export const stoppedProblem = ({ id }: Adoption): Problem =>
  problem(
    'adoption-stopped',
    'This unit has stopped working by the practice.',
    'Take the practice up anew to try again.',
    id,
  );

const isSameValues = (
  { parameters }: PracticeVersion,
  a: ParameterValues,
  b: ParameterValues,
): boolean => parameters.every(({ id, value }) => (a[id] ?? value) === (b[id] ?? value));

/** The parts this unit has set otherwise than its version says. */
export const partsSetOtherwise = (version: PracticeVersion, { values }: Adoption) =>
  partsChanged(version.parameters, values);
