import { allItems, isQuestion, type Questionnaire } from '../questionnaire/questionnaire.ts';
import type { Instrument, InstrumentScore } from './instrument.ts';

/** The instrument with its form at hand: each score finds the item that holds it, by name, by code or as the only one. */
export function withForm(instrument: Instrument, form: Questionnaire): Instrument {
  const items = allItems(form.items);
  const calculated = items.filter((item) => item.calculated !== null);
  const place = (score: InstrumentScore): string | null => {
    if (items.some(({ linkId }) => linkId === score.linkId)) return score.linkId;
    const coded = items.find(({ codes }) =>
      codes.some((one) =>
        score.codes.some(({ system, code }) => one.system === system && one.code === code),
      ),
    );
    const only = calculated.length === 1 ? calculated[0] : undefined;
    return coded?.linkId ?? only?.linkId ?? null;
  };
  const scores = instrument.scores.map((score) => ({ ...score, linkId: place(score) }));
  return { ...instrument, scores };
}

const questionsPerMinute = 6;

/** An instrument of which only the form is known: it can be answered; scores need an instrument.yaml. */
export function instrumentOfForm(form: Questionnaire, id: string): Instrument {
  const questions = allItems(form.items).filter(isQuestion).length;
  return {
    ...{ id, version: form.version, title: form.title, measures: form.description ?? form.title },
    ...{ kind: 'outcome', canonical: form.url, codes: [], languages: ['en', 'sv'] },
    minutes: Math.max(1, Math.ceil(questions / questionsPerMinute)),
    licence: {
      en: 'Not described: whoever brought the form answers for the right to use it.',
      sv: 'Inte beskriven: den som tog in formuläret ansvarar för rätten att använda det.',
    },
    ...{ source: form.url, getting: null, scores: [], goals: [], safety: [] },
  };
}
