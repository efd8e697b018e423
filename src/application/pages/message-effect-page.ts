import { messageTypes } from '#core';
import { may } from '#organisation';
import { usualTypeSetting } from '#practice';
import {
  inSnapshot,
  mailCounts,
  messageCounts,
  messageTypeSettings,
  weightsHistory,
  weightsInForce,
} from '#store';
import type { Context } from '../context.ts';
import { effectOfType } from '../messages/effect-of-type.ts';
import { mailReadiness } from '../messages/mail-settings.ts';
import { openBook, personNamed } from './organisation-book.ts';

/** Do our messages help? Each kind with what became of it, and what the program goes by when it picks. */
export const messageEffectPage = (context: Context) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const { tree } = book.organisation;
    const [settings, counts, history, weights, mails] = await Promise.all([
      messageTypeSettings(db),
      messageCounts(db),
      weightsHistory(db),
      weightsInForce(db),
      mailCounts(db),
    ]);
    const types = [];
    for (const type of messageTypes) {
      const setting = settings.get(type);
      const { isOn, randomised } = setting ?? usualTypeSetting;
      const count = counts.find((one) => one.type === type);
      types.push({
        ...{ type, isOn, share: randomised?.share ?? null, reason: setting?.reason ?? null },
        ...{ told: 0, read: 0, acted: 0, heldBack: 0, ...count },
        effect: await effectOfType(db, type, book.measures),
      });
    }
    const top = tree.units[0];
    return {
      ...{ types, weights, mails: [...mails], mail: mailReadiness(process.env) },
      history: history.map((one) => ({
        ...{ weights: one.weights, reason: one.reason, at: one.setAt },
        by: personNamed(book, one.setBy),
      })),
      maySet: top !== undefined && may(context.person, 'message.set-weights', top.id, tree),
    };
  });
