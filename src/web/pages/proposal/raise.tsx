import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { AttributeList, Persona, UnitNode } from '#api';
import { lineage } from '../../app/unit-branches.ts';
import { usePerson } from '../../app/use-session.ts';
import { useUnitId } from '../../app/use-unit.ts';
import { Answered } from '../../parts/answered.tsx';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField, LinesField } from '../../parts/fields.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { attributesQuery } from '../../request/proposal-queries.ts';
import { organisationQuery } from '../../request/queries.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import { kinds, originOf, origins } from './choices.ts';
import { HasBeenTried } from './has-been-tried.tsx';

/** Raises a proposal in a minute: two fields, and whether it has been tried before. */
export function RaisePage(): ReactNode {
  const words = useWords();
  const person = usePerson();
  const looking = useUnitId();
  const organisation = useQuery(organisationQuery());
  return (
    <Answered query={organisation}>
      {({ units }) => {
        const unit = person === null ? undefined : unitFor(units, person, looking);
        if (person === null || unit === undefined) return null;
        return (
          <>
            <PageHead
              question={words.say('raise.question')}
              answer={words.say('raise.answer', { unit: words.text(unit.name) })}
            />
            <RaiseForm key={unit.id} unit={unit} person={person} />
          </>
        );
      }}
    </Answered>
  );
}

/** The unit looked at, where one's role reaches it; one's own otherwise. */
const unitFor = (
  units: readonly UnitNode[],
  { unit }: Persona,
  looking: string | null,
): UnitNode | undefined => {
  const reached = looking !== null && lineage(units, looking).includes(unit.id) ? looking : unit.id;
  return units.find(({ id }) => id === reached);
};

interface RaiseFormProps {
  readonly unit: UnitNode;
  readonly person: Persona;
}

function RaiseForm({ unit, person }: RaiseFormProps): ReactNode {
  const words = useWords();
  const navigate = useNavigate();
  const command = useCommand('proposal.raise');
  const [attributes, setAttributes] = useState<Readonly<Record<string, string>>>({});
  const [earlierIds, setEarlierIds] = useState<readonly string[]>([]);
  const start = { title: '', text: '', kind: 'idea', origin: originOf[person.role] };
  const { draft, field, whenRight } = useDraft<Record<keyof typeof start, string>>(start, (d) =>
    missing(d, ['title', 'text'], words.say('do.required')),
  );
  const send = ({ title, text, kind, origin }: typeof draft) =>
    command.mutate(
      {
        ...{ threadId: null, unitId: unit.id, title, text, attributes, concernsUnitId: null },
        kind: kinds.find((one) => one === kind) ?? 'idea',
        origin: origins.find((one) => one === origin) ?? 'front-line',
        earlierIds: [...earlierIds],
      },
      {
        onSuccess: ({ proposalId }) =>
          proposalId === null
            ? undefined
            : navigate({ to: '/proposals/$proposalId', params: { proposalId } }),
      },
    );
  return (
    <div className="raise">
      <CommandForm
        send={words.say('raise.send')}
        onSend={whenRight(send)}
        isSending={command.isPending}
        error={command.error}
      >
        <LineField label={words.say('raise.title')} isRequired {...field('title')} />
        <LinesField label={words.say('raise.text')} isRequired rows={5} {...field('text')} />
        <details className="small-fold">
          <summary>{words.say('raise.more')}</summary>
          <p className="quiet">{words.say('raise.more-hint')}</p>
          <div className="side-by-side">
            <ChoiceField
              label={words.say('raise.kind')}
              choices={kinds.map((id) => ({ id, name: words.say(`proposal-kind.${id}`) }))}
              {...field('kind')}
            />
            <ChoiceField
              label={words.say('raise.origin')}
              choices={origins.map((id) => ({ id, name: words.say(`proposal-origin.${id}`) }))}
              {...field('origin')}
            />
            <AttributeFields
              said={attributes}
              onSay={(id, value) => setAttributes((before) => ({ ...before, [id]: value }))}
            />
          </div>
        </details>
      </CommandForm>
      <HasBeenTried
        text={`${draft.title} ${draft.text}`}
        chosen={earlierIds}
        onChoose={setEarlierIds}
      />
    </div>
  );
}

interface AttributeFieldsProps {
  readonly said: Readonly<Record<string, string>>;
  readonly onSay: (id: string, value: string) => void;
}

export function AttributeFields({ said, onSay }: AttributeFieldsProps): ReactNode {
  const words = useWords();
  const attributes: AttributeList['attributes'] =
    useQuery(attributesQuery()).data?.attributes ?? [];
  return attributes.map(({ id, name, usual, values }) => (
    <ChoiceField
      key={id}
      label={capital(words.text(name))}
      choices={values.map((value) => ({ id: value.id, name: words.text(value.name) }))}
      value={said[id] ?? usual}
      onChange={(value) => onSay(id, value)}
    />
  ));
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
