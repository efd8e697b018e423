import { describe, expect, test } from 'vitest';
import type { ThreadEntry, ThreadPage, ThreadSummary } from '#api';
import { carePlan, english, swedish } from '../../../test/harness/web-words.ts';
import { entryHeadline, entryParagraphs } from './entry-words.ts';
import { inboxAnswer } from './inbox-answer.ts';
import { signalLine, threadTitle, threadTitleAtUnit } from './signal-words.ts';
import { threadAnswer, threadsAnswer } from './thread-answer.ts';

const unit = { id: 'u', level: 'unit', name: { en: 'Ward 21', sv: 'Avdelning 21' } };
const thread: ThreadSummary = {
  id: 't',
  title: 'Plans come late',
  unit,
  state: 'open',
  waitingFor: 'a-decision',
  owner: { id: 'p', name: 'Nora' },
  since: '2026-10-09T10:00:00Z',
  openedAt: '2026-10-01T10:00:00Z',
  closedAt: null,
  measureTitle: null,
  openingSignal: null,
  openingDispute: null,
  overdue: false,
};
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('the state of a thread', () => {
  test('says what it waits for, who has it and since when', () => {
    expect(plain(threadAnswer(thread, english))).toBe(
      'It waits for the forum’s decision. Nora has it. Since 9 Oct 2026.',
    );
    expect(plain(threadAnswer(thread, swedish))).toBe(
      'Den väntar på forumets beslut. Nora har den. Sedan 9 okt 2026.',
    );
  });
  test('says that nobody has it and that it is late', () => {
    expect(plain(threadAnswer({ ...thread, owner: null, overdue: true }, english))).toBe(
      'It waits for the forum’s decision. Nobody has it yet. Since 9 Oct 2026. That is longer than the forum’s rhythm.',
    );
  });
  test('says when it was closed', () => {
    const closed = { ...thread, state: 'closed', closedAt: '2026-11-02T10:00:00Z' } as const;
    expect(plain(threadAnswer(closed, english))).toBe('Closed 2 Nov 2026. Nora had it.');
  });
  test('is counted over many', () => {
    const all = [thread, { ...thread, overdue: true }, { ...thread, state: 'closed' } as const];
    expect(threadsAnswer(all, english)).toBe(
      '2 threads are open, one of them has waited too long.',
    );
    expect(threadsAnswer([], swedish)).toBe('Ingen tråd är öppen.');
  });
});

const entry = (more: Partial<ThreadEntry>): ThreadEntry => ({
  ledgerSeq: 1,
  hash: 'a',
  at: '2026-10-09T10:00:00Z',
  by: null,
  kind: 'comment',
  words: {},
  signalId: null,
  proposalId: null,
  cycleId: null,
  measureId: null,
  effect: null,
  unit: null,
  forum: null,
  outcome: null,
  toForum: null,
  direction: null,
  because: null,
  tally: null,
  rule: null,
  ...more,
});
const page: ThreadPage = {
  thread,
  ruleId: null,
  path: [],
  entries: [],
  signals: [],
  proposals: [],
  cycles: [],
  measure: carePlan,
  chart: null,
  annotations: [],
  disagreements: [],
  challenge: null,
  mayDo: [],
};

describe('an entry', () => {
  test('of a decision says the outcome', () => {
    expect(entryHeadline(entry({ kind: 'decision', outcome: 'try' }), english)).toBe(
      'Decision: Decided to try it',
    );
  });
  test('gives numbers and months in the reader’s language, and the person’s own words as they are', () => {
    const words = {
      predictionText: 'It will rise.',
      predictedValue: '0.8',
      predictedByMonth: '2026-10',
      requestId: 'x',
    };
    const said = entryParagraphs(entry({ kind: 'cycle-started', words }), page, swedish);
    expect(said.map((p) => plain(`${p.label}: ${p.text}`))).toEqual([
      'Förutsägelse: It will rise.',
      'Förutsagt värde: 80 %',
      'Senast: okt 2026',
    ]);
  });
  test('without words says nothing more', () => {
    expect(entryParagraphs(entry({}), page, english)).toEqual([]);
  });
});

describe('a thread a signal opened', () => {
  const words = {
    rule: 'shift',
    reading: 'concern',
    month: '2026-10',
    firstMonth: '2026-03',
  } as const;
  const opening = entry({ kind: 'signal', words });
  test('is called by the signal, in the reader’s language', () => {
    const opened = { ...thread, measureTitle: carePlan.title, openingSignal: words };
    expect(plain(threadTitle(opened, swedish))).toBe(
      'Vårdplan inom 14 dagar: sämre sedan mars 2026',
    );
    expect(plain(threadTitleAtUnit(opened, english))).toBe(
      'Care plan within 14 days: worse since Mar 2026 at Ward 21',
    );
  });
  test('says in its first entry what was found', () => {
    expect(plain(entryParagraphs(opening, page, english)[0]?.text ?? '')).toBe(
      'Care plan within 14 days: worse since Mar 2026, a long run on one side of the centre.',
    );
  });
  test('keeps its title where a person wrote one', () => {
    expect(threadTitle(thread, english)).toBe('Plans come late');
    expect(threadTitleAtUnit(thread, english)).toBe('Plans come late');
  });
});

describe('a thread a dispute opened', () => {
  const title = { en: 'Times without a time zone', sv: 'Tider utan tidszon' };
  const found = { about: 'check', title, firstMonth: '2026-02', lastMonth: '2026-03' } as const;
  const number = { about: 'measure', title: carePlan.title, firstMonth: '2026-02' } as const;

  test('is called by what is disputed and its months, in the reader’s language', () => {
    const byCheck = { ...thread, openingDispute: found };
    expect(plain(threadTitle(byCheck, swedish))).toBe(
      'Tider utan tidszon, feb 2026 till mars 2026',
    );
    const byPerson = { ...thread, openingDispute: { ...number, lastMonth: '2026-02' } };
    expect(plain(threadTitleAtUnit(byPerson, swedish))).toBe(
      'Stämmer siffran? Vårdplan inom 14 dagar, feb 2026, Avdelning 21',
    );
  });
  test('says in its first entry what the check found, and names kinds of record', () => {
    const words = { bad: '12', checked: '300', subjects: 'encounter, 8480-6' };
    const [said] = entryParagraphs(entry({ kind: 'quality', words }), page, swedish);
    expect(plain(said?.text ?? '')).toBe('12 av 300 uppgifter: Besök och vårdtillfällen, 8480-6.');
  });
  test('says what was said before findings were kept as numbers', () => {
    const words = { title: 'T: 2026-02', text: '12 of 300 (encounter)' };
    const old = entry({ kind: 'quality', words });
    expect(entryHeadline(old, english)).toBe('A check found something');
    expect(entryParagraphs(old, page, english).map(({ text }) => text)).toEqual([words.text]);
  });
});

test('a step of a cycle is known by its month of start', () => {
  expect(
    entryHeadline(entry({ kind: 'cycle-step', words: { startMonth: '2026-03' } }), english),
  ).toBe('Step in the cycle: Do');
  expect(entryHeadline(entry({ kind: 'cycle-step', words: { text: 'x' } }), swedish)).toBe(
    'Steg i cykeln: Studera',
  );
});

describe('a signal in one line', () => {
  const signal = {
    id: 's',
    measureId: 'm',
    ruleId: null,
    measureTitle: carePlan.title,
    unit,
    month: '2026-10',
    firstMonth: '2026-03',
    rule: 'shift',
    reading: 'concern',
    state: 'new',
    owner: null,
    threadId: null,
    cautions: [],
  } as const;
  test('says since when', () => {
    expect(plain(signalLine(signal, english))).toBe(
      'Care plan within 14 days: worse since Mar 2026, a long run on one side of the centre',
    );
  });
  test('of a single month says which', () => {
    expect(
      plain(signalLine({ ...signal, firstMonth: '2026-10', rule: 'outside-limits' }, swedish)),
    ).toBe('Vårdplan inom 14 dagar: sämre i okt 2026, utanför det vanliga spannet');
  });
  test('is counted in the inbox apart from threads', () => {
    const common = { since: '2026-10-09T10:00:00Z', mine: false };
    const inbox = {
      unit,
      items: [
        { ...common, kind: 'signal' as const, overdue: false, signal: { ...signal, cautions: [] } },
        { ...common, kind: 'thread' as const, overdue: true, thread },
      ],
    };
    expect(inboxAnswer(inbox, english)).toBe(
      'One new signal and one thread wait for us; one has waited too long.',
    );
    expect(inboxAnswer({ unit, items: [] }, swedish)).toBe('Inget väntar på Avdelning 21 nu.');
  });
});
