import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Application } from '../context.ts';

type Keyed = Pick<Application, 'auditKey'>;

const idBytes = 8;

/** A card's id proves by itself that we gave it: half of it is chance, half a mark over that half and the rule. */
export const newCardId = (keyed: Keyed, ruleId: string): string =>
  cardIdFrom(keyed, ruleId, randomBytes(idBytes));

/** The id of a card that is known by a name: the same name gives the same id again. */
export function namedCardId(keyed: Keyed, ruleId: string, name: string): string {
  const digest = createHmac('sha256', keyed.auditKey).update(`card name\n${name}`).digest();
  return cardIdFrom(keyed, ruleId, digest.subarray(0, idBytes));
}

export function isCardId({ auditKey }: Keyed, ruleId: string, card: string): boolean {
  const hex = card.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/.test(hex)) return false;
  const bytes = Buffer.from(hex, 'hex');
  const mark = markOf(auditKey, ruleId, bytes.subarray(0, idBytes));
  return timingSafeEqual(mark, bytes.subarray(idBytes));
}

const cardIdFrom = ({ auditKey }: Keyed, ruleId: string, half: Buffer): string =>
  uuidText(Buffer.concat([half, markOf(auditKey, ruleId, half)]));

const markOf = (key: Buffer, ruleId: string, half: Buffer): Buffer =>
  createHmac('sha256', key).update(`card\n${ruleId}\n`).update(half).digest().subarray(0, idBytes);

function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [0, 8, 12, 16, 20].map((at, i) => hex.slice(at, [8, 12, 16, 20, 32][i])).join('-');
}
