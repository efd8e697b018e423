import { advice } from './advice.ts';
import { deciding } from './deciding.ts';
import { frame } from './frame.ts';
import { measures } from './measures.ts';
import { places } from './places.ts';
import { practice } from './practice.ts';
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
  ...advice,
};

export type MessageId = keyof typeof en;
