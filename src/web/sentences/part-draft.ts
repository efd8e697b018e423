import type { CommandInput, PracticeVersion } from '#api';
import { numberFrom } from '../parts/use-draft.ts';

type PartInput = CommandInput<'practice.make'>['parameters'][number];
export type PartKind = PartInput['kind'];

export const partKinds = ['number', 'choice', 'text'] as const satisfies readonly PartKind[];

/** Something a unit may set for itself, while it is written. */
export interface PartDraft {
  readonly key: number;
  readonly kind: PartKind;
  readonly name: string;
  /** What applies unless a unit sets it otherwise; not asked for where there are choices: the first of them is it. */
  readonly value: string;
  readonly unit: string;
  readonly least: string;
  readonly greatest: string;
  /** One on a line. */
  readonly choices: string;
  /** The parameter of the practice's rule that it sets; null where it sets none. */
  readonly steers: string | null;
}

export type PartField = Exclude<keyof PartDraft, 'key' | 'kind' | 'steers'>;

/** What is asked of each kind, in the order of the form. */
export const fieldsOf: Readonly<Record<PartKind, readonly PartField[]>> = {
  number: ['name', 'unit', 'value', 'least', 'greatest'],
  choice: ['name', 'choices'],
  text: ['name', 'value'],
};

export const blankPart: Omit<PartDraft, 'key'> = {
  ...{ kind: 'number', name: '', value: '', unit: '', least: '', greatest: '', choices: '' },
  steers: null,
};

export const partDraftsOf = (version: PracticeVersion | null): readonly PartDraft[] =>
  (version?.parameters ?? []).map((part, key) => {
    const { kind, name } = part;
    const same = { ...blankPart, key, kind, name, value: String(part.value) };
    if (part.kind === 'number') {
      const { unit, least, greatest } = part;
      const steer = version?.rule?.steers.find(({ partId }) => partId === part.id);
      const steers = steer?.parameterId ?? null;
      return { ...same, unit, steers, least: String(least), greatest: String(greatest) };
    }
    if (part.kind === 'text') return same;
    const others = part.choices.filter((choice) => choice !== part.value);
    return { ...same, choices: [part.value, ...others].join('\n') };
  });

export type PartTrouble = 'missing' | 'no-number' | 'too-few-choices';

/** What is wrong with a field of a part; null while nothing is. Nothing that was written is left out without a word. */
export function partTrouble(draft: PartDraft, field: PartField): PartTrouble | null {
  const text = draft[field].trim();
  if (field === 'unit') return null;
  if (field === 'choices') return choicesOf(draft).length < 2 ? 'too-few-choices' : null;
  if (text === '') return 'missing';
  const isNumber = draft.kind === 'number' && field !== 'name';
  return isNumber && numberFrom(text) === null ? 'no-number' : null;
}

/** What is sent of the parts; null while one of them is not whole. */
export function partsFrom(drafts: readonly PartDraft[]): PartInput[] | null {
  const isWhole = drafts.every((draft) =>
    fieldsOf[draft.kind].every((field) => partTrouble(draft, field) === null),
  );
  return isWhole ? drafts.map(partFrom) : null;
}

function partFrom(draft: PartDraft): PartInput {
  const { kind, unit } = draft;
  const name = draft.name.trim();
  if (kind === 'text') return { kind, name, value: draft.value.trim() };
  if (kind === 'choice') {
    const choices = choicesOf(draft);
    return { kind, name, value: choices[0] ?? '', choices };
  }
  const number = (text: string) => numberFrom(text) ?? 0;
  const { value, least, greatest } = draft;
  const range = { least: number(least), greatest: number(greatest) };
  return { kind, name, unit: unit.trim(), value: number(value), ...range, steers: draft.steers };
}

const choicesOf = ({ choices }: PartDraft): string[] => [
  ...new Set(
    choices
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];
