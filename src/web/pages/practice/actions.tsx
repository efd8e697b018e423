import type { ReactNode } from 'react';
import type { PracticePage } from '#api';
import { type PageAction, PageActions, useActing } from '../../parts/page-actions.tsx';
import { useWords } from '../../words/words-context.tsx';
import { AdoptForm } from './adopt-form.tsx';
import { ReviseForm } from './revise-form.tsx';
import { OfferForm, SendUpForm, WithdrawForm } from './small-forms.tsx';

interface Action extends PageAction<PracticePage> {
  readonly isPossible: (page: PracticePage) => boolean;
}

const may = (command: string) => (page: PracticePage) => page.mayDo.includes(command);

const actions: readonly Action[] = [
  {
    ...{ id: 'adopt', name: 'practice.adopt', form: AdoptForm },
    isPossible: (page) => page.mayAdoptIn.length > 0,
  },
  {
    ...{ id: 'send-up', name: 'practice.send-up', form: SendUpForm },
    isPossible: may('proposal.raise'),
  },
  { id: 'offer', name: 'practice.offer', form: OfferForm, isPossible: may('practice.offer') },
  { id: 'revise', name: 'practice.revise', form: ReviseForm, isPossible: may('practice.revise') },
  {
    ...{ id: 'withdraw', name: 'practice.withdraw', form: WithdrawForm },
    isPossible: may('practice.withdraw'),
  },
];

/** What this person may do with the practice, the next step first; the form opens in place. */
export function PracticeActions({ page }: { readonly page: PracticePage }): ReactNode {
  const words = useWords();
  const acting = useActing();
  const possible = actions.filter(({ isPossible }) => isPossible(page));
  if (possible.length === 0)
    return <p className="do quiet">{words.say('practice.cannot-adopt')}</p>;
  const next = possible[0] ?? null;
  return <PageActions {...{ title: 'practice.do', page, acting, actions: possible, next }} />;
}
