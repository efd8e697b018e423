import type { ProposalList, ProposalPage, ProposalRow } from '#api';
import type { Words } from '../words/words.ts';

const decided: readonly ProposalRow['state'][] = [
  'tried',
  'prioritised',
  'spread',
  'mandated',
  'declined',
];

/** 'On the table at Local forum since 3 Mar 2026.' */
export function proposalState(row: ProposalRow, words: Words): string {
  const forum = words.text(row.forum.name);
  const state = words.say(`proposal-state.${row.state}`);
  if (row.state === 'parked' && row.returnOn !== null) {
    const parked = words.say('proposal.state-parked', { forum, date: words.date(row.returnOn) });
    return row.silent ? `${parked} ${words.say('proposal.returned')}` : parked;
  }
  if (decided.includes(row.state)) return words.say('proposal.state-decided', { state, forum });
  const waits = words.say('proposal.state', { state, forum, date: words.date(row.since) });
  return row.silent ? `${waits} ${words.say('proposal.silent')}` : waits;
}

/** Its state, then what it is, from whom and since when. */
export const proposalAnswer = ({ proposal }: ProposalPage, words: Words): string =>
  `${proposalState(proposal, words)} ${words.say('proposal.by', {
    kind: words.say(`proposal-kind.${proposal.kind}`),
    origin: words.say(`proposal-origin.${proposal.origin}`).toLowerCase(),
    name: proposal.by.name,
    date: words.date(proposal.raisedAt),
  })}`;

export function proposalsAnswer({ counts }: ProposalList, words: Words): string {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const waiting = counts
    .filter(({ state }) => state === 'raised' || state === 'considered')
    .reduce((sum, { count }) => sum + count, 0);
  return words.say('proposals.answer', { total, waiting });
}

/** Who decides, by the rules, and why; null when there is nothing left to decide. */
export function aheadAnswer({ ahead, proposal }: ProposalPage, words: Words): string | null {
  const forum = words.text(proposal.forum.name);
  switch (ahead?.kind) {
    case 'decides-here':
      return words.say('proposal.decides-here', { forum, because: words.text(ahead.because) });
    case 'goes-to':
      return words.say('proposal.goes-to', {
        ...{ forum, next: words.text(ahead.forum.name), because: words.text(ahead.because) },
      });
    case 'stuck': {
      const id = `problem.${ahead.problem.code}`;
      const message = words.has(id) ? words.say(id) : ahead.problem.message;
      return words.say('proposal.stuck', { message });
    }
    case undefined:
      return null;
  }
}

/** How far the forum has come in deciding together. */
export function tableAnswer({ table, proposal }: ProposalPage, words: Words): string {
  const { stage, members, opened } = table;
  if (members.length === 0) return words.say('table.no-members');
  if (stage === 'not-taken-up')
    return words.say('table.not-taken-up', { forum: words.text(proposal.forum.name) });
  if (opened === null) {
    const scored = members.filter(({ hasScored }) => hasScored).length;
    return words.say('table.scoring', { scored, members: members.length });
  }
  const { weighted, counted, notCounted } = opened.tally;
  const open =
    weighted === null
      ? words.say('table.open-none')
      : words.say('table.open', { weighted: words.decimal(weighted), counted });
  return notCounted === 0
    ? open
    : `${open} ${words.say('table.not-counted', { count: notCounted })}`;
}
