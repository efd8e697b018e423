import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ProposalPage } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { Disagreements } from '../../parts/disagreements.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { proposalQuery } from '../../request/proposal-queries.ts';
import { aheadAnswer, proposalAnswer } from '../../sentences/proposal-answer.ts';
import { useWords } from '../../words/words-context.tsx';
import { Deciding } from '../proposal/deciding.tsx';
import { DecisionForm } from '../proposal/decision-form.tsx';
import { DissentSection } from '../proposal/dissent.tsx';
import type { Minute } from './overview.tsx';

interface MatterProps {
  readonly proposalId: string;
  readonly place: { readonly n: number; readonly total: number };
  readonly presentIds: readonly string[];
  readonly onTurn: (by: number) => void;
  readonly onOverview: () => void;
  readonly onDecided: (minute: Minute) => void;
}

/** One matter, large enough for a room: what it is, the scores when they are opened, the decision typed where all see it. */
export function Matter(props: MatterProps): ReactNode {
  const query = useQuery(proposalQuery(props.proposalId));
  return <Answered query={query}>{(page) => <OneMatter {...props} page={page} />}</Answered>;
}

type OneMatterProps = MatterProps & { readonly page: ProposalPage };

function OneMatter(props: OneMatterProps): ReactNode {
  const { page, onDecided, presentIds } = props;
  const words = useWords();
  const [decided, setDecided] = useState<Minute | null>(null);
  const { proposal, mayDo, disagreements } = page;
  const ahead = aheadAnswer(page, words);
  return (
    <>
      <Turning {...props} />
      <PageHead
        path={[proposal.unit]}
        question={proposal.title}
        answer={proposalAnswer(page, words)}
      />
      <p className="reading">{proposal.text}</p>
      {ahead !== null && <p className="reading">{ahead}</p>}
      <Disagreements disagreements={disagreements} />
      {ahead !== null && <Deciding page={page} isShared />}
      {decided === null && ahead !== null && mayDo.includes('proposal.decide') && (
        <section aria-labelledby="decide" className="do">
          <h2 id="decide">{words.say('do.decide')}</h2>
          <DecisionForm
            key={proposal.lastStep}
            page={page}
            presentIds={presentIds}
            onDone={(outcome, reason) => {
              const minute = { title: proposal.title, outcome, reason };
              setDecided(minute);
              onDecided(minute);
            }}
          />
        </section>
      )}
      {decided !== null && (
        <p role="status" className="recorded">
          {words.say('decide.recorded')} {decided.reason}
        </p>
      )}
      <DissentSection page={page} />
      <p className="next">
        <Link to="/proposals/$proposalId" params={{ proposalId: proposal.id }}>
          {words.say('meeting.see-page')}
        </Link>
      </p>
    </>
  );
}

function Turning({ place, onTurn, onOverview }: MatterProps): ReactNode {
  const words = useWords();
  const { n, total } = place;
  return (
    <nav className="turning" aria-label={words.say('meeting.matters')}>
      <Button className="button quiet small" onPress={onOverview}>
        {words.say('meeting.overview')}
      </Button>
      <span className="turning-place">{words.say('meeting.of', { n, total })}</span>
      <Button className="button quiet small" isDisabled={n === 1} onPress={() => onTurn(-1)}>
        <ChevronLeft aria-hidden size={16} /> {words.say('meeting.previous')}
      </Button>
      <Button className="button quiet small" isDisabled={n === total} onPress={() => onTurn(1)}>
        {words.say('meeting.next')} <ChevronRight aria-hidden size={16} />
      </Button>
    </nav>
  );
}
