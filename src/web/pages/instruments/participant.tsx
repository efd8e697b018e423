import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { PageHead } from '../../parts/page-head.tsx';
import { participantQuery } from '../../request/answering-queries.ts';
import { useWords } from '../../words/words-context.tsx';
import { SharedParts, sharedAnswer } from '../answering/shared-parts.tsx';
import { Purpose } from './purpose.tsx';

/** The patient's own page, as those see it who give the care: the same, read with a purpose. */
export function ParticipantPage(): ReactNode {
  const { participantId } = useParams({ from: '/participants/$participantId' });
  const words = useWords();
  const [purpose, setPurpose] = useState<string | null>(null);
  const query = useQuery({
    ...participantQuery(participantId, purpose ?? ''),
    enabled: purpose !== null,
  });
  const ask = (stated: string) => (stated === purpose ? query.refetch() : setPurpose(stated));
  if (purpose === null || query.data === undefined || query.isError)
    return (
      <>
        <PageHead question={words.say('shared.question-own')} answer="" />
        <Purpose onPurpose={ask} isSending={query.isFetching} error={query.error} />
      </>
    );
  const view = query.data;
  return (
    <>
      <PageHead
        question={words.say('shared.question-staff', { patient: view.patientId ?? '' })}
        answer={sharedAnswer(view, words)}
      />
      <p className="quiet">{words.say('shared.staff-answer')}</p>
      <SharedParts view={view} isOwn={false} />
    </>
  );
}
