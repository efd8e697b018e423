import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { CountedPatients, MeasurePage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField } from '../../parts/fields.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { type PatientsAsked, patientsQuery } from '../../request/queries.ts';
import { numbersFor } from '../../sentences/measure-numbers.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { ExplainOne } from './explain-one.tsx';

type Stated = Pick<PatientsAsked, 'month' | 'purpose'>;

/** Single patients behind one month's number: first the purpose, then the list, then how one of them was counted. */
export function ExplainPatients({ page }: { readonly page: MeasurePage }): ReactNode {
  const client = useQueryClient();
  const [patientId, setPatientId] = useState<string | null>(null);
  const asked = useMutation<CountedPatients, Error, Stated>({
    mutationFn: (stated) =>
      client.fetchQuery(
        patientsQuery({ unitId: page.unit.id, measureId: page.measure.id, ...stated }),
      ),
  });
  const stated = asked.variables;
  if (asked.data === undefined || stated === undefined)
    return (
      <PurposeForm
        page={page}
        onSend={asked.mutate}
        isSending={asked.isPending}
        error={asked.error}
      />
    );
  if (patientId !== null)
    return (
      <ExplainOne
        wanted={{ measureId: page.measure.id, patientId, ...stated }}
        onBack={() => setPatientId(null)}
      />
    );
  return <Listed page={page} counted={asked.data} month={stated.month} onChoose={setPatientId} />;
}

interface PurposeFormProps {
  readonly page: MeasurePage;
  readonly onSend: (stated: Stated) => void;
  readonly isSending: boolean;
  readonly error: Error | null;
}

function PurposeForm({ page, onSend, isSending, error }: PurposeFormProps): ReactNode {
  const words = useWords();
  const points = page.chart.kind === 'chart' ? page.chart.points : [];
  const months = points.filter((p) => p.denominator > 0).map((p) => p.month);
  const start = { month: months.at(-1) ?? '', purpose: '' };
  const { field, whenRight } = useDraft(start, (d) =>
    missing(d, ['purpose'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('measure.explain-send')}
      onSend={whenRight(onSend)}
      isSending={isSending}
      error={error}
    >
      <p className="quiet">{words.say('measure.explain-intro')}</p>
      <ChoiceField
        label={words.say('measure.explain-month')}
        choices={months.toReversed().map((id) => ({ id, name: words.month(id) }))}
        {...field('month')}
      />
      <LineField
        label={words.say('measure.explain-purpose')}
        hint={words.say('measure.explain-purpose-hint')}
        isRequired
        {...field('purpose')}
      />
    </CommandForm>
  );
}

interface ListedProps {
  readonly page: MeasurePage;
  readonly counted: CountedPatients;
  readonly month: string;
  readonly onChoose: (patientId: string) => void;
}

function Listed({ page, counted, month, onChoose }: ListedProps): ReactNode {
  const words = useWords();
  const { patients, truncated } = counted;
  if (patients.length === 0)
    return <p>{words.say('measure.explain-none', { month: words.month(month) })}</p>;
  return (
    <>
      {truncated && (
        <p className="quiet">
          {words.say('measure.explain-truncated', { count: words.whole(patients.length) })}
        </p>
      )}
      <Table
        caption={words.say('measure.explain')}
        columns={columnsFor(page, words, onChoose)}
        rows={patients}
        keyOf={(p) => `${p.patientId} ${p.eventId}`}
      />
    </>
  );
}

type Counted = CountedPatients['patients'][number];

function columnsFor(
  page: MeasurePage,
  words: Words,
  onChoose: (patientId: string) => void,
): Column<Counted>[] {
  const yesNo = (value: boolean) => words.say(value ? 'number.yes' : 'number.no');
  const text = { isNumber: false } as const;
  const outcome: Column<Counted> =
    page.measure.scoring === 'proportion'
      ? {
          ...text,
          id: 'numerator',
          head: words.say('measure.in-numerator'),
          value: (p) => yesNo(p.numerator),
          show: (p) => yesNo(p.numerator),
        }
      : {
          isNumber: true,
          id: 'observation',
          head: words.say('measure.observation'),
          value: (p) => p.observation,
          show: (p) =>
            p.observation === null
              ? words.say('number.not-known')
              : numbersFor(page.measure, [p.observation], words).exact(p.observation),
        };
  return [
    {
      ...text,
      id: 'patient',
      head: words.say('measure.patient'),
      value: (p) => p.patientId,
      show: (p) => p.patientId,
    },
    {
      ...text,
      id: 'event',
      head: words.say('measure.event'),
      value: (p) => p.eventId,
      show: (p) => p.eventId,
    },
    {
      ...text,
      id: 'denominator',
      head: words.say('measure.in-denominator'),
      value: (p) => yesNo(p.denominator),
      show: (p) => yesNo(p.denominator),
    },
    outcome,
    {
      ...text,
      id: 'how',
      head: '',
      value: () => null,
      show: (p) => (
        <Button
          className="button quiet small"
          onPress={() => onChoose(p.patientId)}
          aria-label={`${words.say('measure.explain-how')} ${p.patientId}`}
        >
          {words.say('measure.explain-how')}
        </Button>
      ),
    },
  ];
}
