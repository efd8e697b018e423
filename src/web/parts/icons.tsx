import { type ReactNode, useMemo } from 'react';
import type { AssuranceIcon, VariationIcon } from '#api';
import { assuranceIcon, variationIcon } from '#charts';
import { StillScene } from '../chart/scene-view.tsx';
import { useWords } from '../words/words-context.tsx';

export function VariationMark({ kind }: { readonly kind: VariationIcon }): ReactNode {
  const name = useWords().say(`variation.${kind}`);
  return <StillScene scene={useMemo(() => variationIcon(kind, name), [kind, name])} />;
}

export function AssuranceMark({ kind }: { readonly kind: AssuranceIcon }): ReactNode {
  const name = useWords().say(`assurance.${kind}`);
  return <StillScene scene={useMemo(() => assuranceIcon(kind, name), [kind, name])} />;
}
