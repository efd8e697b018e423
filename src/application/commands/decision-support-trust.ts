import {
  type ClientPurpose,
  decisionSupportClients,
  removeDecisionSupportClient,
  saveDecisionSupportClient,
} from '#store';
import { command } from '../command.ts';
import { found } from '../trouble.ts';

type Trust = {
  readonly requestId: string;
  readonly issuer: string;
  readonly name: string;
  readonly jwks: unknown;
  readonly jwksUrl: string | null;
  readonly fhirServers: readonly string[];
  readonly origins: readonly string[];
  readonly purposes: readonly ClientPurpose[];
  readonly reason: string;
};

/** A program at the point of care may ask for advice from now on; the same issuer again replaces its keys. */
export const trustClient = command({
  name: 'decision-support.trust',
  load: async (_tx, _input: Trust, { tree }) => found(tree.units[0], 'unit', 'top'),
  unitOf: ({ id }) => id,
  undoneBy: 'decision-support.distrust',
  run: async (_tx, { id: unitId }, input, { at }) => {
    const { requestId: _, reason, ...client } = input;
    return {
      entry: { unitId, words: { reason, name: client.name }, detail: { issuer: client.issuer } },
      afterwards: (tx, { seq }) => saveDecisionSupportClient(tx, { ...client, trustedAt: at }, seq),
    };
  },
});

type Distrust = {
  readonly requestId: string;
  readonly issuer: string;
  readonly reason: string;
};

/** A program may not ask any longer. */
export const distrustClient = command({
  name: 'decision-support.distrust',
  load: async (tx, { issuer }: Distrust, { tree }) => {
    const clients = await decisionSupportClients(tx);
    found(
      clients.find((one) => one.issuer === issuer),
      'client',
      issuer,
    );
    return found(tree.units[0], 'unit', 'top');
  },
  unitOf: ({ id }) => id,
  undoneBy: 'decision-support.trust',
  run: async (_tx, { id: unitId }, { issuer, reason }) => ({
    entry: { unitId, words: { reason }, detail: { issuer } },
    afterwards: (tx) => removeDecisionSupportClient(tx, issuer),
  }),
});
