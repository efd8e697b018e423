import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Criterion, ForumPage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { LineField } from '../../parts/fields.tsx';
import { numberFrom } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import {
  type CriterionDraft,
  criteriaFrom,
  draftOf,
  weightMax,
} from '../../sentences/criteria-draft.ts';
import { useWords } from '../../words/words-context.tsx';

const criteriaMax = 12;

interface CriteriaFormProps {
  readonly page: ForumPage;
  readonly onDone: () => void;
}

/** The forum's criteria and their weights, as they are written; what lies on the table keeps those it was taken up with. */
export function CriteriaForm({ page, onDone }: CriteriaFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('forum.set-criteria');
  const { drafts, change, remove, add } = useCriteria(page.criteria);
  const [wasTried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    const criteria = criteriaFrom(drafts);
    if (criteria !== null)
      command.mutate({ forumId: page.forum.id, criteria }, { onSuccess: onDone });
  };
  return (
    <CommandForm
      send={words.say('forum.criteria-send')}
      onSend={send}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <p className="quiet">{words.say('forum.criteria-hint')}</p>
      {drafts.map((draft) => (
        <CriterionFields
          key={draft.id}
          draft={draft}
          wasTried={wasTried}
          onChange={(changed) => change(draft.id, changed)}
          onRemove={drafts.length === 1 ? null : () => remove(draft.id)}
        />
      ))}
      {drafts.length < criteriaMax && (
        <Button className="button quiet small" onPress={add}>
          {words.say('forum.criterion-add')}
        </Button>
      )}
    </CommandForm>
  );
}

function useCriteria(criteria: readonly Criterion[]) {
  const [drafts, setDrafts] = useState<readonly CriterionDraft[]>(() => criteria.map(draftOf));
  return {
    drafts,
    add: () =>
      setDrafts((before) => [...before, { id: freeId(before), en: '', sv: '', weight: '1' }]),
    remove: (id: string) => setDrafts((before) => before.filter((one) => one.id !== id)),
    change: (id: string, changed: Partial<CriterionDraft>) =>
      setDrafts((before) => before.map((one) => (one.id === id ? { ...one, ...changed } : one))),
  };
}

/** Scores given earlier name the criterion by its id, so that one that was removed is never taken up again by chance. */
const freeId = (drafts: readonly CriterionDraft[]): string => {
  const numbers = drafts.map(({ id }) => Number(/^c(\d+)$/.exec(id)?.[1] ?? 0));
  return `c${Math.max(Date.now(), ...numbers) + 1}`;
};

interface CriterionFieldsProps {
  readonly draft: CriterionDraft;
  readonly wasTried: boolean;
  readonly onChange: (changed: Partial<CriterionDraft>) => void;
  /** Null where it is the only one left. */
  readonly onRemove: (() => void) | null;
}

function CriterionFields({ draft, wasTried, onChange, onRemove }: CriterionFieldsProps): ReactNode {
  const words = useWords();
  const own = words.language;
  const other = own === 'en' ? 'sv' : 'en';
  const weight = numberFrom(draft.weight);
  const isWeight = weight !== null && weight > 0 && weight <= weightMax;
  const name = draft[own] === '' ? draft[other] : draft[own];
  return (
    <fieldset className="field criterion">
      <legend>{name === '' ? words.say('forum.criterion-new') : name}</legend>
      <LineField
        label={words.say(`forum.criterion-name-${own}`)}
        isRequired
        value={draft[own]}
        onChange={(text) => onChange({ [own]: text })}
        trouble={wasTried && name.trim() === '' ? words.say('do.required') : null}
      />
      <LineField
        label={words.say(`forum.criterion-name-${other}`)}
        value={draft[other]}
        onChange={(text) => onChange({ [other]: text })}
      />
      <LineField
        label={words.say('table.weight')}
        isRequired
        value={draft.weight}
        onChange={(text) => onChange({ weight: text })}
        trouble={
          wasTried && !isWeight ? words.say('forum.weight-trouble', { most: weightMax }) : null
        }
      />
      {onRemove !== null && (
        <Button className="button quiet small" onPress={onRemove}>
          {words.say('forum.criterion-remove', { name })}
        </Button>
      )}
    </fieldset>
  );
}
