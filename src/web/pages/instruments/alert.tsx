import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type Alert, alertOutcomes } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { CommandForm } from '../../parts/command-form.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { alertQuery } from '../../request/answering-queries.ts';
import { useCommand } from '../../request/use-command.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { roleWords } from './instruments.tsx';

/** An answer that somebody must look at now. */
export function AlertPage(): ReactNode {
  const { alertId } = useParams({ from: '/alerts/$alertId' });
  return (
    <Answered query={useQuery(alertQuery(alertId))}>
      {(alert) => <OneAlert key={alertId} alert={alert} />}
    </Answered>
  );
}

function OneAlert({ alert }: { readonly alert: Alert }): ReactNode {
  const words = useWords();
  return (
    <>
      <PageHead
        question={words.say('alert.title')}
        answer={stateWords(alert, words)}
        path={[alert.unit]}
      />
      <p>{words.say('alert.about', { title: words.text(alert.instrumentTitle) })}</p>
      {alert.acknowledged === null && <Acknowledge alert={alert} />}
      <p>
        <Link
          to="/participants/$participantId"
          params={{ participantId: alert.participantId }}
          className="button quiet"
        >
          {words.say('alert.see-patient')}
        </Link>
      </p>
    </>
  );
}

function stateWords(alert: Alert, words: Words): string {
  const { acknowledged, escalatedAt, raisedAt, role, escalateTo } = alert;
  if (acknowledged !== null)
    return words.say('alert.answer-done', {
      ...{ name: acknowledged.by.name, at: words.dateTime(acknowledged.at) },
      outcome: words.say(`alert.outcome.${acknowledged.outcome}`).toLowerCase(),
    });
  const at = words.dateTime(raisedAt);
  return escalatedAt === null
    ? words.say('alert.answer-open', { at, role: roleWords(role, words) })
    : words.say('alert.answer-escalated', { at, role: roleWords(escalateTo, words) });
}

function Acknowledge({ alert }: { readonly alert: Alert }): ReactNode {
  const words = useWords();
  const command = useCommand('alert.acknowledge');
  const [outcome, setOutcome] = useState<(typeof alertOutcomes)[number]>('contacting');
  return (
    <section className="next" aria-label={words.say('next.title')}>
      <CommandForm
        send={words.say('alert.acknowledge')}
        onSend={() => command.mutate({ alertId: alert.id, outcome })}
        isSending={command.isPending}
        error={command.error}
      >
        <fieldset className="choices">
          <legend>{words.say('alert.outcome')}</legend>
          {alertOutcomes.map((one) => (
            <label key={one} className="choice">
              <input
                type="radio"
                name="outcome"
                checked={outcome === one}
                onChange={() => setOutcome(one)}
              />
              <span>{words.say(`alert.outcome.${one}`)}</span>
            </label>
          ))}
        </fieldset>
      </CommandForm>
      {alert.escalatedAt === null && (
        <p className="quiet">
          {words.say('alert.passes-on', {
            ...{ role: roleWords(alert.escalateTo, words), at: words.dateTime(alert.escalateAt) },
          })}
        </p>
      )}
    </section>
  );
}
