import { Link, type LinkProps } from '@tanstack/react-router';
import {
  Activity,
  Building2,
  ClipboardList,
  Database,
  Inbox,
  Lightbulb,
  Mail,
  MessagesSquare,
  Waypoints,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { MessageId } from '../words/en/index.ts';
import { useWords } from '../words/words-context.tsx';
import { UnitTree } from './unit-tree.tsx';
import { useUnitId } from './use-unit.ts';

interface Place {
  readonly name: MessageId;
  readonly icon: ReactNode;
  readonly to: LinkProps;
}

const icon = { size: 18, 'aria-hidden': true } as const;

function placesAt(unitId: string | null): Place[] {
  const search = unitId === null ? {} : { unitId };
  const units: LinkProps =
    unitId === null ? { to: '/' } : { to: '/units/$unitId', params: { unitId } };
  return [
    { name: 'place.units', icon: <Activity {...icon} />, to: units },
    { name: 'place.needs-us', icon: <Inbox {...icon} />, to: { to: '/needs-us', search } },
    { name: 'place.messages', icon: <Mail {...icon} />, to: { to: '/messages' } },
    { name: 'place.threads', icon: <MessagesSquare {...icon} />, to: { to: '/threads', search } },
    { name: 'place.practices', icon: <Waypoints {...icon} />, to: { to: '/practices' } },
    { name: 'place.advice', icon: <Lightbulb {...icon} />, to: { to: '/advice' } },
    {
      name: 'place.instruments',
      icon: <ClipboardList {...icon} />,
      to: unitId === null ? { to: '/' } : { to: '/patients/$unitId', params: { unitId } },
    },
    { name: 'place.data', icon: <Database {...icon} />, to: { to: '/data' } },
    { name: 'place.organisation', icon: <Building2 {...icon} />, to: { to: '/organisation' } },
  ];
}

/** The places, and where in the organisation. */
export function Rail({ onFollow }: { readonly onFollow: () => void }): ReactNode {
  const words = useWords();
  const places = placesAt(useUnitId());
  return (
    <>
      <nav aria-label={words.say('rail.places')}>
        <ul className="places">
          {places.map((place) => (
            <li key={place.name}>
              <Link {...place.to} onClick={onFollow} activeOptions={{ includeSearch: false }}>
                {place.icon}
                {words.say(place.name)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <h2 className="rail-title">{words.say('rail.organisation')}</h2>
      <UnitTree onFollow={onFollow} />
    </>
  );
}
