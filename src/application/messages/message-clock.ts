import { endMailsCutOff } from '#store';
import type { Application } from '../context.ts';
import type { MailSettings } from './mail-settings.ts';
import { makeRound } from './make-round.ts';
import { noticeActs } from './notice-acts.ts';
import { sendMails } from './send-mails.ts';
import type { HandOverMail } from './smtp.ts';

export interface MessageClockOptions {
  readonly application: Pick<Application, 'db' | 'clock' | 'newId'>;
  readonly timeZone: string;
  /** Null where the program cannot send mail: messages are then in the app only. */
  readonly mail: { readonly settings: MailSettings; readonly handOver: HandOverMail } | null;
  /** Told of our own mistakes; the next turn tries again. */
  readonly onTrouble: (error: unknown) => void;
}

/** What happens by itself about messages: rounds, mail, noticing what was acted on. */
export interface MessageClock {
  /** One turn; while one is under way, asking for another waits for it. */
  readonly turn: () => Promise<void>;
  /** Turns again and again from now on. */
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

/** Quiet hours and periods are told by the minute. */
const turnMilliseconds = 60_000;

/** Takes over from a program that was killed, then turns. Everything it does is kept before the next thing begins. */
export function messageClock(options: MessageClockOptions): MessageClock {
  const { application, onTrouble } = options;
  let timer: NodeJS.Timeout | undefined;
  let isTakenOver = false;
  let turning: Promise<void> | undefined;
  const once = async () => {
    try {
      if (!isTakenOver) await endMailsCutOff(application.db, application.clock());
      isTakenOver = true;
      await oneTurn(options);
    } catch (error) {
      onTrouble(error);
    }
  };
  const turn = (): Promise<void> => {
    turning ??= once().finally(() => {
      turning = undefined;
    });
    return turning;
  };
  return {
    turn,
    start: () => {
      void turn();
      timer = setInterval(() => void turn(), turnMilliseconds).unref();
    },
    stop: async () => {
      clearInterval(timer);
      await turning;
    },
  };
}

async function oneTurn({ application, timeZone, mail }: MessageClockOptions): Promise<void> {
  const { db, clock } = application;
  await noticeActs(application);
  await makeRound(application);
  if (mail === null) return;
  const { settings, handOver } = mail;
  await sendMails({ db, clock, timeZone, settings, handOver });
}
