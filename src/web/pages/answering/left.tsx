import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { PageHead } from '../../parts/page-head.tsx';
import { useWords } from '../../words/words-context.tsx';

interface LeftProps {
  readonly from: 'own' | 'kiosk';
  readonly onNext: () => void;
}

/** Nothing of the person is left on the screen. */
export function Left({ from, onNext }: LeftProps): ReactNode {
  const words = useWords();
  const isKiosk = from === 'kiosk';
  return (
    <>
      <PageHead
        question={words.say('answer.thanks')}
        answer={words.say(isKiosk ? 'answer.left-kiosk' : 'answer.left')}
      />
      {isKiosk && (
        <Button className="button" onPress={onNext}>
          {words.say('answer.next-person')}
        </Button>
      )}
    </>
  );
}
