import { frame } from './frame.ts';
import { measures } from './measures.ts';
import { places } from './places.ts';
import { practice } from './practice.ts';

export const en = { ...frame, ...measures, ...practice, ...places };

export type MessageId = keyof typeof en;
