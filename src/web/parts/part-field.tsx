import type { ReactNode } from 'react';
import type { Parameter } from '#api';
import { useWords } from '../words/words-context.tsx';
import { ChoiceField, LineField } from './fields.tsx';
import { numberFrom } from './use-draft.ts';

/** What is written for each part, by its id. */
export type PartTexts = Readonly<Record<string, string>>;

/** Only what is set otherwise is sent; a number that is none is sent as written, and the server says what is allowed. */
export function valuesSet(parameters: readonly Parameter[], values: PartTexts) {
  const set = parameters.flatMap((part) => {
    const text = values[part.id];
    if (text === undefined || text === String(part.value)) return [];
    return [[part.id, part.kind === 'number' ? (numberFrom(text) ?? text) : text] as const];
  });
  return Object.fromEntries(set);
}

interface PartFieldProps {
  readonly part: Parameter;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** An adaptable part, as a unit sets it. */
export function PartField({ part, value, onChange }: PartFieldProps): ReactNode {
  const words = useWords();
  if (part.kind === 'choice')
    return (
      <ChoiceField
        label={part.name}
        choices={part.choices.map((name) => ({ id: name, name }))}
        value={value}
        onChange={onChange}
      />
    );
  const hint =
    part.kind === 'number'
      ? words.say('adoption.part-hint-number', {
          ...{ least: part.least, greatest: part.greatest, unit: part.unit },
        })
      : undefined;
  return <LineField label={part.name} value={value} onChange={onChange} hint={hint} />;
}
