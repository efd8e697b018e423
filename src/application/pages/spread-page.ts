import type { Month } from '#core';
import {
  type AdoptionTold,
  adoptionCurves,
  adoptionsTold,
  proposalFlow,
  proposalsTold,
  whoLearnedFromWhom,
} from '#practice';
import { inSnapshot, practiceTitles } from '#store';
import type { Context } from '../context.ts';
import { type LedgerFacts, ledgerFacts, remembered } from '../practices/ledger-facts.ts';
import { type Book, openBook, unitNamed } from './organisation-book.ts';

/** Curves and arrows a page can show; the rest is counted. */
const curvesShownMax = 8;
const learningShownMax = 40;

const told = remembered((facts: LedgerFacts) => {
  const adoptions = adoptionsTold(facts.entries);
  const proposals = proposalsTold(facts.entries);
  const learning = whoLearnedFromWhom(adoptions)
    .toSorted((a, b) => b.practices - a.practices)
    .slice(0, learningShownMax);
  return { adoptions, learning, proposals };
});

/** The flow needs to know what each forum is; kept while the organisation stays as it is. */
let flowKept:
  | { readonly organisation: Book['organisation']; readonly of: (f: LedgerFacts) => Flow }
  | undefined;
type Flow = ReturnType<typeof proposalFlow>;

function flowOf(book: Book, facts: LedgerFacts): Flow {
  const { organisation } = book;
  if (flowKept?.organisation !== organisation) {
    const flow = remembered((of) => proposalFlow(told(of, '').proposals, placeOf(book)));
    flowKept = { organisation, of: (of) => flow(of, '') };
  }
  return flowKept.of(facts);
}

/** How practices spread: curves, who learned from whom, and the way of proposals; all of it from the ledger. */
export const spreadPage = (context: Context) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const facts = await ledgerFacts(db);
    const { adoptions, learning, proposals } = told(facts, '');
    const until: Month = book.asOf.slice(0, 7);
    const shown = mostAdopted(adoptions);
    const curves = adoptionCurves(
      adoptions.filter(({ practiceId }) => shown.includes(practiceId)),
      until,
    );
    const titles = await practiceTitles(db, shown);
    return {
      until,
      curves: curves
        .filter(({ points }) => points.length > 0)
        .map((curve) => ({ ...curve, title: titles.get(curve.practiceId) ?? curve.practiceId })),
      learning: learning.map(({ fromUnitId, toUnitId, practices }) => ({
        from: unitNamed(book, fromUnitId),
        to: unitNamed(book, toUnitId),
        practices,
      })),
      adoptions: adoptions.length,
      units: new Set(adoptions.map(({ unitId }) => unitId)).size,
      practices: new Set(adoptions.map(({ practiceId }) => practiceId)).size,
      flow: flowOf(book, facts),
      placeNames: book.organisation.forumKinds.map(({ id, name }) => ({ id, name })),
      proposals: proposals.length,
    };
  });

/** The practices most units have taken up, the most first. */
function mostAdopted(adoptions: readonly AdoptionTold[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { practiceId } of adoptions) counts.set(practiceId, (counts.get(practiceId) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, curvesShownMax)
    .map(([practiceId]) => practiceId);
}

/** A forum counts as its kind; one that is no longer there as 'other'. */
export function placeOf({ organisation }: Book): (forumId: string) => string {
  const kinds = new Map(organisation.forums.map(({ id, kind }) => [id, kind]));
  return (forumId) => kinds.get(forumId) ?? 'other';
}
