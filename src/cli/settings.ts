import path from 'node:path';
import { ProblemError, problem } from '#core';

/** Where the data lie and which database keeps what is not about patients, from the environment. */
export const settings = () => ({
  dataFolder: path.resolve(process.env.GYRUS_DATA ?? '.gyrus'),
  ...(process.env.DATABASE_URL === undefined ? {} : { databaseUrl: process.env.DATABASE_URL }),
});

export const portDefault = 3000;
const portMax = 65_535;

/** A whole number within bounds, or a clear word about what was given. */
export function wholeNumber(
  name: string,
  text: string,
  { min, max }: { min: number; max: number },
): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= min && number <= max) return number;
  throw new ProblemError(
    problem(
      'not-a-number-wanted',
      `${name} is '${text}'.`,
      `Give a whole number from ${min} to ${max}.`,
      name,
    ),
  );
}

export const portFromEnvironment = (): number =>
  wholeNumber('PORT', process.env.PORT ?? String(portDefault), { min: 0, max: portMax });
