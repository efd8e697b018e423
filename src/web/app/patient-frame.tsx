import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { Languages } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Button } from 'react-aria-components/Button';
import { welcomeQuery } from '../request/answering-queries.ts';
import { send } from '../request/request.ts';
import { useSpoken } from '../words/words-context.tsx';

/** Pages of people who were invited; nobody of the staff is signed in there. */
export const isPatientPlace = (path: string): boolean =>
  path === '/own' || path === '/answer' || path.startsWith('/answer/');

/** The frame of a patient's pages: the language, and nothing else to get lost in. */
export function PatientFrame(): ReactNode {
  const { words, speak } = useSpoken();
  const other = words.language === 'en' ? 'sv' : 'en';
  useForgetting();
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

/** At a unit's own screen somebody may walk away without leaving: then the screen forgets them. */
const idleMilliseconds = 120_000;

function useForgetting(): void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const isKiosk = useQuery(welcomeQuery()).data?.isKiosk === true;
  useEffect(() => {
    if (!isKiosk) return;
    const forget = async () => {
      // The time may be over already; the screen is cleared all the same.
      await send('DELETE', '/api/answering').catch(() => undefined);
      await navigate({ to: '/answer' });
      client.clear();
      location.reload();
    };
    const begin = () => setTimeout(() => forget().catch(reportError), idleMilliseconds);
    let timer = begin();
    const again = () => {
      clearTimeout(timer);
      timer = begin();
    };
    const signs = ['pointerdown', 'keydown'] as const;
    for (const sign of signs) addEventListener(sign, again);
    return () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, again);
    };
  }, [isKiosk, client, navigate]);
}
