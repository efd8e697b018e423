import type { Inbox } from '#api';
import type { Words } from '../words/words.ts';

/** How much waits: alerts before all, then new signals, threads, and how many of them have waited too long. */
export function inboxAnswer(inbox: Inbox, words: Words): string {
  const alerts = inbox.items.filter((item) => item.kind === 'alert').length;
  const rest = { ...inbox, items: inbox.items.filter((item) => item.kind !== 'alert') };
  if (alerts === 0) return restAnswer(rest, words);
  const first = words.say('needs-us.answer-alerts', { alerts });
  return rest.items.length === 0 ? first : `${first} ${restAnswer(rest, words)}`;
}

function restAnswer(inbox: Inbox, words: Words): string {
  const signals = inbox.items.filter((item) => item.kind === 'signal').length;
  const overdue = inbox.items.filter((item) => item.overdue).length;
  if (inbox.items.length === 0)
    return words.say('needs-us.none', { unit: words.text(inbox.unit.name) });
  const threads = inbox.items.length - signals;
  const kind = threads === 0 ? 'signals' : signals === 0 ? 'threads' : 'both';
  return words.say(`needs-us.answer-${kind}`, { signals, threads, overdue });
}
