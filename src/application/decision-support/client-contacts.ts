import { addClientContacts, type ClientContact, type Database } from '#store';

/** Who called and who was refused, for the page on programs: gathered in memory and kept every few seconds. */
export interface ClientContacts {
  seen(issuer: string, at: string): void;
  refused(issuer: string, refusal: { readonly at: string; readonly code: string }): void;
  /** Keeps what has been gathered. */
  keep(): Promise<void>;
  close(): Promise<void>;
}

const keepEveryMilliseconds = 5000;
/** Anybody may claim to be anybody: so many issuers are remembered, and so much of a name. */
const issuersMax = 200;
const issuerLengthMax = 500;

export function clientContacts(db: Database): ClientContacts {
  let gathered = new Map<string, ClientContact>();
  const note = (issuer: string, change: (held: ClientContact) => ClientContact) => {
    if (issuer.length > issuerLengthMax) return;
    const held = gathered.get(issuer);
    if (held === undefined && gathered.size >= issuersMax) return;
    gathered.set(issuer, change(held ?? { ...nothingYet, issuer }));
  };
  const keep = async () => {
    const taken = gathered;
    gathered = new Map();
    try {
      await addClientContacts(db, [...taken.values()], issuersMax);
    } catch (error) {
      for (const one of taken.values()) note(one.issuer, (held) => added(one, held));
      throw error;
    }
  };
  // A count that cannot be kept now waits for the next time; it is no reason to stop answering.
  const timer = setInterval(() => keep().catch(() => undefined), keepEveryMilliseconds);
  timer.unref();
  return {
    seen: (issuer, at) =>
      note(issuer, (held) => ({ ...held, calls: held.calls + 1, lastSeenAt: at })),
    refused: (issuer, { at, code }) =>
      note(issuer, (held) => ({
        ...held,
        ...{ refused: held.refused + 1, lastRefusedAt: at, lastRefusal: code },
      })),
    keep,
    close: async () => {
      clearInterval(timer);
      await keep();
    },
  };
}

/** What was gathered first with what came after it. */
const added = (first: ClientContact, later: ClientContact): ClientContact => ({
  issuer: first.issuer,
  ...{ calls: first.calls + later.calls, refused: first.refused + later.refused },
  lastSeenAt: later.lastSeenAt ?? first.lastSeenAt,
  lastRefusedAt: later.lastRefusedAt ?? first.lastRefusedAt,
  lastRefusal: later.lastRefusal ?? first.lastRefusal,
});

const nothingYet = {
  ...{ calls: 0, lastSeenAt: null, refused: 0, lastRefusedAt: null, lastRefusal: null },
};
