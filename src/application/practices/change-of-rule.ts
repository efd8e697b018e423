import { type Adoption, type PracticeVersion, ruleAfter, ruleLeft } from '#practice';
import {
  type Changes,
  lockRuleSetting,
  rulesInUse,
  type StoredRuleSetting,
  saveRuleSetting,
} from '#store';
import type { Act, Change } from '../command.ts';
import { permitted } from '../trouble.ts';

interface Adopting {
  /** As it was; null when it has just begun. */
  readonly before: Adoption | null;
  readonly after: Adoption;
  readonly version: PracticeVersion;
  /** The version that the unit worked by before; the same unless it goes over to a newer one. */
  readonly from?: PracticeVersion;
  readonly reason: string;
}

type Ruled = Pick<Change, 'afterwards'> & { readonly detail: Change['entry']['detail'] };

/** What a change of an adoption does to the rule of its practice, for the same entry of the ledger. */
export async function changeOfRule(
  tx: Changes,
  adopting: Adopting,
  { person, at }: Pick<Act, 'person' | 'at'>,
): Promise<Ruled> {
  const { after, reason } = adopting;
  const by = { unitId: after.unitId, reason, setBy: person.id, setAt: at };
  const left = await oldRule(tx, adopting, by);
  const came = await newRule(tx, adopting, by);
  const settings = [left, came].flatMap((one) => one ?? []);
  if (settings.length === 0) return { detail: {} };
  return {
    detail: {
      ...(came === null ? {} : { ruleSetting: toldOf(came) }),
      ...(left === null ? {} : { ruleLeft: left.ruleId }),
    },
    afterwards: async (changes, { seq }) => {
      for (const setting of settings) await saveRuleSetting(changes, setting, seq);
    },
  };
}

/** Who set it, where, when and why stands in the entry itself. */
const toldOf = ({
  unitId: _,
  reason: __,
  setBy: ___,
  setAt: ____,
  ...setting
}: StoredRuleSetting) => setting;

type SetBy = Pick<StoredRuleSetting, 'unitId' | 'reason' | 'setBy' | 'setAt'>;

const bringsSame = ({ from, version }: Adopting): boolean =>
  from === undefined || from.rule?.ruleId === version.rule?.ruleId;

async function oldRule(
  tx: Changes,
  adopting: Adopting,
  by: SetBy,
): Promise<StoredRuleSetting | null> {
  const { before, after, from } = adopting;
  const ruleId = from?.rule?.ruleId;
  if (ruleId === undefined || bringsSame(adopting)) return null;
  const setting = ruleLeft({
    before,
    after,
    standing: await lockRuleSetting(tx, ruleId, by.unitId),
  });
  return setting === null ? null : { ...setting, ruleId, ...by };
}

async function newRule(
  tx: Changes,
  adopting: Adopting,
  by: SetBy,
): Promise<StoredRuleSetting | null> {
  const { after, version, from = version } = adopting;
  if (version.rule === null) return null;
  const { ruleId } = version.rule;
  // A rule that only the newer version brings is switched on as when a unit begins.
  const before = bringsSame(adopting) ? adopting.before : null;
  const standing = await lockRuleSetting(tx, ruleId, by.unitId);
  const rule = (await rulesInUse(tx)).get(ruleId);
  const month = by.setAt.slice(0, 7);
  const setting = permitted(ruleAfter({ before, after, from, version, rule, standing, month }));
  return setting === null ? null : { ...setting, ruleId, ...by };
}
