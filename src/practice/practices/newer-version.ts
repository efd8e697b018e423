import { problem } from '#core';
import { allowed, type Ruling, refused } from '../ruling.ts';
import { type Adoption, stoppedProblem } from './adoption.ts';
import { type ParameterValues, valueTrouble } from './parameter.ts';
import { mayBeTakenUp, type PracticeVersion } from './practice.ts';

export interface VersionWanted {
  /** The version that the unit worked by when the person looked. */
  readonly seen: number;
  readonly from: PracticeVersion;
  readonly to: PracticeVersion;
  /** How the unit sets the parts of the new version. */
  readonly values: ParameterValues;
  readonly at: string;
}

/**
 * A unit goes over to a newer version of the practice it works by: the same adoption, since the same month, with the parts of
 * the new version. Where other things must stay than before, nobody has checked them yet, so it is embedded no longer.
 */
export function takeVersion(adoption: Adoption, wanted: VersionWanted): Ruling<Adoption> {
  const { seen, from, to, values, at } = wanted;
  if (adoption.stage === 'stopped') return refused(stoppedProblem(adoption));
  if (adoption.version !== seen)
    return refused(
      problem(
        'version-taken-meanwhile',
        `The unit has gone over to version ${adoption.version} since you looked.`,
        'Look at how it works now.',
        adoption.id,
        { version: adoption.version },
      ),
    );
  if (to.version <= adoption.version)
    return refused(
      problem(
        'version-not-newer',
        `The unit works by version ${adoption.version} already; ${to.version} is not newer.`,
        'Choose a newer version.',
        adoption.id,
        { version: adoption.version, wanted: to.version },
      ),
    );
  const current = mayBeTakenUp(to, at);
  if (current.kind === 'refused') return current;
  const trouble = valueTrouble(to.parameters, values);
  if (trouble !== null) return refused(trouble);
  const taken = { ...adoption, version: to.version, values };
  return allowed(
    adoption.stage === 'embedded' && !haveSameEssentials(from, to)
      ? { ...taken, stage: 'in-use', stageSince: at }
      : taken,
  );
}

const haveSameEssentials = (a: PracticeVersion, b: PracticeVersion): boolean =>
  JSON.stringify(a.essentials.map(({ text }) => text)) ===
  JSON.stringify(b.essentials.map(({ text }) => text));

/** The newest version that the unit may go over to; null where it works by that already, or has stopped. */
export const newerVersion = (
  adoption: Adoption,
  versions: readonly PracticeVersion[],
  at: string,
): PracticeVersion | null =>
  adoption.stage === 'stopped'
    ? null
    : (versions
        .filter((one) => one.version > adoption.version && mayBeTakenUp(one, at).kind === 'allowed')
        .toSorted((a, b) => b.version - a.version)[0] ?? null);
