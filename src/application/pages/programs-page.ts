import { may } from '#organisation';
import { type ClientContact, clientContacts, decisionSupportClients } from '#store';
import { type Context, organisationInForce } from '../context.ts';
import { lifetimeMax } from '../decision-support/client-trust.ts';
import type { DecisionSupport } from '../decision-support/decision-support.ts';
import { NotAllowed } from '../trouble.ts';

const never = {
  ...{ calls: 0, lastSeenAt: null, refused: 0, lastRefusedAt: null, lastRefusal: null },
};

/** Programs that may ask for advice or send records, how they have called, and who tried without being trusted. */
export async function programsPage(context: Context, support: DecisionSupport | null) {
  await requireRight(context);
  await support?.contacts.keep();
  const [clients, contacts] = await Promise.all([
    decisionSupportClients(context.db),
    clientContacts(context.db),
  ]);
  const byIssuer = new Map(contacts.map((one) => [one.issuer, one]));
  const trusted = new Set(clients.map(({ issuer }) => issuer));
  return {
    programs: clients.map(({ issuer, name, jwks, jwksUrl, ...more }) => ({
      ...{ issuer, name, jwks, jwksUrl, keyNames: keyNamesIn(jwks) },
      ...{ fhirServers: [...more.fhirServers], origins: [...more.origins] },
      ...{ purposes: [...more.purposes], trustedAt: more.trustedAt },
      contact: contactShown(byIssuer.get(issuer) ?? { ...never, issuer }),
    })),
    strangers: contacts
      .filter(({ issuer }) => issuer !== '' && !trusted.has(issuer))
      .toSorted((a, b) => ((a.lastRefusedAt ?? '') > (b.lastRefusedAt ?? '') ? -1 : 1))
      .map((contact) => ({ issuer: contact.issuer, contact: contactShown(contact) })),
    tokenSecondsMax: lifetimeMax,
  };
}

const contactShown = ({ issuer: _, ...contact }: ClientContact) => contact;

async function requireRight({ db, person }: Context): Promise<void> {
  const { tree } = await organisationInForce(db);
  const top = tree.units[0]?.id ?? '';
  if (!may(person, 'decision-support.trust', top, tree))
    throw new NotAllowed('decision-support.trust', top);
}

/** The names of pasted keys; none where they are read from an address. */
function keyNamesIn(jwks: unknown): readonly string[] {
  const keys = typeof jwks === 'object' && jwks !== null && 'keys' in jwks ? jwks.keys : [];
  if (!Array.isArray(keys)) return [];
  return keys.map((key: { readonly kid?: unknown }) => String(key.kid));
}
