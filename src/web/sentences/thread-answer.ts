import type { ThreadSummary } from '#api';
import type { Words } from '../words/words.ts';

/** The state of a thread in words: what it waits for, who has it, since when. */
export function threadAnswer(thread: ThreadSummary, words: Words): string {
  const date = words.date(thread.since);
  if (thread.state === 'closed') {
    const owner =
      thread.owner === null ? '' : words.say('thread.held-last-by', { name: thread.owner.name });
    return words
      .say('thread.state-closed', { date: words.date(thread.closedAt ?? thread.since), owner })
      .trim();
  }
  const owner =
    thread.owner === null
      ? words.say('thread.held-by-nobody')
      : words.say('thread.held-by', { name: thread.owner.name });
  const waiting = words.say(`waiting.${thread.waitingFor}`);
  const state = words.say('thread.state', { waiting, owner, date });
  return thread.overdue ? `${state} ${words.say('thread.overdue')}` : state;
}

export function threadsAnswer(threads: readonly ThreadSummary[], words: Words): string {
  const open = threads.filter((t) => t.state !== 'closed');
  return words.say('threads.answer', {
    open: open.length,
    overdue: open.filter((t) => t.overdue).length,
  });
}
