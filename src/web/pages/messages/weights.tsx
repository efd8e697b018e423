import type { ReactNode } from 'react';
import type { MessageEffectPage, MessageWeights } from '#api';
import { messageTypes } from '#core';
import { CommandForm } from '../../parts/command-form.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { Disclosure } from '../../parts/disclosure.tsx';
import { LineField, LinesField } from '../../parts/fields.tsx';
import { Table } from '../../parts/table.tsx';
import { type Draft, missing, numberFrom, type Troubles, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

interface PageProps {
  readonly page: MessageEffectPage;
}

const parts = ['new', 'actionable', 'important', 'preferred', 'unsaid'] as const;
const partMax = 10;

interface Weight {
  readonly name: string;
  readonly label: string;
  readonly max: number;
  readonly of: (weights: MessageWeights) => number;
}

/** Every weight by its name, in the order of the page. */
const weightsIn = (words: Words): readonly Weight[] => [
  ...parts.map((part) => ({
    ...{ name: `part-${part}`, label: words.say(`messages.part-${part}`), max: partMax },
    of: (weights: MessageWeights) => weights.parts[part],
  })),
  ...messageTypes.map((type) => ({
    ...{ name: `type-${type}`, label: words.say(`messages.type-${type}`), max: 1 },
    of: (weights: MessageWeights) => weights.importance[type],
  })),
  {
    ...{ name: 'worth', label: words.say('messages.worth-sending'), max: 1 },
    of: ({ worthSending }) => worthSending,
  },
];

/** What the program goes by when it chooses, readable by all, and how it has been changed. */
export function Weights({ page }: PageProps): ReactNode {
  const words = useWords();
  const weights = weightsIn(words);
  return (
    <section aria-labelledby="weights">
      <h2 id="weights">{words.say('messages.weights')}</h2>
      <WeightTable
        title={words.say('messages.weights-parts')}
        rows={weights.slice(0, parts.length)}
        page={page}
      />
      <WeightTable
        title={words.say('messages.weights-importance')}
        rows={weights.slice(parts.length)}
        page={page}
      />
      {page.maySet && (
        <DialogButton name={words.say('messages.set-weights')}>
          {(close) => <WeightsForm page={page} onDone={close} />}
        </DialogButton>
      )}
      <History page={page} />
    </section>
  );
}

interface WeightTableProps extends PageProps {
  readonly title: string;
  readonly rows: readonly Weight[];
}

function WeightTable({ title, rows, page }: WeightTableProps): ReactNode {
  const words = useWords();
  const number = (value: number) =>
    words.language === 'sv' ? String(value).replace('.', ',') : String(value);
  return (
    <>
      <h3>{title}</h3>
      <Table
        caption={title}
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          {
            ...{ id: 'name', head: words.say('messages.part'), isNumber: false },
            value: ({ label }) => label,
            show: ({ label }) => label,
          },
          {
            ...{ id: 'weight', head: words.say('messages.weight'), isNumber: true },
            value: ({ of }) => of(page.weights),
            show: ({ of }) => number(of(page.weights)),
          },
        ]}
      />
    </>
  );
}

function History({ page }: PageProps): ReactNode {
  const words = useWords();
  const { history } = page;
  const title = words.say('messages.weights-history', { count: history.length });
  if (history.length === 0) return null;
  return (
    <Disclosure title={title}>
      <Table
        caption={title}
        rows={history}
        keyOf={({ at }) => at}
        columns={[
          {
            ...{ id: 'at', head: words.say('messages.set-on'), isNumber: false },
            value: ({ at }) => at,
            show: ({ at }) => words.date(at),
          },
          {
            ...{ id: 'by', head: words.say('messages.set-by'), isNumber: false },
            value: ({ by }) => by.name,
            show: ({ by }) => by.name,
          },
          {
            ...{ id: 'reason', head: words.say('messages.set-reason'), isNumber: false },
            value: ({ reason }) => reason,
            show: ({ reason }) => reason,
          },
        ]}
      />
    </Disclosure>
  );
}

interface FormProps extends PageProps {
  readonly onDone: () => void;
}

function WeightsForm({ page, onDone }: FormProps): ReactNode {
  const words = useWords();
  const command = useCommand('message.set-weights');
  const weights = weightsIn(words);
  const start = Object.fromEntries(weights.map(({ name, of }) => [name, String(of(page.weights))]));
  const { field, whenRight } = useDraft<Draft>({ ...start, reason: '' }, (draft) => ({
    ...missing(draft, ['reason'], words.say('do.required')),
    ...troublesIn(draft, weights, words),
  }));
  const send = (draft: Draft) => command.mutate(weightsFrom(draft), { onSuccess: onDone });
  return (
    <CommandForm
      send={words.say('messages.set-weights-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <p className="quiet">{words.say('messages.weights-hint')}</p>
      <h3>{words.say('messages.weights-parts')}</h3>
      {weights.slice(0, parts.length).map(({ name, label }) => (
        <LineField key={name} label={label} {...field(name)} />
      ))}
      <h3>{words.say('messages.weights-importance')}</h3>
      {weights.slice(parts.length).map(({ name, label }) => (
        <LineField key={name} label={label} {...field(name)} />
      ))}
      <LinesField label={words.say('messages.set-reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}

function troublesIn(draft: Draft, weights: readonly Weight[], words: Words): Troubles<Draft> {
  const wrong = weights.filter(({ name, max }) => {
    const value = numberFrom(draft[name] ?? '');
    return value === null || value < 0 || value > max;
  });
  return Object.fromEntries(
    wrong.map(({ name, max }) => [name, words.say('messages.weight-trouble', { max })]),
  );
}

function weightsFrom(draft: Draft): MessageWeights & { readonly reason: string } {
  const { reason = '' } = draft;
  const value = (name: string) => numberFrom(draft[name] ?? '') ?? 0;
  return {
    parts: {
      ...{ new: value('part-new'), actionable: value('part-actionable') },
      ...{ important: value('part-important'), preferred: value('part-preferred') },
      unsaid: value('part-unsaid'),
    },
    importance: {
      ...{ concern: value('type-concern'), improvement: value('type-improvement') },
      ...{ 'target-missed': value('type-target-missed'), 'target-met': value('type-target-met') },
      ...{ 'unlike-others': value('type-unlike-others'), 'step-due': value('type-step-due') },
      ...{ 'effect-told': value('type-effect-told'), 'data-doubted': value('type-data-doubted') },
      'number-disputed': value('type-number-disputed'),
      'dispute-answered': value('type-dispute-answered'),
      'advice-drifts': value('type-advice-drifts'),
    },
    worthSending: value('worth'),
    reason,
  };
}
