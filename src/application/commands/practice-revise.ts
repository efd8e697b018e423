import { insertVersion } from '#store';
import { command } from '../command.ts';
import {
  type ContentInput,
  contentOf,
  contentWanted,
  contentWords,
  versionMade,
} from '../practices/practice-content.ts';
import { practiceWanted } from './loading-practices.ts';

type Input = ContentInput & {
  readonly requestId: string;
  readonly practiceId: string;
  readonly reason: string;
};

/** A new thought is a new version; who has taken up an earlier one keeps it until they change. */
export const revisePractice = command({
  name: 'practice.revise',
  load: async (tx, input: Input) => {
    await contentWanted(tx, input);
    return practiceWanted(tx, input);
  },
  unitOf: ({ practice }) => practice.unitId,
  undoneBy: 'practice.withdraw',
  run: async (tx, { practice, versions }, input, act) => {
    const version = 1 + Math.max(0, ...versions.map((one) => one.version));
    const wanted = { practiceId: practice.id, version, content: contentOf(input) };
    await insertVersion(tx, versionMade(wanted, act));
    const spread = { kind: 'revised', practiceId: practice.id, version } as const;
    const { unitId, threadId } = practice;
    const words = { ...contentWords(input), reason: input.reason, version: String(version) };
    return { entry: { unitId, threadId, words, detail: { spread } } };
  },
});
