import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { CommandInput, PracticeVersion } from '#api';
import { LineField, LinesField } from '../../parts/fields.tsx';
import { type Draft, numberFrom } from '../../parts/use-draft.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

/** The words of a version while they are written. */
export interface ContentDraft extends Draft {
  readonly title: string;
  readonly summary: string;
  readonly essentials: string;
  readonly handbook: string;
  readonly evidence: string;
  readonly expiresOn: string;
}

export const contentNeeded = ['title', 'summary', 'essentials'] as const;

export const emptyContent: ContentDraft = {
  ...{ title: '', summary: '', essentials: '', handbook: '', evidence: '', expiresOn: '' },
};

export const contentFrom = (version: PracticeVersion): ContentDraft => ({
  title: version.title,
  summary: version.summary,
  essentials: version.essentials.map(({ text }) => text).join('\n'),
  handbook: version.handbook,
  evidence: version.evidence,
  expiresOn: version.expiresOn ?? '',
});

/** A number that a unit may set, while it is written. */
interface PartDraft {
  readonly key: number;
  readonly name: string;
  readonly unit: string;
  readonly value: string;
  readonly least: string;
  readonly greatest: string;
}

type PartInput = CommandInput<'practice.make'>['parameters'][number];

/** The parts of a form: those that came with the version, and numbers that are being written. */
export function useParts(version: PracticeVersion | null) {
  const [drafts, setDrafts] = useState<readonly PartDraft[]>(() => numbersOf(version));
  const kept = (version?.parameters ?? []).filter(({ kind }) => kind !== 'number');
  const add = () =>
    setDrafts((before) => [...before, { key: (before.at(-1)?.key ?? 0) + 1, ...blankPart }]);
  const remove = (key: number) =>
    setDrafts((before) => before.filter((draft) => draft.key !== key));
  const change = (key: number, changed: Partial<PartDraft>) =>
    setDrafts((before) => before.map((one) => (one.key === key ? { ...one, ...changed } : one)));
  const parts = (): PartInput[] => [
    ...drafts.flatMap(partFrom),
    ...kept.map(({ id: _, ...part }) => part),
  ];
  return { drafts, add, remove, change, parts };
}

const blankPart = { name: '', unit: '', value: '', least: '', greatest: '' };

const numbersOf = (version: PracticeVersion | null): readonly PartDraft[] =>
  (version?.parameters ?? []).flatMap((part, key) =>
    part.kind === 'number'
      ? [
          {
            ...{ key, name: part.name, unit: part.unit, value: String(part.value) },
            ...{ least: String(part.least), greatest: String(part.greatest) },
          },
        ]
      : [],
  );

function partFrom({ name, unit, ...numbers }: PartDraft): PartInput[] {
  const [value, least, greatest] = [numbers.value, numbers.least, numbers.greatest].map(numberFrom);
  if (name.trim() === '' || value == null || least == null || greatest == null) return [];
  return [{ kind: 'number', name, unit, value, least, greatest }];
}

/** What the server is sent of the words. */
export const contentInput = (draft: ContentDraft) => ({
  ...{ title: draft.title, summary: draft.summary },
  ...{ handbook: draft.handbook, evidence: draft.evidence },
  essentials: draft.essentials
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
  expiresOn: draft.expiresOn === '' ? null : draft.expiresOn,
});

interface ContentFieldsProps {
  readonly field: (name: keyof ContentDraft & string) => {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly trouble: string | null;
  };
  readonly parts: ReturnType<typeof useParts>;
}

export function ContentFields({ field, parts }: ContentFieldsProps): ReactNode {
  const words = useWords();
  return (
    <>
      <LineField label={words.say('make.name')} isRequired {...field('title')} />
      <LinesField label={words.say('make.summary')} isRequired rows={2} {...field('summary')} />
      <LinesField label={words.say('make.essentials')} isRequired {...field('essentials')} />
      <Parts parts={parts} />
      <LinesField label={words.say('make.handbook')} rows={5} {...field('handbook')} />
      <LinesField label={words.say('make.evidence')} rows={2} {...field('evidence')} />
      <LineField label={words.say('make.expires')} type="date" {...field('expiresOn')} />
    </>
  );
}

function Parts({ parts }: Pick<ContentFieldsProps, 'parts'>): ReactNode {
  const words = useWords();
  return (
    <fieldset className="field parts">
      <legend>{words.say('make.parts')}</legend>
      {parts.drafts.map((draft) => (
        <div key={draft.key} className="part">
          {partFields.map((name) => (
            <LineField
              key={name}
              label={words.say(`make.part-${name}`)}
              value={draft[name]}
              onChange={(value) => parts.change(draft.key, { [name]: value })}
              trouble={partTrouble(name, draft[name], words)}
            />
          ))}
          <Button className="button quiet small" onPress={() => parts.remove(draft.key)}>
            {words.say('make.part-remove', { name: draft.name })}
          </Button>
        </div>
      ))}
      <Button className="button quiet small" onPress={parts.add}>
        {words.say('make.part-add')}
      </Button>
    </fieldset>
  );
}

const partFields = ['name', 'unit', 'value', 'least', 'greatest'] as const;

function partTrouble(name: (typeof partFields)[number], text: string, words: Words): string | null {
  if (name === 'name' || name === 'unit' || text === '') return null;
  return numberFrom(text) === null ? words.say('do.bad-number') : null;
}
