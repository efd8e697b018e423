import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ProposalPage as Answer } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { Disagreements } from '../../parts/disagreements.tsx';
import { PageHead, withUnit } from '../../parts/page-head.tsx';
import { proposalQuery } from '../../request/proposal-queries.ts';
import { aheadAnswer, proposalAnswer } from '../../sentences/proposal-answer.ts';
import { useWords } from '../../words/words-context.tsx';
import { About } from './about.tsx';
import { Deciding } from './deciding.tsx';
import { DecisionForm } from './decision-form.tsx';
import { DissentSection } from './dissent.tsx';
import { Earlier } from './earlier.tsx';
import { Route } from './route.tsx';
import { Support } from './support.tsx';

export function ProposalPage(): ReactNode {
  const { proposalId } = useParams({ from: '/proposals/$proposalId' });
  return (
    <Answered query={useQuery(proposalQuery(proposalId))}>
      {(page) => <OneProposal key={page.proposal.id} page={page} />}
    </Answered>
  );
}

function OneProposal({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const { proposal, path, thread, disagreements } = page;
  const ahead = aheadAnswer(page, words);
  return (
    <>
      <PageHead
        path={withUnit(path, proposal.unit)}
        question={proposal.title}
        answer={proposalAnswer(page, words)}
      />
      <NextStep page={page} />
      <p className="reading">{proposal.text}</p>
      <p className="next">
        <Link to="/threads/$threadId" params={{ threadId: thread.id }}>
          {words.say('proposal.thread')}
        </Link>
      </p>
      <Disagreements disagreements={disagreements} />
      {ahead !== null && (
        <section aria-labelledby="ahead">
          <h2 id="ahead">{words.say('proposal.ahead')}</h2>
          <p className="reading">{ahead}</p>
        </section>
      )}
      {ahead !== null && <Deciding page={page} />}
      <Earlier page={page} />
      <DissentSection page={page} />
      <Route page={page} />
      <About page={page} />
      <Support page={page} />
    </>
  );
}

/** To decide, or to the meeting where it is decided. */
function NextStep({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const { proposal, mayDo, ahead } = page;
  if (ahead === null && !mayDo.includes('proposal.decide')) return null;
  return (
    <p className="next actions">
      {mayDo.includes('proposal.decide') && (
        <DialogButton name={words.say('do.decide')} look="button" title={proposal.title}>
          {(close) => (
            <DecisionForm page={page} presentIds={null} onDone={close} onCancel={close} />
          )}
        </DialogButton>
      )}
      {ahead !== null && (
        <Link
          to="/forums/$forumId/meeting"
          params={{ forumId: proposal.forum.id }}
          search={{ item: proposal.id }}
          className="button quiet"
        >
          {words.say('proposal.to-meeting', { forum: words.text(proposal.forum.name) })}
        </Link>
      )}
    </p>
  );
}
