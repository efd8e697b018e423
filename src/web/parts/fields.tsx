import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  /** What is wrong with what stands there; null while nothing is. */
  readonly trouble?: string | null;
  readonly isRequired?: boolean;
}

interface LinesProps extends FieldProps {
  readonly rows?: number;
}

function Around(props: FieldProps & { readonly children: ReactNode }): ReactNode {
  const { label, value, onChange, hint, trouble = null, isRequired = false } = props;
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isRequired={isRequired}
      isInvalid={trouble !== null}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      {props.children}
      <FieldError className="field-trouble">{trouble}</FieldError>
    </TextField>
  );
}

interface LineProps extends FieldProps {
  readonly type?: 'text' | 'date';
  /** Figures only: a phone then shows its figures. */
  readonly isNumeric?: boolean;
}

export function LineField(props: LineProps): ReactNode {
  const { type = 'text', isNumeric = false } = props;
  return (
    <Around {...props}>
      <Input type={type} inputMode={isNumeric ? 'numeric' : undefined} autoComplete="off" />
    </Around>
  );
}

export function LinesField(props: LinesProps): ReactNode {
  return (
    <Around {...props}>
      <TextArea rows={props.rows ?? 3} />
    </Around>
  );
}

export interface Choice {
  readonly id: string;
  readonly name: string;
}

interface ChoiceProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly trouble?: string | null;
}

/** One of a few or many: the browser's own list, which every phone and screen reader knows. */
export function ChoiceField(props: ChoiceProps): ReactNode {
  const { label, choices, value, onChange, trouble = null } = props;
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </select>
      {trouble !== null && <span className="field-trouble">{trouble}</span>}
    </label>
  );
}

interface ManyProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
  /** No more than so many. */
  readonly most: number;
}

export function ManyField({ label, choices, chosen, onChange, most }: ManyProps): ReactNode {
  const toggled = (id: string) =>
    chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id];
  return (
    <fieldset className="field many">
      <legend>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.id}>
          <input
            type="checkbox"
            checked={chosen.includes(choice.id)}
            disabled={chosen.length >= most && !chosen.includes(choice.id)}
            onChange={() => onChange(toggled(choice.id))}
          />
          {choice.name}
        </label>
      ))}
    </fieldset>
  );
}
