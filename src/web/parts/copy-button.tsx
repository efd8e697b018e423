import { Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useWords } from '../words/words-context.tsx';

interface CopyButtonProps {
  readonly name: string;
  readonly text: () => string;
}

/** Puts a text on the clipboard and says whether it worked. */
export function CopyButton({ name, text }: CopyButtonProps): ReactNode {
  const words = useWords();
  const [said, setSaid] = useState('');
  const copy = () => {
    navigator.clipboard.writeText(text()).then(
      () => setSaid(words.say('measure.copied')),
      () => setSaid(words.say('measure.copy-failed')),
    );
  };
  return (
    <p className="copy">
      <Button className="button quiet small" onPress={copy}>
        <Copy aria-hidden size={15} /> {name}
      </Button>{' '}
      <span role="status">{said}</span>
    </p>
  );
}
