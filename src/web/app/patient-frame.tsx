import { Outlet } from '@tanstack/react-router';
import { Languages } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useSpoken } from '../words/words-context.tsx';

/** Pages of people who were invited; nobody of the staff is signed in there. */
export const isPatientPlace = (path: string): boolean =>
  path === '/own' || path === '/answer' || path.startsWith('/answer/');

/** The frame of a patient's pages: the language, and nothing else to get lost in. */
export function PatientFrame(): ReactNode {
  const { words, speak } = useSpoken();
  const other = words.language === 'en' ? 'sv' : 'en';
  return (
    <div className="frame bare patient">
      <header className="top">
        <span className="top-name">
          <img src="/icon.svg" alt="" width={24} height={24} />
          Gyrus
        </span>
        <div className="top-end">
          <Button
            className="top-item"
            aria-label={words.say('app.language')}
            onPress={() => speak(other)}
          >
            <Languages aria-hidden size={18} />
            <span lang={other}>{words.say('app.language')}</span>
          </Button>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
