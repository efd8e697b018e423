import { type ReactNode, useState } from 'react';
import type { CommandInput } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LinesField, ManyField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import type { AdoptionFormProps } from './form-props.ts';

type Input = CommandInput<'adoption.adapt'>;

/** The questions of FRAME that are answered by choosing; what and why are written. */
const questions = {
  when: ['before', 'while-trying', 'in-use', 'scaling-up'],
  planned: ['planned', 'reactive'],
  decidedBy: [
    'front-line',
    'unit-management',
    'forum',
    'patients-and-families',
    'support-unit',
    'outside',
  ],
  what: ['content', 'context', 'training', 'implementation'],
  level: ['patient', 'patient-group', 'staff', 'unit', 'organisation'],
  nature: [
    'tailoring',
    'adding',
    'removing',
    'shortening',
    'lengthening',
    'substituting',
    'reordering',
    'integrating',
    'loosening',
  ],
  fidelity: ['consistent', 'inconsistent'],
} as const satisfies { readonly [Q in keyof Input]?: readonly Input[Q][] };

type Question = keyof typeof questions;
const asked: readonly Question[] = [
  'when',
  'planned',
  'decidedBy',
  'what',
  'level',
  'nature',
  'fidelity',
];

const start = {
  ...{ when: 'while-trying', planned: 'planned', decidedBy: 'front-line', what: 'content' },
  ...{ level: 'patient', nature: 'tailoring', fidelity: 'consistent', text: '', why: '' },
};

/** The option that was chosen; the first when the page holds something else. */
function among<T extends string>(options: readonly [T, ...T[]], chosen: string): T {
  return options.find((option) => option === chosen) ?? options[0];
}

const answersFrom = (draft: typeof start): Pick<Input, Question> => ({
  when: among(questions.when, draft.when),
  planned: among(questions.planned, draft.planned),
  decidedBy: among(questions.decidedBy, draft.decidedBy),
  what: among(questions.what, draft.what),
  level: among(questions.level, draft.level),
  nature: among(questions.nature, draft.nature),
  fidelity: among(questions.fidelity, draft.fidelity),
});

export function AdaptForm({ page, onDone }: AdoptionFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('adoption.adapt');
  const [essentialIds, setEssentials] = useState<string[]>([]);
  const { adoptionId } = page.row;
  const { draft, field, whenRight } = useDraft(start, (d) =>
    missing(d, ['text', 'why'], words.say('do.required')),
  );
  const send = (written: typeof draft) => {
    if (adoptionId === null) return;
    const { text, why } = written;
    command.mutate(
      { adoptionId, ...answersFrom(written), essentialIds, text, why },
      { onSuccess: onDone },
    );
  };
  const said = (id: string) => (words.has(id) ? words.say(id) : id);
  return (
    <CommandForm
      send={words.say('adoption.adapt-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LinesField label={words.say('frame.text')} isRequired rows={2} {...field('text')} />
      <LinesField label={words.say('frame.why')} isRequired rows={2} {...field('why')} />
      <div className="side-by-side">
        {asked.map((question) => (
          <ChoiceField
            key={question}
            label={said(`frame.${question}`)}
            choices={questions[question].map((id) => ({
              id,
              name: said(`frame.${question}.${id}`),
            }))}
            {...field(question)}
          />
        ))}
      </div>
      <ManyField
        label={words.say('frame.essentials')}
        choices={page.essentials.map(({ id, text }) => ({ id, name: text }))}
        chosen={essentialIds}
        onChange={setEssentials}
        most={page.essentials.length}
      />
    </CommandForm>
  );
}
