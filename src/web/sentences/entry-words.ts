import type { ThreadEntry, ThreadPage } from '#api';
import type { Words } from '../words/words.ts';
import { effectAnswer, effectSaid } from './effect-answer.ts';
import { numbersFor } from './measure-numbers.ts';
import { foundRows } from './quality-words.ts';
import { cautionWords } from './reasons.ts';
import { ruleToldWords } from './rule-words.ts';
import { signalLine, signalOf } from './signal-words.ts';

/** A code in words where we have them; nothing otherwise. */
const coded = (prefix: string, code: string | null | undefined, words: Words): string | null => {
  const id = `${prefix}.${code}`;
  return words.has(id) ? words.say(id) : null;
};

/** What a headline adds to the kind: the outcome of a decision, the step of a cycle, the title of a proposal. */
function detail(entry: ThreadEntry, words: Words): string | null {
  switch (entry.kind) {
    case 'decision':
      return coded('outcome-said', entry.outcome ?? entry.words.outcome, words);
    case 'concluded':
      return coded('challenge', entry.outcome, words);
    case 'verdict':
      return coded('verdict', entry.outcome ?? entry.words.verdict, words);
    case 'cycle-step':
      // Only the step in which the change began names its month.
      return words.say(entry.words.startMonth === undefined ? 'cycle.step.study' : 'cycle.step.do');
    case 'adoption':
      return coded('stage', entry.outcome, words) ?? entry.words.title ?? null;
    // What was disputed is what the thread is called, and stands above.
    case 'challenge':
    case 'quality':
      return null;
    default:
      return entry.words.title ?? null;
  }
}

/** What happened, in a few words: 'Decision: decided to try it'. */
export function entryHeadline(entry: ThreadEntry, words: Words): string {
  const kind = words.say(`entry.${entry.kind}`);
  const said = detail(entry, words);
  return said === null ? kind : `${kind}: ${said}`;
}

export interface Paragraph {
  readonly id: string;
  /** The field's name where the text does not speak for itself. */
  readonly label: string | null;
  readonly text: string;
}

/** Fields in the order they are read; what is not listed is part of the headline or not meant for reading. */
const fields = [
  'text',
  'comment',
  'aim',
  'change',
  'predictionText',
  'predictedValue',
  'predictedByMonth',
  'plan',
  'startMonth',
  'parts',
  'kept',
  'source',
  'fromMonth',
  'reason',
  'returnOn',
] as const;
type Field = (typeof fields)[number];
const speaksForItself: readonly Field[] = ['text', 'comment', 'reason'];

function fieldText(field: Field, text: string, page: ThreadPage, words: Words): string {
  if (field === 'returnOn') return words.date(text);
  if (field.endsWith('Month')) return words.month(text);
  const value = Number(text);
  if (field !== 'predictedValue' || page.measure === null || !Number.isFinite(value)) return text;
  return numbersFor(page.measure, [value], words).value(value);
}

function written(entry: ThreadEntry, page: ThreadPage, words: Words): Paragraph[] {
  return fields.flatMap((field) => {
    const text = entry.words[field];
    if (text === undefined || text === '') return [];
    const label = speaksForItself.includes(field) ? null : words.say(`word.${field}`);
    return [{ id: field, label, text: fieldText(field, text, page, words) }];
  });
}

/** What a check found when it raised the matter. */
function foundThen({ kind, words: said }: ThreadEntry, words: Words): Paragraph[] {
  const { bad, checked, subjects = '' } = said;
  if (kind !== 'quality' || bad === undefined || checked === undefined) return [];
  const found = {
    ...{ bad: Number(bad), checked: Number(checked) },
    subjects: subjects.split(', ').filter((one) => one !== ''),
  };
  return [{ id: 'found', label: null, text: foundRows(found, words) }];
}

/** What the forum made of it: the scores, where it went, and the rule that says why. */
function decidedTogether(entry: ThreadEntry, words: Words): Paragraph[] {
  const { tally, toForum, direction, because } = entry;
  const lines: Paragraph[] = [];
  if (tally !== null && tally.weighted !== null) {
    const weighted = words.decimal(tally.weighted);
    const { counted, notCounted } = tally;
    const text = words.say('entry.tally', { weighted, counted, notCounted });
    lines.push({ id: 'tally', label: null, text });
  }
  if (toForum !== null && direction !== null) {
    const where = {
      forum: words.text(toForum.name),
      direction: words.say(`direction.${direction}`),
    };
    lines.push({ id: 'to', label: null, text: words.say('entry.handed-to', where) });
  }
  if (because !== null) {
    const text = words.say('entry.because', { because: words.text(because) });
    lines.push({ id: 'because', label: null, text });
  }
  return lines;
}

function seen(entry: ThreadEntry, page: ThreadPage, words: Words): Paragraph[] {
  const lines: Paragraph[] = [];
  const signal = signalOf(entry, page);
  if (signal !== null)
    lines.push({ id: 'signal', label: null, text: `${signalLine(signal, words)}.` });
  const kept = page.signals.find(({ id }) => id === entry.signalId);
  for (const text of cautionWords(kept?.cautions ?? [], words))
    lines.push({ id: 'cautions', label: null, text });
  if (entry.effect !== null && page.measure !== null) {
    const say = entry.kind === 'adoption' ? effectSaid : effectAnswer;
    const text = say(entry.effect, page.measure, words);
    lines.push({ id: 'effect', label: null, text });
  }
  if (entry.rule !== null)
    lines.push({ id: 'rule', label: null, text: ruleToldWords(entry.rule, words) });
  return [...lines, ...foundThen(entry, words), ...decidedTogether(entry, words)];
}

/** What an entry says, in the order it is read. */
export const entryParagraphs = (
  entry: ThreadEntry,
  page: ThreadPage,
  words: Words,
): readonly Paragraph[] => [...seen(entry, page, words), ...written(entry, page, words)];
