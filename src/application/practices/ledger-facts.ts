import { type RecordedEntry, recordedCommands } from '#practice';
import { type Database, entriesOfCommands, ledgerHead } from '#store';

/** What the figures read of the ledger, up to its last entry. */
export interface LedgerFacts {
  /** The hash of the last entry: another whenever the ledger has grown. */
  readonly mark: string;
  readonly entries: readonly FactEntry[];
}

export interface FactEntry extends RecordedEntry {
  readonly personId: string | null;
  readonly words: Readonly<Record<string, string>>;
}

interface Read extends LedgerFacts {
  readonly seq: number;
}

/**
 * What was read before stays true, since nobody alters the ledger: only the entries after it are read. The hash of the
 * last entry names the chain, so that another database is never mistaken for the same.
 */
let lastRead: Read | undefined;

export async function ledgerFacts(db: Database): Promise<LedgerFacts> {
  const head = await ledgerHead(db, lastRead?.seq ?? 0);
  if (lastRead?.mark === head.hash) return lastRead;
  const goesOn = lastRead !== undefined && lastRead.mark === head.hashAt;
  const known = goesOn ? lastRead : undefined;
  const later = await entriesOfCommands(db, recordedCommands, known?.seq ?? 0);
  const entries = [...(known?.entries ?? []), ...later.map(factOf)];
  const read = { seq: head.seq, mark: head.hash, entries };
  lastRead = read;
  return read;
}

type Entry = Awaited<ReturnType<typeof entriesOfCommands>>[number];

/** Only what is read is kept in memory; people's words only where a page shows them. */
const factOf = ({ at, command, personId, unitId, proposalId, forumId, detail, words }: Entry) => {
  const { outcome, nowAtForum, spread, balance } = detail;
  return {
    ...{ at, command, personId, unitId, proposalId, forumId },
    words: balance === undefined ? {} : words,
    detail: {
      ...(outcome === undefined ? {} : { outcome }),
      ...(nowAtForum === undefined ? {} : { nowAtForum }),
      ...(spread === undefined ? {} : { spread }),
      ...(balance === undefined ? {} : { balance }),
    },
  };
};

/** The answer computed from these facts last time, for as long as the ledger and the question stay the same. */
export function remembered<T>(compute: (facts: LedgerFacts, question: string) => T) {
  let last: { readonly key: string; readonly answer: T } | undefined;
  return (facts: LedgerFacts, question: string): T => {
    const key = `${facts.mark} ${question}`;
    if (last?.key !== key) last = { key, answer: compute(facts, question) };
    return last.answer;
  };
}
