import { addMonths, type Month } from '#core';
import { may } from '#organisation';
import { aimsInForce, type Balance, balanceOf, driftOf } from '#practice';
import { inSnapshot } from '#store';
import type { Context } from '../context.ts';
import { type LedgerFacts, ledgerFacts, remembered } from '../practices/ledger-facts.ts';
import { type Book, openBook, ownerNamed } from './organisation-book.ts';
import { placeOf } from './spread-page.ts';

/** From an idea to its spread takes about so long, so the figures look back over two years; the drift over eight half-years. */
const monthsBack = 24;
const halfYears = 8;

/** The balance between top-down and bottom-up, and where the organisation wants it; all of it from the ledger. */
export const balancePage = (context: Context) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const facts = await ledgerFacts(db);
    const month: Month = book.asOf.slice(0, 7);
    const { now, earlier } = figures(book)(facts, month);
    const aims = aimsInForce(facts.entries);
    const top = book.organisation.tree.units[0];
    const kinds = new Set(now.daysToDecision.map(({ place }) => place));
    return {
      ...{ from: addMonths(month, 1 - monthsBack), to: month, ...now },
      drift: driftOf(now, aims?.aims ?? null).map((drift, i) => ({
        ...drift,
        halfYears: earlier.map(({ from, balance }) => ({
          from,
          value: driftOf(balance, null)[i]?.value ?? null,
        })),
      })),
      aims: aimsShown(book, facts),
      placeNames: book.organisation.forumKinds
        .filter(({ id }) => kinds.has(id))
        .map(({ id, name }) => ({ id, name })),
      maySet:
        top !== undefined && may(context.person, 'balance.set', top.id, book.organisation.tree),
    };
  });

interface Figures {
  readonly now: Balance;
  readonly earlier: readonly { readonly from: Month; readonly balance: Balance }[];
}

/** Kept while the organisation and the ledger stay as they are. */
let kept:
  | {
      readonly organisation: Book['organisation'];
      readonly of: (f: LedgerFacts, m: Month) => Figures;
    }
  | undefined;

function figures(book: Book): (facts: LedgerFacts, month: Month) => Figures {
  const { organisation } = book;
  if (kept?.organisation !== organisation)
    kept = {
      organisation,
      of: remembered((facts, month) => computed(facts, month, placeOf(book))),
    };
  return kept.of;
}

function computed(
  { entries }: LedgerFacts,
  month: Month,
  place: (forumId: string) => string,
): Figures {
  const within = (from: Month, months: number) =>
    balanceOf(entries, {
      placeOf: place,
      within: { from: dayOne(from), to: dayOne(addMonths(from, months)) },
    });
  const current = `${month.slice(0, 4)}-${month.slice(5) <= '06' ? '01' : '07'}`;
  const first = addMonths(current, -6 * (halfYears - 1));
  return {
    now: within(addMonths(month, 1 - monthsBack), monthsBack),
    earlier: Array.from({ length: halfYears }, (_, i) => {
      const from = addMonths(first, 6 * i);
      return { from, balance: within(from, 6) };
    }),
  };
}

const dayOne = (month: Month): string => `${month}-01T00:00:00.000Z`;

function aimsShown(book: Book, { entries }: LedgerFacts) {
  const last = entries.findLast(({ detail }) => detail.balance !== undefined);
  if (last === undefined) return null;
  return { at: last.at, by: ownerNamed(book, last.personId), reason: last.words.reason ?? '' };
}
