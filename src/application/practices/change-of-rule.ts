import { type Adoption, type PracticeVersion, ruleAfter } from '#practice';
import { type Changes, lockRuleSetting, rulesInUse, saveRuleSetting } from '#store';
import type { Act, Change } from '../command.ts';
import { permitted } from '../trouble.ts';

interface Adopting {
  /** As it was; null when it has just begun. */
  readonly before: Adoption | null;
  readonly after: Adoption;
  readonly version: PracticeVersion;
  readonly reason: string;
}

/** What a change of an adoption does to the rule of its practice, for the same entry of the ledger. */
export async function changeOfRule(
  tx: Changes,
  { before, after, version, reason }: Adopting,
  { person, at }: Pick<Act, 'person' | 'at'>,
): Promise<Pick<Change, 'afterwards'> & { readonly detail: Change['entry']['detail'] }> {
  if (version.rule === null) return { detail: {} };
  const { ruleId } = version.rule;
  const { unitId } = after;
  const standing = await lockRuleSetting(tx, ruleId, unitId);
  const rule = (await rulesInUse(tx)).get(ruleId);
  const change = { before, after, version, rule, standing, month: at.slice(0, 7) };
  const setting = permitted(ruleAfter(change));
  if (setting === null) return { detail: {} };
  const stored = { ...setting, ruleId, unitId, reason, setBy: person.id, setAt: at };
  return {
    detail: { ruleSetting: { ...setting, ruleId } },
    afterwards: (changes, { seq }) => saveRuleSetting(changes, stored, seq),
  };
}
