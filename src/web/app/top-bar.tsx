import { Link } from '@tanstack/react-router';
import { CircleHelp, Languages, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useSpoken } from '../words/words-context.tsx';
import { usePerson } from './use-session.ts';

/** Who, in which language, and help. */
export function TopBar({ menu }: { readonly menu: ReactNode }): ReactNode {
  const { words, speak } = useSpoken();
  const other = words.language === 'en' ? 'sv' : 'en';
  return (
    <header className="top">
      {menu}
      <Link to="/" className="top-name">
        <img src="/icon.svg" alt="" width={24} height={24} />
        Gyrus
      </Link>
      <div className="top-end">
        <Link to="/help" className="top-item">
          <CircleHelp aria-hidden size={18} />
          <span>{words.say('app.help')}</span>
        </Link>
        <Button className="top-item" onPress={() => speak(other)}>
          <Languages aria-hidden size={18} />
          <span lang={other}>{words.say('app.language')}</span>
        </Button>
        <Person />
      </div>
    </header>
  );
}

function Person(): ReactNode {
  const { words } = useSpoken();
  const person = usePerson();
  if (person === null) return null;
  const title = words.text(person.title);
  return (
    <Link to="/sign-in" className="top-item person" title={words.say('app.change-person')}>
      <UserRound aria-hidden size={18} />
      <span>
        <span className="unseen">{words.say('app.person', { name: person.name, title })}. </span>
        <span aria-hidden>{person.name}</span>
        <small aria-hidden>{title}</small>
      </span>
      <span className="unseen">{words.say('app.change-person')}</span>
    </Link>
  );
}
