import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { isMonth, messageTypes, ProblemError, problem } from '#core';

import { readText } from '../read-text.ts';

const text = z.object({ en: z.string().min(1), sv: z.string().min(1) });
const month = z.string().refine(isMonth, 'a month like 2026-03');

const knownChange = z.object({
  unit: z.string().min(1),
  month,
  measure: z.string().min(1),
  practice: text,
  change: text,
  aim: text,
  prediction: z.object({ from: z.number(), to: z.number(), byMonth: month }),
  adoptedFrom: z.string().optional(),
});
/** A change of a way of working, as the organisation itself knows it. */
export type KnownChange = z.infer<typeof knownChange>;

const knownRule = z.object({
  rule: z.string().min(1),
  units: z.array(z.string().min(1)).max(1000),
  month,
  share: z.number().gt(0).lt(1),
});
/** A rule that advised by chance, as the organisation itself knows it. */
export type KnownRule = z.infer<typeof knownRule>;

const knownMessage = z.object({
  type: z.enum(messageTypes),
  share: z.number().gt(0).lt(1),
  month,
});
/** A kind of message that was told by chance, as the organisation itself knows it. */
export type KnownMessage = z.infer<typeof knownMessage>;

const historyFile = z.object({
  changes: z.array(knownChange).max(1000),
  rules: z.array(knownRule).max(100).default([]),
  messages: z.array(knownMessage).max(100).default([]),
});

/** What history.yaml knows, the earliest change first. */
export async function knownHistory(folder: string): Promise<readonly KnownChange[]> {
  const { changes } = await historyIn(folder);
  return changes.toSorted((a, b) => (a.month < b.month ? -1 : 1));
}

/** Which rules were switched on where, as history.yaml knows it. */
export const knownRules = async (folder: string): Promise<readonly KnownRule[]> =>
  (await historyIn(folder)).rules;

/** Which kinds of messages were told by chance, as history.yaml knows it. */
export const knownMessages = async (folder: string): Promise<readonly KnownMessage[]> =>
  (await historyIn(folder)).messages;

async function historyIn(folder: string): Promise<z.infer<typeof historyFile>> {
  const file = path.join(folder, 'history.yaml');
  const read = historyFile.safeParse(yamlOf(await readText(file), file));
  if (!read.success) {
    const issue = read.error.issues[0];
    throw unreadable(file, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  return read.data;
}

function yamlOf(yaml: string, file: string): unknown {
  try {
    return parse(yaml);
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.name : '');
  }
}

const unreadable = (file: string, found: string): ProblemError =>
  new ProblemError(
    problem(
      'demo-history-unreadable',
      `The demo's history cannot be read (${found}).`,
      'Make the demo anew: gyrus demo --out FOLDER.',
      file,
    ),
  );
