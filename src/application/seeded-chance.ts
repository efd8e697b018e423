import { createHmac } from 'node:crypto';

/** A number from 0 to 1 that always belongs to the same name under the same seed. */
export function seededChance(seed: string, name: string): number {
  const digest = createHmac('sha256', seed).update(name).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
