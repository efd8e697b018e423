import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Loops, Organisation } from '#api';
import { type Branch, branchesOf } from '../app/unit-branches.ts';
import { Answered, Skeleton } from '../parts/answered.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { loopsQuery, organisationQuery } from '../request/queries.ts';
import { useWords } from '../words/words-context.tsx';
import { LoopsSection } from './organisation-loops.tsx';

export function OrganisationPage(): ReactNode {
  const organisation = useQuery(organisationQuery());
  const loops = useQuery(loopsQuery(undefined));
  // Both at once: the organisation below would jump when the loops came above it.
  if (loops.status === 'pending' && organisation.status !== 'error') return <Skeleton />;
  return (
    <Answered query={organisation}>
      {(answer) => <WhoLearns organisation={answer} loops={loops} />}
    </Answered>
  );
}

interface OrganisationProps {
  readonly organisation: Organisation;
}

function WhoLearns({
  organisation,
  loops,
}: OrganisationProps & { readonly loops: UseQueryResult<Loops, Error> }): ReactNode {
  const words = useWords();
  const levels = new Set(organisation.units.map((u) => u.level)).size;
  const answer = words.say('organisation.answer', {
    units: organisation.units.length,
    levels,
    forums: organisation.forums.length,
  });
  return (
    <>
      <PageHead question={words.say('organisation.question')} answer={answer} />
      <LoopsSection query={loops} />
      <p className="next">
        <Link to="/structure" className="button quiet">
          {words.say('organisation.see-structure')}
        </Link>
      </p>
      <section aria-labelledby="tree">
        <h2 id="tree">{words.say('organisation.tree')}</h2>
        <UnitList branches={branchesOf(organisation.units)} organisation={organisation} />
      </section>
    </>
  );
}

interface UnitListProps extends OrganisationProps {
  readonly branches: readonly Branch[];
}

function UnitList({ branches, organisation }: UnitListProps): ReactNode {
  return (
    <ul className="units">
      {branches.map((branch) => (
        <li key={branch.unit.id}>
          <UnitLine branch={branch} organisation={organisation} />
          {branch.branches.length > 0 && (
            <UnitList branches={branch.branches} organisation={organisation} />
          )}
        </li>
      ))}
    </ul>
  );
}

function UnitLine(props: OrganisationProps & { readonly branch: Branch }): ReactNode {
  const words = useWords();
  const { unit } = props.branch;
  const { forums, levels, people } = props.organisation;
  const level = levels.find((l) => l.id === unit.level);
  const own = people.filter((p) => p.unitId === unit.id);
  return (
    <details className="unit-line">
      <summary>
        <span className="unit-name">{words.text(unit.name)}</span>{' '}
        <span className="quiet">{level === undefined ? unit.level : words.text(level.name)}</span>
      </summary>
      <div className="unit-more">
        <p>
          <Link to="/units/$unitId" params={{ unitId: unit.id }}>
            {words.say('unit.question', { unit: words.text(unit.name) })}
          </Link>
        </p>
        {forums
          .filter((f) => f.unitId === unit.id)
          .map((forum) => (
            <ForumLine key={forum.id} forum={forum} />
          ))}
        {own.length > 0 && (
          <p>
            <span className="quiet">{words.say('organisation.people')}: </span>
            {own.map((p) => `${p.name}, ${words.text(p.title)}`).join(' · ')}
          </p>
        )}
      </div>
    </details>
  );
}

function ForumLine({ forum }: { readonly forum: Organisation['forums'][number] }): ReactNode {
  const words = useWords();
  const members = forum.members.map((m) =>
    m.chair ? `${m.name} (${words.say('organisation.chair')})` : m.name,
  );
  return (
    <p>
      <Link to="/forums/$forumId" params={{ forumId: forum.id }}>
        {words.text(forum.name)}
      </Link>
      , {words.text(forum.kindName).toLowerCase()},{' '}
      {words.say('organisation.cadence', { days: forum.cadenceDays })}.{' '}
      {members.length > 0 && (
        <>
          <span className="quiet">{words.say('organisation.members')}: </span>
          {members.join(', ')}.
        </>
      )}
    </p>
  );
}
