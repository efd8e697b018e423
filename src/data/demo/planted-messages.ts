import type { JudgedMeasure } from './intervention-structure.ts';
import { below, between, openStream } from './random.ts';
import type { DemoStructure } from './structure.ts';

/** A kind of message that was told by chance: what the seed chose. */
export interface PlantedMessage {
  readonly kind: 'message';
  /** A kind of message of the program's. */
  readonly type: string;
  readonly measure: JudgedMeasure;
  readonly share: number;
  /** Share of the charts told of that got better, less the share of those held back; 0 where it makes no difference. */
  readonly effect: number;
}

/** Index of the stream that chooses messages; it leaves what else a seed chooses as it is. */
const choosingStream = 0xffff_fffd;

export function plantedMessages(structure: DemoStructure, seed: number): readonly PlantedMessage[] {
  const random = openStream(seed, choosingStream);
  const { kinds, share, effect } = structure.interventions.messages;
  const working = below(random, kinds.length);
  const size = between(random, effect);
  return kinds.map(({ type, measure }, i) => ({
    ...{ kind: 'message', type, measure, share, effect: i === working ? size : 0 },
  }));
}
