import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useRouterState } from '@tanstack/react-router';
import { Menu, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { PageTrouble } from '../parts/trouble.tsx';
import { sessionQuery } from '../request/queries.ts';
import { useLive } from '../request/use-live.ts';
import { useWords } from '../words/words-context.tsx';
import { isPatientPlace, PatientFrame } from './patient-frame.tsx';
import { rememberUnit } from './place.ts';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import { useSession } from './use-session.ts';
import { useIsKnownUnit, useUnitId } from './use-unit.ts';

/** The frame around every page: who on top, where on the left, the page in the middle. */
export function Frame(): ReactNode {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return isPatientPlace(path) ? <PatientFrame /> : <StaffFrame path={path} />;
}

function StaffFrame({ path }: { readonly path: string }): ReactNode {
  const words = useWords();
  const session = useQuery(sessionQuery());
  const isSigningIn = path === '/sign-in';
  const isSignedIn = session.data?.person != null;
  useLive(isSignedIn);
  useRememberedUnit();
  if (session.isError)
    return (
      <main>
        <PageTrouble error={session.error} retry={() => session.refetch()} />
      </main>
    );
  if (session.data === undefined) return <main id="content" />;
  if (!(isSignedIn || isSigningIn)) return <Navigate to="/sign-in" search={{ from: path }} />;
  const hasRail = isSignedIn && !isSigningIn;
  return (
    <div className={hasRail ? 'frame' : 'frame bare'}>
      <a href="#content" className="skip">
        {words.say('app.skip')}
      </a>
      <TopBar menu={hasRail ? <FoldedRail /> : null} />
      {hasRail && (
        <aside className="rail">
          <div className="rail-box">
            <Rail onFollow={() => undefined} />
          </div>
        </aside>
      )}
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

function useRememberedUnit(): void {
  const unitId = useUnitId();
  const isSignedIn = useSession()?.person != null;
  const isKnown = useIsKnownUnit();
  const isWorthIt = unitId !== null && isSignedIn && isKnown(unitId);
  useEffect(() => {
    if (isWorthIt) rememberUnit(unitId);
  }, [unitId, isWorthIt]);
}

/** The rail where there is no room for it: behind a button, over the page. */
function FoldedRail(): ReactNode {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="icon-button menu-button" aria-label={words.say('app.menu')}>
        <Menu aria-hidden size={20} />
      </Button>
      <ModalOverlay className="overlay side" isDismissable>
        <Modal className="side-panel">
          <Dialog className="side-dialog" aria-label={words.say('app.menu')}>
            <Button
              className="icon-button"
              aria-label={words.say('app.close')}
              onPress={() => setOpen(false)}
            >
              <X aria-hidden size={20} />
            </Button>
            <Rail onFollow={() => setOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
