import { withdraw } from '#practice';
import { withdrawVersion } from '#store';
import { command } from '../command.ts';
import { found, permitted } from '../trouble.ts';
import { practiceWanted } from './loading-practices.ts';

type Input = {
  readonly requestId: string;
  readonly practiceId: string;
  readonly version: number;
  readonly reason: string;
};

/** Nobody takes this version up any more; it stays readable, with the reason. */
export const withdrawPractice = command({
  name: 'practice.withdraw',
  load: (tx, input: Input) => practiceWanted(tx, input),
  unitOf: ({ practice }) => practice.unitId,
  undoneBy: 'practice.revise',
  run: async (tx, { practice, versions }, { practiceId, version, reason }, { at }) => {
    const one = versions.find((held) => held.version === version);
    const held = found(one, 'version of the practice', `${version}`);
    await withdrawVersion(tx, permitted(withdraw(held, { reason, at })));
    const { unitId, threadId } = practice;
    const words = { title: held.title, version: String(version), reason };
    const spread = { kind: 'withdrawn', practiceId, version } as const;
    return { entry: { unitId, threadId, words, detail: { spread } } };
  },
});
