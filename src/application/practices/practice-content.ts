import type { PracticeContent, PracticeVersion } from '#practice';
import { contentRuling } from '#practice';
import type { Changes } from '#store';
import type { Act } from '../command.ts';
import { measureWanted } from '../commands/loading.ts';
import { permitted } from '../trouble.ts';

type PartInput =
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly unit: string;
      readonly value: number;
      readonly least: number;
      readonly greatest: number;
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly value: string;
      readonly choices: readonly string[];
    }
  | { readonly kind: 'text'; readonly name: string; readonly value: string };

/** What a person writes when they make a version. */
export interface ContentInput {
  readonly title: string;
  readonly summary: string;
  readonly essentials: readonly string[];
  readonly parameters: readonly PartInput[];
  readonly measureIds: readonly string[];
  readonly handbook: string;
  readonly evidence: string;
  readonly expiresOn: string | null;
}

/** Essentials and parts get short names of their own within the version: e1, e2 …, p1, p2 … */
export function contentOf(input: ContentInput): PracticeContent {
  const { title, summary, measureIds, handbook, evidence, expiresOn } = input;
  return {
    ...{ title, summary, handbook, evidence, expiresOn },
    measureIds: [...new Set(measureIds)],
    essentials: input.essentials.map((text, i) => ({ id: `e${i + 1}`, text })),
    parameters: input.parameters.map((part, i) => ({ ...part, id: `p${i + 1}` })),
  };
}

interface VersionWanted {
  readonly practiceId: string;
  readonly version: number;
  readonly content: PracticeContent;
}

/** A version that may be made, by whom and when. */
export function versionMade(
  { practiceId, version, content }: VersionWanted,
  { person, at }: Act,
): PracticeVersion {
  return {
    ...permitted(contentRuling(content, { asOf: at, where: practiceId })),
    ...{ practiceId, version, madeBy: person.id, madeAt: at },
    ...{ withdrawnAt: null, withdrawnReason: null },
  };
}

export async function measuresWanted(tx: Changes, ids: readonly string[]): Promise<void> {
  for (const id of ids) await measureWanted(tx, id);
}

/** What the ledger keeps of a version's words. */
export const contentWords = ({ title, summary }: ContentInput) => ({ title, text: summary });
