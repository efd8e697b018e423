import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { StructureLoad, StructureLoadAnswer, StructurePage } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { ChoiceField, LineField } from '../../parts/fields.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { useDraft } from '../../parts/use-draft.ts';
import { type LoadWanted, structureLoadQuery } from '../../request/structure-queries.ts';
import { loadAnswer, percent } from '../../sentences/structure-answer.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

const asItIs: LoadWanted = { factor: 1, kind: null, cadenceDays: 14, mattersPerMeeting: 6 };

/** The simulated load as it is, and beside it with one kind of forum meeting otherwise. */
export function LoadSection({ page }: { readonly page: StructurePage }): ReactNode {
  const words = useWords();
  const [wanted, setWanted] = useState<LoadWanted>(asItIs);
  const query = useQuery(structureLoadQuery(wanted));
  return (
    <section aria-labelledby="load">
      <h2 id="load">{words.say('structure.load')}</h2>
      <Answered query={query}>{(answer) => <LoadShown answer={answer} />}</Answered>
      <WhatIf page={page} onWanted={setWanted} />
    </section>
  );
}

function LoadShown({ answer }: { readonly answer: StructureLoadAnswer }): ReactNode {
  const words = useWords();
  const { inForce, changed, runs, years } = answer;
  return (
    <>
      <p>
        {changed !== null && <strong>{words.say('structure.load-now')}: </strong>}
        {loadAnswer(inForce, words)}
      </p>
      {changed !== null && (
        <p>
          <strong>{words.say('structure.load-changed')}: </strong>
          {loadAnswer(changed, words)}
        </p>
      )}
      <Table
        caption={words.say('structure.load-kinds')}
        rows={inForce.kinds}
        keyOf={({ kind }) => kind}
        columns={columnsOf(words, changed)}
      />
      <p className="quiet">{words.say('structure.load-note', { runs, years })}</p>
    </>
  );
}

type Kind = StructureLoad['kinds'][number];

const daysShown = (days: number | null, words: Words): string =>
  days === null ? words.say('number.not-known') : words.decimal(days);

function columnsOf(words: Words, changed: StructureLoad | null): Column<Kind>[] {
  const other = (kind: Kind) => changed?.kinds.find((one) => one.kind === kind.kind);
  const now: Column<Kind>[] = [
    {
      ...{ isNumber: false, id: 'kind', head: words.say('structure.load-kind') },
      value: ({ name }) => words.text(name),
      show: ({ name }) => words.text(name),
    },
    {
      ...{ isNumber: true, id: 'year', head: words.say('structure.load-year') },
      value: ({ perYear }) => perYear,
      show: ({ perYear }) => words.whole(perYear),
    },
    {
      ...{ isNumber: true, id: 'waits', head: words.say('structure.load-waits') },
      value: ({ waitDays }) => waitDays,
      show: ({ waitDays }) => daysShown(waitDays, words),
    },
    {
      ...{ isNumber: true, id: 'share', head: words.say('structure.load-share') },
      value: ({ highestLoad }) => highestLoad,
      show: ({ highestLoad }) => percent(highestLoad, words),
    },
  ];
  if (changed === null) return now;
  return [
    ...now,
    {
      ...{ isNumber: true, id: 'waits-changed', head: words.say('structure.load-waits-changed') },
      value: (kind) => other(kind)?.waitDays ?? null,
      show: (kind) => daysShown(other(kind)?.waitDays ?? null, words),
    },
    {
      ...{ isNumber: true, id: 'share-changed', head: words.say('structure.load-share-changed') },
      value: (kind) => other(kind)?.highestLoad ?? null,
      show: (kind) => percent(other(kind)?.highestLoad ?? 0, words),
    },
  ];
}

const bounds = {
  cadenceDays: { min: 1, max: 366 },
  mattersPerMeeting: { min: 1, max: 100 },
  factor: { min: 1, max: 2000 },
} as const;
type Bounded = keyof typeof bounds;

const isWithin = (name: Bounded, text: string): boolean =>
  /^\d+$/.test(text) && Number(text) >= bounds[name].min && Number(text) <= bounds[name].max;

interface WhatIfProps {
  readonly page: StructurePage;
  readonly onWanted: (wanted: LoadWanted) => void;
}

function WhatIf({ page, onWanted }: WhatIfProps): ReactNode {
  const words = useWords();
  const widest = page.kinds.findLast(({ advises, forums }) => !advises && forums.length > 0);
  const first = widest?.forums[0];
  const start = {
    kind: widest?.id ?? '',
    cadenceDays: String(first?.cadenceDays ?? asItIs.cadenceDays),
    mattersPerMeeting: String(first?.mattersPerMeeting ?? asItIs.mattersPerMeeting),
    factor: '100',
  };
  const { field, whenRight } = useDraft(start, (d) =>
    Object.fromEntries(
      (['cadenceDays', 'mattersPerMeeting', 'factor'] as const)
        .filter((name) => !isWithin(name, d[name]))
        .map((name) => [name, words.say('structure.load-bad-number', bounds[name])]),
    ),
  );
  const run = whenRight((d) =>
    onWanted({
      ...{ kind: d.kind, factor: Number(d.factor) / 100 },
      ...{ cadenceDays: Number(d.cadenceDays), mattersPerMeeting: Number(d.mattersPerMeeting) },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run();
  };
  const kinds = page.kinds.map(({ id, name }) => ({ id, name: words.text(name) }));
  return (
    <form className="form what-if" onSubmit={submit} noValidate>
      <h3>{words.say('structure.load-if')}</h3>
      <div className="what-if-fields">
        <ChoiceField label={words.say('structure.load-kind')} choices={kinds} {...field('kind')} />
        <LineField label={words.say('structure.load-cadence')} {...field('cadenceDays')} />
        <LineField label={words.say('structure.load-matters')} {...field('mattersPerMeeting')} />
        <LineField label={words.say('structure.load-factor')} {...field('factor')} />
      </div>
      <div className="form-end">
        <Button type="submit" className="button">
          {words.say('structure.load-run')}
        </Button>
      </div>
    </form>
  );
}
