import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { SearchField } from 'react-aria-components/SearchField';
import type { UnitNode } from '#api';
import { organisationQuery } from '../request/queries.ts';
import { useWords } from '../words/words-context.tsx';
import { type Branch, branchesOf, lineage } from './unit-branches.ts';
import { UnitLink } from './unit-link.tsx';
import { useUnitId } from './use-unit.ts';

interface TreeProps {
  readonly onFollow: () => void;
}

/** Where in the organisation: a tree that is open down to where one is, and a search. */
export function UnitTree({ onFollow }: TreeProps): ReactNode {
  const words = useWords();
  const units = useQuery(organisationQuery()).data?.units;
  const current = useUnitId();
  const [sought, setSought] = useState('');
  if (units === undefined) return <div className="tree-room" />;
  const line = current === null ? [] : lineage(units, current);
  return (
    <div className="tree-room">
      <SearchField className="tree-search" value={sought} onChange={setSought}>
        <Label className="unseen">{words.say('rail.search')}</Label>
        <Input placeholder={words.say('rail.search')} />
      </SearchField>
      <nav aria-label={words.say('rail.organisation')}>
        {sought.trim() === '' ? (
          <Branches
            branches={branchesOf(units)}
            current={current}
            line={line}
            onFollow={onFollow}
          />
        ) : (
          <Found units={units} sought={sought} current={current} onFollow={onFollow} />
        )}
      </nav>
    </div>
  );
}

interface BranchesProps extends TreeProps {
  readonly branches: readonly Branch[];
  readonly current: string | null;
  readonly line: readonly string[];
}

function Branches({ branches, ...place }: BranchesProps): ReactNode {
  return (
    <ul className="tree">
      {branches.map((branch) => (
        <BranchItem key={branch.unit.id} branch={branch} {...place} />
      ))}
    </ul>
  );
}

function BranchItem(
  props: Omit<BranchesProps, 'branches'> & { readonly branch: Branch },
): ReactNode {
  const { branch, current, line, onFollow } = props;
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOpen = chosen ?? line.includes(branch.unit.id);
  return (
    <li>
      <div className="tree-line">
        {branch.branches.length > 0 ? (
          <Opener unit={branch.unit} isOpen={isOpen} onPress={() => setChosen(!isOpen)} />
        ) : (
          <span className="tree-leaf" />
        )}
        <UnitLink unit={branch.unit} isCurrent={branch.unit.id === current} onFollow={onFollow} />
      </div>
      {isOpen && branch.branches.length > 0 && (
        <Branches branches={branch.branches} current={current} line={line} onFollow={onFollow} />
      )}
    </li>
  );
}

interface OpenerProps {
  readonly unit: UnitNode;
  readonly isOpen: boolean;
  readonly onPress: () => void;
}

function Opener({ unit, isOpen, onPress }: OpenerProps): ReactNode {
  const words = useWords();
  const name = words.text(unit.name);
  const label = words.say(isOpen ? 'rail.close-branch' : 'rail.open-branch', { name });
  return (
    <button
      type="button"
      className="tree-opener"
      aria-expanded={isOpen}
      aria-label={label}
      onClick={onPress}
    >
      {isOpen ? <ChevronDown aria-hidden size={14} /> : <ChevronRight aria-hidden size={14} />}
    </button>
  );
}

interface FoundProps extends TreeProps {
  readonly units: readonly UnitNode[];
  readonly sought: string;
  readonly current: string | null;
}

function Found({ units, sought, current, onFollow }: FoundProps): ReactNode {
  const words = useWords();
  const wanted = sought.trim().toLocaleLowerCase();
  const found = units.filter((u) => words.text(u.name).toLocaleLowerCase().includes(wanted));
  if (found.length === 0) return <p className="quiet">{words.say('rail.none-found')}</p>;
  return (
    <ul className="tree">
      {found.map((unit) => (
        <li key={unit.id}>
          <div className="tree-line">
            <UnitLink unit={unit} isCurrent={unit.id === current} onFollow={onFollow} />
          </div>
        </li>
      ))}
    </ul>
  );
}
