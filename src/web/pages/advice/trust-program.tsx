import type { ReactNode } from 'react';
import type { ProgramsPage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField, LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import { keysFrom, linesFrom } from './pasted-keys.ts';

type Program = ProgramsPage['programs'][number];

interface TrustProgramProps {
  /** A program that is trusted already, or one of which only the issuer is known; null for a new one. */
  readonly start: Partial<Program> | null;
  readonly onDone: () => void;
}

/** A program may ask from now on, by its issuer and its public keys. */
export function TrustProgram({ start, onDone }: TrustProgramProps): ReactNode {
  const words = useWords();
  const command = useCommand('decision-support.trust');
  const { field, whenRight } = useDraft(startOf(start), (draft) => ({
    ...missing(draft, ['issuer', 'name', 'keys', 'reason'], words.say('do.required')),
    ...(draft.keys.trim() !== '' && keysFrom(draft.keys) === null
      ? { keys: words.say('programs.keys-trouble') }
      : {}),
  }));
  const send = (draft: Draft) => command.mutate(commandOf(draft), { onSuccess: onDone });
  return (
    <CommandForm
      send={words.say('programs.trust-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LineField
        label={words.say('programs.issuer')}
        hint={words.say('programs.issuer-hint')}
        isRequired
        {...field('issuer')}
      />
      <LineField label={words.say('programs.name-label')} isRequired {...field('name')} />
      <ChoiceField
        label={words.say('programs.purposes')}
        choices={purposeChoices.map((id) => ({ id, name: words.say(`programs.purpose-${id}`) }))}
        {...field('purposes')}
      />
      <LinesField
        label={words.say('programs.keys-label')}
        hint={words.say('programs.keys-hint')}
        isRequired
        {...field('keys')}
      />
      <LinesField label={words.say('programs.fhir-label')} rows={2} {...field('fhirServers')} />
      <LinesField label={words.say('programs.origins-label')} rows={2} {...field('origins')} />
      <LinesField label={words.say('programs.reason')} isRequired rows={2} {...field('reason')} />
    </CommandForm>
  );
}

const purposeChoices = ['advice', 'feed', 'both'] as const;

interface Draft extends Readonly<Record<string, string>> {
  readonly issuer: string;
  readonly name: string;
  readonly purposes: string;
  readonly keys: string;
  readonly fhirServers: string;
  readonly origins: string;
  readonly reason: string;
}

function startOf(start: Partial<Program> | null): Draft {
  const { issuer = '', name = '', jwks, jwksUrl, fhirServers, origins, purposes } = start ?? {};
  const pasted = jwks === undefined || jwks === null ? '' : JSON.stringify(jwks, null, 2);
  return {
    ...{ issuer, name, keys: jwksUrl ?? pasted, reason: '' },
    purposes: purposes?.length === 2 ? 'both' : (purposes?.[0] ?? 'advice'),
    ...{ fhirServers: fhirServers?.join('\n') ?? '', origins: origins?.join('\n') ?? '' },
  };
}

function commandOf({ issuer, name, purposes, keys, fhirServers, origins, reason }: Draft) {
  return {
    ...{ issuer: issuer.trim(), name, reason },
    ...(keysFrom(keys) ?? { jwks: null, jwksUrl: null }),
    ...{ fhirServers: linesFrom(fhirServers), origins: linesFrom(origins) },
    purposes: purposesOf(purposes),
  };
}

const purposesOf = (chosen: string): ('advice' | 'feed')[] => {
  if (chosen === 'both') return ['advice', 'feed'];
  return [chosen === 'feed' ? 'feed' : 'advice'];
};
