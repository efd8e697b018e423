import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { ParticipantList } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { instrumentsQuery, participantsQuery } from '../../request/answering-queries.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { InviteForm } from './invite-form.tsx';
import { KioskButton } from './kiosk-button.tsx';
import { Purpose } from './purpose.tsx';

/** Who answers in a unit; read with a purpose. */
export function ParticipantsPage(): ReactNode {
  const { unitId } = useParams({ from: '/patients/$unitId/participants' });
  return (
    <Answered query={useQuery(instrumentsQuery(unitId))}>
      {({ unit }) => <Asked key={unitId} unitId={unitId} unit={unit} />}
    </Answered>
  );
}

interface AskedProps {
  readonly unitId: string;
  readonly unit: ParticipantList['unit'];
}

function Asked({ unitId, unit }: AskedProps): ReactNode {
  const words = useWords();
  const [purpose, setPurpose] = useState<string | null>(null);
  const query = useQuery({
    ...participantsQuery(unitId, purpose ?? ''),
    enabled: purpose !== null,
  });
  const question = words.say('participants.question', { unit: words.text(unit.name) });
  const ask = (stated: string) => (stated === purpose ? query.refetch() : setPurpose(stated));
  if (purpose === null || query.data === undefined || query.isError)
    return (
      <>
        <PageHead question={question} answer="" />
        <Purpose onPurpose={ask} isSending={query.isFetching} error={query.error} />
      </>
    );
  return <Participants list={query.data} question={question} purpose={purpose} />;
}

interface ListProps {
  readonly list: ParticipantList;
  readonly question: string;
  readonly purpose: string;
}

function Participants({ list, question, purpose }: ListProps): ReactNode {
  const words = useWords();
  const { participants } = list;
  const answered = participants.filter(({ answers }) => answers > 0).length;
  return (
    <>
      <PageHead
        question={question}
        answer={words.say('participants.answer', { count: participants.length, answered })}
      />
      {list.mayInvite && (
        <section className="next" aria-label={words.say('next.title')}>
          <DialogButton name={words.say('participants.invite')} look="button">
            {(close) => <InviteForm list={list} purpose={purpose} onDone={close} />}
          </DialogButton>
        </section>
      )}
      {participants.length > 0 && (
        <Table
          caption={question}
          rows={participants}
          keyOf={({ participantId }) => participantId}
          columns={columns(words)}
        />
      )}
      {list.mayInvite && <KioskButton unitId={list.unit.id} />}
    </>
  );
}

type Row = ParticipantList['participants'][number];

const columns = (words: Words): readonly Column<Row>[] => [
  {
    ...{ id: 'patient', head: words.say('participants.patient'), isNumber: false },
    value: ({ patientId }) => patientId,
    show: ({ participantId, patientId, hasAlert }) => (
      <>
        <Link to="/participants/$participantId" params={{ participantId }}>
          {patientId}
        </Link>
        {hasAlert && <strong className="alert-word"> {words.say('participants.alert')}</strong>}
      </>
    ),
  },
  {
    ...{ id: 'answers', head: words.say('participants.answers'), isNumber: true },
    value: ({ answers }) => answers,
    show: ({ answers }) => words.whole(answers),
  },
  {
    ...{ id: 'last', head: words.say('participants.last'), isNumber: false },
    value: ({ answeredAt }) => answeredAt ?? '',
    show: ({ answeredAt, isHalfway }) => {
      const last =
        answeredAt === null ? words.say('participants.never') : words.dateTime(answeredAt);
      return isHalfway ? `${last}; ${words.say('participants.halfway')}` : last;
    },
  },
  {
    ...{ id: 'invited', head: words.say('participants.invited-until'), isNumber: false },
    value: ({ expiresAt }) => expiresAt ?? '',
    show: ({ expiresAt }) => (expiresAt === null ? '–' : words.date(expiresAt)),
  },
];
