import { type ReactNode, useId } from 'react';
import type { AnswerValue, Question } from '#api';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { choicesOf, type QuestionDraft } from './question-draft.ts';

interface QuestionInputProps {
  readonly question: Question;
  readonly draft: QuestionDraft;
  readonly onChange: (draft: QuestionDraft) => void;
  /** The element that says what is wrong; null while nothing is. */
  readonly troubleId: string | null;
}

/** The choices of a question, or a field to write in. */
export function QuestionInput(props: QuestionInputProps): ReactNode {
  const choices = choicesOf(props.question);
  if (choices.length === 0) return <Typed {...props} />;
  return (
    <>
      <Choices {...props} choices={choices} />
      {props.question.type === 'open-choice' && <Typed {...props} />}
    </>
  );
}

interface ChoicesProps extends QuestionInputProps {
  readonly choices: readonly AnswerValue[];
}

/** Radios, or boxes where several may be chosen: the browser's own, which every phone and screen reader knows. */
function Choices({ question, choices, draft, onChange, troubleId }: ChoicesProps): ReactNode {
  const words = useWords();
  const name = useId();
  const { repeats, text } = question;
  const isScale = question.options.length === 0 && question.type === 'integer';
  const choose = (place: number) => {
    const { chosen } = draft;
    if (!repeats) return onChange({ ...draft, chosen: [place] });
    const next = chosen.includes(place)
      ? chosen.filter((one) => one !== place)
      : [...chosen, place];
    return onChange({ ...draft, chosen: next });
  };
  return (
    <fieldset
      className={isScale ? 'choices scale' : 'choices'}
      aria-describedby={troubleId ?? undefined}
    >
      <legend className="unseen">{words.text(text)}</legend>
      {choices.map((value, place) => (
        <label key={labelOf(question, value, words)} className="choice">
          <input
            type={repeats ? 'checkbox' : 'radio'}
            name={name}
            checked={draft.chosen.includes(place)}
            onChange={() => choose(place)}
          />
          <span>{labelOf(question, value, words)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** An answer as it is read. */
export function labelOf(question: Question, value: AnswerValue, words: Words): string {
  const option = question.options.find(
    (one) => JSON.stringify(one.value) === JSON.stringify(value),
  );
  if (option !== undefined) return words.text(option.text);
  if (value.kind === 'boolean') return words.say(value.value ? 'answer.yes' : 'answer.no');
  if (value.kind === 'coding') return value.code;
  const said = String(value.value);
  return value.kind === 'quantity' && value.unit !== '' ? `${said} ${value.unit}` : said;
}

const inputTypes: Readonly<Record<string, string>> = {
  date: 'date',
  dateTime: 'datetime-local',
  time: 'time',
  url: 'url',
};

function Typed({ question, draft, onChange, troubleId }: QuestionInputProps): ReactNode {
  const words = useWords();
  const { type, lengthMax, unit } = question;
  const isNumber = ['integer', 'decimal', 'quantity'].includes(type);
  const shared = {
    'aria-label': words.text(question.text),
    'aria-describedby': troubleId ?? undefined,
    'aria-invalid': troubleId !== null,
    value: draft.text,
    maxLength: lengthMax ?? 4000,
  };
  const change = (text: string) => onChange({ ...draft, text });
  if (type === 'text')
    return <textarea {...shared} rows={5} onChange={(event) => change(event.target.value)} />;
  return (
    <span className="typed">
      <input
        {...shared}
        type={inputTypes[type] ?? 'text'}
        inputMode={isNumber ? 'decimal' : undefined}
        autoComplete="off"
        onChange={(event) => change(event.target.value)}
      />
      {unit !== '' && <span>{unit}</span>}
    </span>
  );
}
