import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { InlineTrouble } from '../../parts/trouble.tsx';
import { send } from '../../request/request.ts';
import { useWords } from '../../words/words-context.tsx';

/** Gives this screen to the patients of the unit. */
export function KioskButton({ unitId }: { readonly unitId: string }): ReactNode {
  const words = useWords();
  const open = useMutation<unknown, Error, undefined>({
    mutationFn: () => send('POST', `/api/units/${encodeURIComponent(unitId)}/kiosk`),
    // The page is loaded anew: nothing that staff have read stays behind on a screen of patients.
    onSuccess: () => location.assign('/answer'),
  });
  return (
    <section aria-labelledby="kiosk">
      <h2 id="kiosk">{words.say('participants.kiosk')}</h2>
      <p>{words.say('participants.kiosk-about')}</p>
      <Button className="button quiet" onPress={() => open.mutate(undefined)}>
        {words.say('participants.kiosk')}
      </Button>
      <InlineTrouble error={open.error} />
    </section>
  );
}
