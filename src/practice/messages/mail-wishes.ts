import { periodDays } from './pick.ts';

/** How often somebody wants a mail; in the app the messages are there anyway. */
export const mailFrequencies = ['each-period', 'monthly', 'never'] as const;
export type MailFrequency = (typeof mailFrequencies)[number];

/** A time of day on the wall, as 'HH:MM'. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/** Outside the working day, unless somebody wants it otherwise. */
export const usualQuietHours: QuietHours = { from: '17:00', to: '08:00' };

const dayMilliseconds = 86_400_000;

/** Whether a period brings a mail: each one, or the first that begins in its calendar month. */
export function bringsMail(frequency: MailFrequency, period: string): boolean {
  if (frequency === 'never') return false;
  if (frequency === 'each-period') return true;
  const before = new Date(Date.parse(period) - periodDays * dayMilliseconds).toISOString();
  return before.slice(0, 7) !== period.slice(0, 7);
}

/** Whether an instant lies in somebody's quiet hours, which may pass midnight. */
export function isQuiet(quiet: QuietHours | null, instant: string, timeZone: string): boolean {
  if (quiet === null || quiet.from === quiet.to) return false;
  const now = timeOfDay(instant, timeZone);
  return quiet.from < quiet.to
    ? now >= quiet.from && now < quiet.to
    : now >= quiet.from || now < quiet.to;
}

const timeOfDay = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).format(new Date(instant));
