import type { MessageType } from '#core';
import type { Measure } from '#cql';
import type { Forum, UnitTree } from '#organisation';
import type { Candidate } from './candidate.ts';
import { chanceName } from './effect-of-messages.ts';
import { type Picked, periodDays, periodOf, pickMessages, type Scored } from './pick.ts';
import { actionableFor, levelsBelow, type Recipient } from './recipient.ts';
import { type Said, scoreOf, type Wishes } from './score.ts';
import type { MessageWeights } from './weights.ts';

/** How a kind of message is used. */
export interface MessageTypeSetting {
  readonly isOn: boolean;
  /** The share of matters that are told; chance holds back the others from everybody, under a stored seed. */
  readonly randomised: { readonly share: number; readonly seed: string } | null;
}

export const usualTypeSetting: MessageTypeSetting = { isOn: true, randomised: null };

/** What is the same for every recipient in a round. */
export interface Round {
  readonly candidates: readonly Candidate[];
  readonly measures: ReadonlyMap<string, Pick<Measure, 'interest'>>;
  readonly forums: readonly Forum[];
  readonly tree: UnitTree;
  readonly weights: MessageWeights;
  readonly settingOf: (type: MessageType) => MessageTypeSetting;
  /** A number from 0 to 1 that always belongs to the same name under the same seed. */
  readonly chance: (seed: string, name: string) => number;
  readonly asOf: string;
}

/** What belongs to one recipient. */
export interface Listening {
  readonly recipient: Recipient;
  readonly wishes: Wishes;
  readonly said: readonly Said[];
}

/** What this recipient is told in this period, and what not, each with its score and reason. */
export function chooseMessages(round: Round, listening: Listening): readonly Picked[] {
  const { asOf, weights, settingOf } = round;
  return pickMessages({
    scored: round.candidates.flatMap((candidate) => scoredFor(round, listening, candidate)),
    ...{ said: listening.said, worthSending: weights.worthSending, asOf },
    isSwitchedOff: ({ type }) => !settingOf(type).isOn,
    isHeldBack: (candidate) => isHeldBack(round, candidate),
  });
}

function scoredFor(
  { measures, forums, tree, weights, asOf }: Round,
  { recipient, wishes, said }: Listening,
  candidate: Candidate,
): readonly Scored[] {
  // What is somebody's own is told wherever it lies: whoever disputed a number elsewhere hears of its answer.
  const own = recipient.kind === 'person' && recipient.id === candidate.ownerId ? 0 : null;
  const levels = levelsBelow(recipient, candidate.unitId, tree) ?? own;
  if (levels === null) return [];
  const actionable = actionableFor(recipient, candidate, { forums, tree });
  const score = scoreOf({
    ...{ candidate, actionable, levelsBelow: levels, wishes, said, weights, asOf, periodDays },
    interest: measures.get(candidate.measureId ?? '')?.interest ?? null,
    roles: recipient.kind === 'person' ? recipient.person.roles.map(({ role }) => role) : [],
  });
  return [{ candidate, actionable, score }];
}

/** The same for every recipient: what chance holds back, nobody is told. */
function isHeldBack({ settingOf, chance, asOf }: Round, candidate: Candidate): boolean {
  const { randomised } = settingOf(candidate.type);
  if (randomised === null) return false;
  const { type, unitId, measureId, key } = candidate;
  const name = chanceName({ type, unitId, about: measureId ?? key }, periodOf(asOf));
  return chance(randomised.seed, name) >= randomised.share;
}
