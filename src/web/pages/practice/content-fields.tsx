import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { PracticeVersion, RuleParameter } from '#api';
import { ChoiceField, LineField, LinesField } from '../../parts/fields.tsx';
import type { Draft } from '../../parts/use-draft.ts';
import { adviceListQuery } from '../../request/queries.ts';
import {
  blankPart,
  fieldsOf,
  type PartDraft,
  type PartKind,
  type PartTrouble,
  partDraftsOf,
  partKinds,
  partsFrom,
  partTrouble,
} from '../../sentences/part-draft.ts';
import type { MessageId } from '../../words/en/index.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

/** The words of a version while they are written. */
export interface ContentDraft extends Draft {
  readonly title: string;
  readonly summary: string;
  readonly essentials: string;
  readonly handbook: string;
  readonly evidence: string;
  readonly expiresOn: string;
}

export const contentNeeded = ['title', 'summary', 'essentials'] as const;

export const emptyContent: ContentDraft = {
  ...{ title: '', summary: '', essentials: '', handbook: '', evidence: '', expiresOn: '' },
};

export const contentFrom = (version: PracticeVersion): ContentDraft => ({
  title: version.title,
  summary: version.summary,
  essentials: version.essentials.map(({ text }) => text).join('\n'),
  handbook: version.handbook,
  evidence: version.evidence,
  expiresOn: version.expiresOn ?? '',
});

interface RuledParts {
  readonly parameters: NonNullable<ReturnType<typeof partsFrom>>;
  readonly ruleId: string | null;
}

/** What a unit may set for itself, and the advice that belongs to it, while it is written. */
export function useParts(version: PracticeVersion | null) {
  const [drafts, setDrafts] = useState<readonly PartDraft[]>(() => partDraftsOf(version));
  const [wasTried, setTried] = useState(false);
  const [ruleId, setRuleId] = useState(() => version?.rule?.id ?? null);
  /** The rule's parameters become parts of the practice, as far as the rule allows. */
  const chooseRule = (id: string | null, steering: readonly Omit<PartDraft, 'key'>[]) => {
    setRuleId(id);
    setDrafts((before) => {
      const others = before.filter(({ steers }) => steers === null);
      const next = 1 + Math.max(0, ...others.map(({ key }) => key));
      return [...others, ...steering.map((draft, i) => ({ ...draft, key: next + i }))];
    });
  };
  const add = (kind: PartKind) =>
    setDrafts((before) => [...before, { ...blankPart, kind, key: (before.at(-1)?.key ?? 0) + 1 }]);
  const remove = (key: number) =>
    setDrafts((before) => before.filter((draft) => draft.key !== key));
  const change = (key: number, changed: Partial<PartDraft>) =>
    setDrafts((before) => before.map((one) => (one.key === key ? { ...one, ...changed } : one)));
  /** Runs `send` with the parts when every one of them is whole. */
  const whenWhole = (send: (ruled: RuledParts) => void) => {
    setTried(true);
    const parameters = partsFrom(drafts);
    if (parameters !== null) send({ parameters, ruleId });
  };
  return { drafts, ruleId, wasTried, chooseRule, add, remove, change, whenWhole };
}

/** What the server is sent of the words. */
export const contentInput = (draft: ContentDraft) => ({
  ...{ title: draft.title, summary: draft.summary },
  ...{ handbook: draft.handbook, evidence: draft.evidence },
  essentials: draft.essentials
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
  expiresOn: draft.expiresOn === '' ? null : draft.expiresOn,
});

interface ContentFieldsProps {
  readonly field: (name: keyof ContentDraft & string) => {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly trouble: string | null;
  };
  readonly parts: ReturnType<typeof useParts>;
}

export function ContentFields({ field, parts }: ContentFieldsProps): ReactNode {
  const words = useWords();
  return (
    <>
      <LineField label={words.say('make.name')} isRequired {...field('title')} />
      <LinesField label={words.say('make.summary')} isRequired rows={2} {...field('summary')} />
      <LinesField label={words.say('make.essentials')} isRequired {...field('essentials')} />
      <RuleField parts={parts} />
      <Parts parts={parts} />
      <LinesField label={words.say('make.handbook')} rows={5} {...field('handbook')} />
      <LinesField label={words.say('make.evidence')} rows={2} {...field('evidence')} />
      <LineField label={words.say('make.expires')} type="date" {...field('expiresOn')} />
    </>
  );
}

/** The rule that the practice brings; what it lets units set becomes part of the practice. */
function RuleField({ parts }: Pick<ContentFieldsProps, 'parts'>): ReactNode {
  const words = useWords();
  const rules = useQuery(adviceListQuery()).data ?? [];
  const choose = (id: string) => {
    const rule = rules.find((one) => one.id === id);
    parts.chooseRule(
      rule?.id ?? null,
      (rule?.parameters ?? []).map((one) => partFor(one, words)),
    );
  };
  return (
    <ChoiceField
      label={words.say('make.rule')}
      choices={[
        { id: '', name: words.say('make.rule-none') },
        ...rules.map(({ id, title }) => ({ id, name: words.text(title) })),
      ]}
      value={parts.ruleId ?? ''}
      onChange={choose}
    />
  );
}

const partFor = ({ id, label, unit, ...range }: RuleParameter, words: Words) => ({
  ...blankPart,
  ...{ name: words.text(label), unit: words.text(unit), value: String(range.default) },
  ...{ least: String(range.min), greatest: String(range.max), steers: id },
});

function Parts({ parts }: Pick<ContentFieldsProps, 'parts'>): ReactNode {
  const words = useWords();
  return (
    <fieldset className="field parts">
      <legend>{words.say('make.parts')}</legend>
      {parts.drafts.map((draft) => (
        <Part key={draft.key} draft={draft} parts={parts} />
      ))}
      <div className="actions">
        <Button className="button quiet small" onPress={() => parts.add('number')}>
          {words.say('make.part-add')}
        </Button>
        <Button className="button quiet small" onPress={() => parts.add('choice')}>
          {words.say('make.part-add-other')}
        </Button>
      </div>
    </fieldset>
  );
}

interface PartProps {
  readonly draft: PartDraft;
  readonly parts: ReturnType<typeof useParts>;
}

function Part({ draft, parts }: PartProps): ReactNode {
  const words = useWords();
  const { key, kind } = draft;
  const allowed = useAllowed(parts.ruleId, draft.steers);
  return (
    <div className={`part part-${kind}`}>
      {draft.steers === null ? (
        <ChoiceField
          label={words.say('make.part-kind')}
          choices={partKinds.map((id) => ({ id, name: words.say(`make.part-kind.${id}`) }))}
          value={kind}
          onChange={(id) =>
            parts.change(key, { kind: partKinds.find((one) => one === id) ?? kind })
          }
        />
      ) : (
        <p className="quiet">{allowed}</p>
      )}
      {fieldsOf[kind].map((name) => {
        const trouble = parts.wasTried ? partTrouble(draft, name) : null;
        const Field = name === 'choices' ? LinesField : LineField;
        return (
          <Field
            key={name}
            label={words.say(`make.part-${name}`)}
            value={draft[name]}
            onChange={(value) => parts.change(key, { [name]: value })}
            trouble={trouble === null ? null : words.say(troubles[trouble])}
          />
        );
      })}
      <Button className="button quiet small" onPress={() => parts.remove(key)}>
        {words.say('make.part-remove', { name: draft.name })}
      </Button>
    </div>
  );
}

/** How far the rule lets its parameter be set, in words. */
function useAllowed(ruleId: string | null, steers: string | null): string {
  const words = useWords();
  const rule = useQuery(adviceListQuery()).data?.find(({ id }) => id === ruleId);
  const parameter = rule?.parameters.find(({ id }) => id === steers);
  if (parameter === undefined) return '';
  return words.say('make.part-steers', { min: parameter.min, max: parameter.max });
}

const troubles = {
  missing: 'do.required',
  'no-number': 'do.bad-number',
  'too-few-choices': 'make.part-too-few-choices',
} as const satisfies Record<PartTrouble, MessageId>;
