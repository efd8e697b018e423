import { z } from 'zod';
import { ProblemError, problem } from '#core';
import { type DecisionSupportRule, type ExposureFeedback, feedbackOutcomes } from '#practice';

const reasonCoding = z.looseObject({ code: z.string().min(1).max(200) });

const report = z.looseObject({
  card: z.string().min(1).max(100),
  outcome: z.enum(feedbackOutcomes),
  outcomeTimestamp: z.iso.datetime({ offset: true }),
  acceptedSuggestions: z.array(z.looseObject({ id: z.string().min(1).max(200) })).nullish(),
  overrideReason: z
    .looseObject({ reason: reasonCoding.nullish(), userComment: z.string().max(4000).nullish() })
    .nullish(),
});

const form = z.looseObject({ feedback: z.array(report).min(1).max(1000) });

/** What the program that showed the cards reports of them, as CDS Hooks 2.0 writes it. */
export function readFeedback(
  body: unknown,
  rule: DecisionSupportRule,
  at: string,
): readonly ExposureFeedback[] {
  const read = form.safeParse(body);
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.') ?? '';
    throw new ProblemError(
      problem(
        'feedback-form',
        `The field '${field}' of the feedback is missing or not as CDS Hooks describes it.`,
        'Send card, outcome (accepted or overridden) and outcomeTimestamp for each card.',
        field,
      ),
    );
  }
  return read.data.feedback.map((one) => ({
    ...{ kind: 'feedback', card: one.card.toLowerCase(), at, rule: rule.id, outcome: one.outcome },
    outcomeAt: one.outcomeTimestamp,
    suggestions: (one.acceptedSuggestions ?? []).map(({ id }) => id),
    reason: one.overrideReason?.reason?.code ?? null,
    comment: one.overrideReason?.userComment ?? null,
  }));
}
