import { problem } from '#core';
import {
  type CarriedRule,
  carriedRuleTrouble,
  contentRuling,
  type PracticeContent,
  type PracticeVersion,
} from '#practice';
import { type Changes, rulesInUse } from '#store';
import type { Act } from '../command.ts';
import { measureWanted } from '../commands/loading.ts';
import { Conflict, permitted } from '../trouble.ts';

type PartInput =
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly unit: string;
      readonly value: number;
      readonly least: number;
      readonly greatest: number;
      /** The parameter of the practice's rule that it sets; null where it sets none. */
      readonly steers: string | null;
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
  /** A decision-support rule that belongs to the practice; null where there is none. */
  readonly ruleId: string | null;
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
    parameters: input.parameters.map((part, i) => ({ ...partOf(part), id: partId(i) })),
    rule: input.ruleId === null ? null : { ruleId: input.ruleId, steers: steersOf(input) },
  };
}

const partId = (place: number): string => `p${place + 1}`;

function partOf(part: PartInput) {
  if (part.kind !== 'number') return part;
  const { steers: _, ...same } = part;
  return same;
}

const steersOf = ({ parameters }: ContentInput): CarriedRule['steers'] =>
  parameters.flatMap((part, i) =>
    part.kind === 'number' && part.steers !== null
      ? [{ parameterId: part.steers, partId: partId(i) }]
      : [],
  );

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

/** Everything a version leans on: its measures, and a rule that its parts can set. */
export async function contentWanted(tx: Changes, input: ContentInput): Promise<void> {
  for (const id of input.measureIds) await measureWanted(tx, id);
  if (input.ruleId === null && steersOf(input).length > 0) throw new Conflict(setsNothing);
  const content = contentOf(input);
  const rule = content.rule === null ? undefined : (await rulesInUse(tx)).get(content.rule.ruleId);
  const trouble = carriedRuleTrouble(content, rule);
  if (trouble !== null) throw new Conflict(trouble);
}

const setsNothing = problem(
  'part-steers-nothing',
  'An adaptable part is to set a rule, and the practice brings none.',
  'Choose the rule, or let the part stand for itself.',
  'ruleId',
);

/** What the ledger keeps of a version's words. */
export const contentWords = ({ title, summary }: ContentInput) => ({ title, text: summary });
