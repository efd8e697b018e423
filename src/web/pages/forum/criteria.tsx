import type { ReactNode } from 'react';
import type { ForumPage } from '#api';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { Table } from '../../parts/table.tsx';
import { useWords } from '../../words/words-context.tsx';
import { CriteriaForm } from './criteria-form.tsx';

/** What the forum weighs proposals by, how heavy each is, and the way to change it. */
export function CriteriaSection({ page }: { readonly page: ForumPage }): ReactNode {
  const words = useWords();
  const { criteria, hasOwnCriteria } = page;
  const total = criteria.reduce((sum, { weight }) => sum + weight, 0);
  const share = (weight: number) => Math.round((100 * weight) / total);
  return (
    <section aria-labelledby="criteria">
      <h2 id="criteria">{words.say('forum.criteria')}</h2>
      <p className="quiet">
        {words.say(hasOwnCriteria ? 'forum.criteria-own' : 'forum.criteria-usual')}
      </p>
      <Table
        caption={words.say('forum.criteria')}
        rows={criteria}
        keyOf={({ id }) => id}
        columns={[
          {
            ...{ isNumber: false, id: 'name', head: words.say('table.criterion') },
            value: ({ name }) => words.text(name),
            show: ({ name }) => words.text(name),
          },
          {
            ...{ isNumber: true, id: 'weight', head: words.say('table.weight') },
            value: ({ weight }) => weight,
            show: ({ weight }) =>
              words.text({ en: `${weight}`, sv: `${weight}`.replace('.', ',') }),
          },
          {
            ...{ isNumber: true, id: 'share', head: words.say('forum.criterion-share') },
            value: ({ weight }) => share(weight),
            show: ({ weight }) => `${share(weight)}\u00a0%`,
          },
        ]}
      />
      {page.mayDo.includes('forum.set-criteria') && (
        <p className="actions">
          <DialogButton name={words.say('forum.criteria-change')}>
            {(close) => <CriteriaForm page={page} onDone={close} />}
          </DialogButton>
        </p>
      )}
    </section>
  );
}
