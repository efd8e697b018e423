import type { ColumnType } from 'kysely';
import type { Language, MessageType } from '#core';
import type {
  Actionable,
  MailFrequency,
  MessageFacts,
  MessageStep,
  MessageTypeSetting,
  MessageWeights,
  NotChosen,
  Picked,
  RecipientKind,
  Wishes,
} from '#practice';
import type { Instant, InstantOrNull, Json } from './columns.ts';

type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>;

interface MessageWeightsTable {
  ledger_seq: number;
  weights: Json<MessageWeights>;
  reason: string;
  set_by: string;
  set_at: Instant;
}

interface MessageTypeSettingTable {
  type: MessageType;
  is_on: boolean;
  randomised: JsonOrNull<NonNullable<MessageTypeSetting['randomised']>>;
  reason: string;
  set_by: string;
  set_at: Instant;
  ledger_seq: number;
}

interface MessageRoundTable {
  period: string;
  made_at: Instant;
  weights: Json<MessageWeights>;
}

interface MessageTable {
  id: string;
  period: string;
  recipient_kind: RecipientKind;
  recipient_id: string;
  place: number | null;
  outcome: Picked['outcome'];
  because: NotChosen | null;
  type: MessageType;
  key: string;
  unit_id: string;
  measure_id: string | null;
  thread_id: string | null;
  facts: Json<MessageFacts>;
  step: Json<MessageStep>;
  parts: Json<Picked['score']['parts']>;
  score: number;
  actionable: Actionable;
  made_at: Instant;
  read_at: InstantOrNull;
  acted_at: InstantOrNull;
}

interface MessageWishTable {
  person_id: string;
  address: string | null;
  language: Language;
  frequency: MailFrequency;
  quiet_from: string | null;
  quiet_to: string | null;
  wishes: Json<Wishes>;
  unsubscribed_at: InstantOrNull;
  token: string;
  set_at: Instant;
}

/**
 * Where a mail stands. `unclear`: the program ended, or the line broke, while the mail server may already have had it; it
 * is never sent again. `dropped`: its reader no longer wants it.
 */
export type MailState = 'waiting' | 'sending' | 'sent' | 'unclear' | 'given-up' | 'dropped';

interface MessageMailTable {
  id: string;
  person_id: string;
  period: string;
  state: MailState;
  attempts: number;
  not_before: Instant;
  made_at: Instant;
  ended_at: InstantOrNull;
  problem: string | null;
}

/** Messages that are picked for people, teams and boards, and the mail that carries them. */
export interface MessageTables {
  message_weights: MessageWeightsTable;
  message_type_setting: MessageTypeSettingTable;
  message_round: MessageRoundTable;
  message: MessageTable;
  message_wish: MessageWishTable;
  message_mail: MessageMailTable;
}
