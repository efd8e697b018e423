import { advice } from './advice.ts';
import { deciding } from './deciding.ts';
import { frame } from './frame.ts';
import { instruments } from './instruments.ts';
import { measures } from './measures.ts';
import { messages } from './messages.ts';
import { places } from './places.ts';
import { practice } from './practice.ts';
import { programs } from './programs.ts';
import { quality } from './quality.ts';
import { refusals } from './refusals.ts';
import { server } from './server.ts';
import { spread } from './spread.ts';
import { structure } from './structure.ts';

export const en = {
  ...frame,
  ...measures,
  ...practice,
  ...places,
  ...server,
  ...deciding,
  ...spread,
  ...structure,
  ...quality,
  ...refusals,
  ...advice,
  ...programs,
  ...messages,
  ...instruments,
};

export type MessageId = keyof typeof en;
