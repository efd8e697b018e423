import type { Adoption, ParameterValues, PracticeVersion } from '#practice';
import {
  type Changes,
  loadPractice,
  lockAdoption,
  lockPractice,
  type StoredPractice,
} from '#store';
import { found } from '../trouble.ts';

export const practiceWanted = async (
  tx: Changes,
  { practiceId }: { readonly practiceId: string },
): Promise<StoredPractice> => found(await lockPractice(tx, practiceId), 'practice', practiceId);

/** An adoption with its practice and the version the unit works by, held until the transaction ends. */
export async function adoptionWanted(tx: Changes, { adoptionId }: { readonly adoptionId: string }) {
  const adoption = found(await lockAdoption(tx, adoptionId), 'adoption', adoptionId);
  const stored = found(
    await loadPractice(tx, adoption.practiceId),
    'practice',
    adoption.practiceId,
  );
  return { adoption, practice: stored.practice, version: versionOf(stored.versions, adoption) };
}

export const adoptionUnit = ({ adoption }: { readonly adoption: Adoption }): string =>
  adoption.unitId;

export const versionOf = (
  versions: readonly PracticeVersion[],
  { version, practiceId }: Pick<Adoption, 'version' | 'practiceId'>,
): PracticeVersion =>
  found(
    versions.find((one) => one.version === version),
    'version of the practice',
    `${practiceId} ${version}`,
  );

export const newestTitle = (versions: readonly PracticeVersion[]): string =>
  versions.at(-1)?.title ?? '';

/** What the unit sets otherwise, in one line: 'Minutes kept: 15; Who calls: nurse'. */
export function partsInWords(
  version: PracticeVersion,
  values: ParameterValues,
): { parts?: string } {
  const set = version.parameters.flatMap((part) => {
    const value = values[part.id];
    return value === undefined || value === part.value ? [] : [`${part.name}: ${value}`];
  });
  return set.length === 0 ? {} : { parts: set.join('; ') };
}
