import { createHash } from 'node:crypto';
import { problem } from '#core';
import { type Forum, may, maySeated, type Person, type Right } from '#organisation';
import {
  appendEntry,
  type Changes,
  canonicalJson,
  claimRequest,
  entryByRequest,
  inTransaction,
  type LedgerEntry,
  type NewEntry,
} from '#store';
import { type Context, type OrganisationInForce, organisationInForce } from './context.ts';
import { Conflict, found, NotAllowed } from './trouble.ts';
import { noteChange } from './until-changed.ts';

/** What a command works with, apart from its input and what it loaded. */
export interface Act {
  readonly person: Person;
  readonly at: string;
  readonly organisation: OrganisationInForce;
  readonly newId: () => string;
}

/** What the ledger keeps of a change; what is not named does not apply. */
export type EntryDraft = Partial<
  Pick<
    NewEntry,
    | 'threadId'
    | 'proposalId'
    | 'cycleId'
    | 'measureId'
    | 'signalId'
    | 'forumId'
    | 'words'
    | 'detail'
  >
> & { readonly unitId: string };

export interface Change {
  readonly entry: EntryDraft;
  /** What has to know the entry's number, in the same transaction. */
  readonly afterwards?: (tx: Changes, entry: LedgerEntry) => Promise<void>;
}

interface Definition<Input, State> {
  /** The right it needs is the one of the same name. */
  readonly name: Right;
  /** Loads what the command is about and holds it until the transaction ends. */
  readonly load: (tx: Changes, input: Input, organisation: OrganisationInForce) => Promise<State>;
  /** The unit in which the right is needed. */
  readonly unitOf: (state: State) => string;
  /** The forum in which a seat gives the right too; not named where no seat does, none where it is no forum's matter. */
  readonly forumOf?: (state: State) => Forum | undefined;
  /** What undoes it, in one word of the same vocabulary; null where only a new entry can set it right. */
  readonly undoneBy: Right | null;
  /** Decides by the rules and saves. */
  readonly run: (tx: Changes, state: State, input: Input, act: Act) => Promise<Change>;
}

export interface CommandAnswer {
  readonly ledgerSeq: number;
  readonly threadId: string | null;
  readonly proposalId: string | null;
  readonly cycleId: string | null;
  readonly practiceId: string | null;
  readonly adoptionId: string | null;
}

interface Request {
  readonly requestId: string;
}

export interface Command<Input extends Request> {
  readonly name: Right;
  readonly undoneBy: Right | null;
  readonly run: (context: Context, input: Input) => Promise<CommandAnswer>;
}

/**
 * One thing a person can do: authorise → load → decide → save → ledger, in one transaction. A request that comes
 * again gives the first answer and does nothing twice.
 */
export function command<Input extends Request, State>(
  definition: Definition<Input, State>,
): Command<Input> {
  const { name, undoneBy } = definition;
  return { name, undoneBy, run: (context, input) => runOnce(definition, context, input) };
}

async function runOnce<Input extends Request, State>(
  definition: Definition<Input, State>,
  context: Context,
  input: Input,
): Promise<CommandAnswer> {
  const requestDigest = digestOf(definition.name, context.person.id, input);
  const { entry, isNew } = await inTransaction(context.db, async (tx) => {
    await claimRequest(tx, input.requestId);
    const earlier = await entryByRequest(tx, input.requestId);
    if (earlier !== null) return { entry: sameRequest(earlier, requestDigest), isNew: false };
    const change = await authoriseAndRun(tx, { definition, context, input });
    const appended = await appendEntry(tx, {
      ...blankEntry,
      ...change.entry,
      at: context.clock(),
      personId: context.person.id,
      command: definition.name,
      requestId: input.requestId,
      requestDigest,
    });
    await change.afterwards?.(tx, appended);
    return { entry: appended, isNew: true };
  });
  if (isNew) noteChange(context.db);
  if (isNew && entry.threadId !== null)
    context.announce({ kind: 'thread', threadId: entry.threadId });
  return answerOf(entry);
}

interface Running<Input, State> {
  readonly definition: Definition<Input, State>;
  readonly context: Context;
  readonly input: Input;
}

async function authoriseAndRun<Input, State>(
  tx: Changes,
  { definition, context, input }: Running<Input, State>,
): Promise<Change> {
  const organisation = await organisationInForce(tx);
  // The role is read again here: it may have been taken away since the person signed in.
  const person = found(
    organisation.people.find(({ id }) => id === context.person.id),
    'person',
    context.person.id,
  );
  const state = await definition.load(tx, input, organisation);
  const unitId = definition.unitOf(state);
  const forum = definition.forumOf?.(state);
  const isSeated = forum !== undefined && maySeated(person, definition.name, forum);
  if (!isSeated && !may(person, definition.name, unitId, organisation.tree))
    throw new NotAllowed(definition.name, unitId);
  const act = { person, at: context.clock(), organisation, newId: context.newId };
  return definition.run(tx, state, input, act);
}

export const blankEntry = {
  requestId: null,
  requestDigest: null,
  threadId: null,
  proposalId: null,
  cycleId: null,
  measureId: null,
  signalId: null,
  forumId: null,
  words: {},
  detail: {},
} as const;

const digestOf = (name: string, personId: string, input: object): string =>
  createHash('sha256').update(canonicalJson({ name, personId, input })).digest('hex');

function sameRequest(earlier: LedgerEntry, digest: string): LedgerEntry {
  if (earlier.requestDigest === digest) return earlier;
  throw new Conflict(
    problem(
      'request-id-used',
      'This request id was used before, for something else.',
      'Send each new request with a request id of its own.',
      'requestId',
    ),
  );
}

function answerOf({ seq, threadId, proposalId, cycleId, detail }: LedgerEntry): CommandAnswer {
  const { spread } = detail;
  return {
    ledgerSeq: seq,
    ...{ threadId, proposalId, cycleId },
    practiceId: spread?.practiceId ?? null,
    adoptionId: spread !== undefined && 'adoptionId' in spread ? spread.adoptionId : null,
  };
}
