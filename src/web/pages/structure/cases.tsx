import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CaseRun, StructurePage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { stepLine } from '../../sentences/structure-answer.ts';
import { useWords } from '../../words/words-context.tsx';

/** Every fictive case with the path it takes; those that do not end where they should are open. */
export function CasesSection({ page }: { readonly page: StructurePage }): ReactNode {
  const words = useWords();
  if (page.cases.length === 0) return null;
  const maySay = page.mayDo.includes('case.expect');
  return (
    <section aria-labelledby="cases">
      <h2 id="cases">{words.say('structure.cases')}</h2>
      <p className="quiet">{words.say('structure.cases-note')}</p>
      <ul className="cases">
        {page.cases.map((run) => (
          <li key={run.id}>
            <CaseLine run={run} maySay={maySay} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CaseProps {
  readonly run: CaseRun;
  readonly maySay: boolean;
}

function CaseLine({ run, maySay }: CaseProps): ReactNode {
  const words = useWords();
  const { passed } = run;
  return (
    <details className={passed ? 'case' : 'case case-failed'} open={!passed}>
      <summary>
        {passed ? <Check aria-hidden size={16} /> : <X aria-hidden size={16} />}
        <span>{words.text(run.title)}</span>
        <span className="quiet">
          {words.say(passed ? 'structure.case-passed' : 'structure.case-failed')}
        </span>
      </summary>
      <p className="quiet">{about(run, words)}</p>
      <ol className="path-steps">
        {run.path.map((step, i) => (
          <li key={i}>{stepLine(step, run.path[i + 1], words)}</li>
        ))}
      </ol>
      {run.stuck !== null && <p>{run.stuck.message}</p>}
      {!passed && <Wanted run={run} maySay={maySay} />}
    </details>
  );
}

const about = ({ raisedAt, concerns, said }: CaseRun, words: ReturnType<typeof useWords>): string =>
  [
    words.say('structure.case-raised', { forum: words.text(raisedAt.name) }),
    ...(concerns === null
      ? []
      : [words.say('structure.case-concerns', { unit: words.text(concerns.name) })]),
    ...said.map(({ name, value }) => `${sentenceCase(words.text(name))}: ${words.text(value)}.`),
  ].join(' ');

const sentenceCase = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function Wanted({ run, maySay }: CaseProps): ReactNode {
  const words = useWords();
  const { wanted, path, stuck } = run;
  const last = path.at(-1);
  return (
    <p>
      {words.say('structure.case-wanted', {
        ...{ forum: words.text(wanted.forum.name), steps: wanted.steps },
      })}{' '}
      {maySay && stuck === null && last !== undefined && (
        <DialogButton name={words.say('structure.case-expect')}>
          {(close) => (
            <ExpectForm caseId={run.id} endsAt={last.forum.id} steps={path.length} onDone={close} />
          )}
        </DialogButton>
      )}
    </p>
  );
}

interface ExpectProps {
  readonly caseId: string;
  readonly endsAt: string;
  readonly steps: number;
  readonly onDone: () => void;
}

function ExpectForm({ onDone, ...expected }: ExpectProps): ReactNode {
  const words = useWords();
  const command = useCommand('case.expect');
  const { field, whenRight } = useDraft({ reason: '' }, (d) =>
    missing(d, ['reason'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('structure.case-expect-send')}
      onSend={whenRight(({ reason }) =>
        command.mutate({ ...expected, reason }, { onSuccess: onDone }),
      )}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LinesField label={words.say('structure.rule-reason')} rows={2} {...field('reason')} />
    </CommandForm>
  );
}
