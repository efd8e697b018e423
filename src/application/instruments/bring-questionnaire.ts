import { createHash } from 'node:crypto';
import { ProblemError, problem } from '#core';
import {
  allItems,
  expressionProblems,
  isQuestion,
  type Questionnaire,
  readQuestionnaire,
} from '#data';
import { rightsOf } from '#organisation';
import {
  appendEntry,
  type BroughtQuestionnaire,
  canonicalJson,
  type Database,
  inTransaction,
  keepQuestionnaire,
} from '#store';
import { blankEntry } from '../command.ts';
import type { Application, Context } from '../context.ts';
import type { Library } from '../library/open-library.ts';
import { Conflict, NotAllowed } from '../trouble.ts';

/** More than any form; a larger file is something else. */
export const questionnaireBytesMax = 2_000_000;

export interface Bringing {
  readonly content: unknown;
  /** The entry of the catalogue it belongs to; null to find it by the form's address, or to begin a new one. */
  readonly instrumentId: string | null;
  /** For messages: the file's name. */
  readonly where: string;
}

export interface BroughtForm {
  readonly instrumentId: string;
  readonly url: string;
  readonly version: string;
  readonly questions: number;
}

/** Brings a form in for somebody signed in: whoever may in some unit, since forms belong to the whole organisation. */
export async function bringQuestionnaire(
  context: Context,
  library: Library,
  bringing: Bringing,
): Promise<BroughtForm> {
  if (!rightsOf(context.person).includes('instrument.bring'))
    throw new NotAllowed('instrument.bring', '');
  return keepForm(context, library, { ...bringing, personId: context.person.id });
}

/** Brings a form in for whoever runs the program. */
export const bringQuestionnaireAsOperator = (
  application: Pick<Application, 'db' | 'clock'>,
  library: Library,
  bringing: Bringing,
): Promise<BroughtForm> => keepForm(application, library, { ...bringing, personId: null });

async function keepForm(
  { db, clock }: { readonly db: Database; readonly clock: () => string },
  library: Library,
  { content, instrumentId, where, personId }: Bringing & { readonly personId: string | null },
): Promise<BroughtForm> {
  const form = formIn(content, where);
  const id = instrumentId ?? ownerOf(library, form);
  const digest = createHash('sha256').update(canonicalJson({ content })).digest('hex');
  const at = clock();
  const { url, version } = form;
  const brought: BroughtQuestionnaire = {
    ...{ url, version, instrumentId: id, content, digest },
    ...{ broughtBy: personId ?? '', broughtAt: at },
  };
  await inTransaction(db, async (tx) => {
    const entry = await appendEntry(tx, {
      ...blankEntry,
      ...{ at, personId, command: 'instrument.bring', unitId: null },
      words: { form: `${url}|${version}` },
      detail: { instrument: { id, inUse: true } },
    });
    const kept = await keepQuestionnaire(tx, brought, entry.seq);
    if (kept !== digest) throw otherContent(url, version);
  });
  const questions = allItems(form.items).filter(isQuestion).length;
  return { instrumentId: id, url, version, questions };
}

function formIn(content: unknown, where: string): Questionnaire {
  const read = readQuestionnaire(content, where);
  const problems =
    read.kind === 'problems' ? read.problems : expressionProblems(read.questionnaire);
  const [first] = problems;
  if (read.kind === 'questionnaire' && first === undefined) return read.questionnaire;
  const all = problems.slice(0, 10).map(({ message, where: place }) => `${place}: ${message}`);
  throw new ProblemError(
    problem(
      first?.code ?? 'questionnaire-unreadable',
      `The form cannot be answered here:\n${all.join('\n')}`,
      first?.tip ?? '',
      where,
    ),
  );
}

/** The catalogue's entry for the form's address, or a new one named after it. */
function ownerOf({ instruments }: Library, { url }: Questionnaire): string {
  const known = instruments.find(({ instrument }) => instrument.canonical === url);
  if (known !== undefined) return known.instrument.id;
  const last = url.replace(/\/+$/, '').split('/').at(-1) ?? '';
  const slug = last
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? 'form' : slug;
}

const otherContent = (url: string, version: string) =>
  new Conflict(
    problem(
      'questionnaire-changed',
      `The form ${url} has been brought in version ${version} before, with another content.`,
      'Give the changed form a version of its own: what was answered must stay readable.',
      'version',
    ),
  );
