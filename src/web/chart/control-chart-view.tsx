import { type ReactNode, useMemo } from 'react';
import { controlChart, sparkChart } from '#charts';
import { useWords } from '../words/words-context.tsx';
import { type Charted, modelOf } from './chart-model.ts';
import { SteppedScene, StillScene } from './scene-view.tsx';
import { useWidth } from './use-width.ts';

export const printedWidth = 960;

interface ControlChartViewProps {
  readonly charted: Charted;
  readonly height?: number;
}

/** The large chart of one measure, drawn at the width there is. */
export function ControlChartView({ charted, height = 380 }: ControlChartViewProps): ReactNode {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>(printedWidth);
  const scene = useMemo(
    () => controlChart(modelOf(charted, words), { width: Math.max(320, width), height }),
    [charted, words, width, height],
  );
  return (
    <div className="chart" ref={box}>
      <SteppedScene scene={scene} hint={words.say('chart.hint')} />
    </div>
  );
}

/** The small chart of one measure among others. */
export function SparkView({ charted }: { readonly charted: Charted }): ReactNode {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>(280);
  const scene = useMemo(
    () => sparkChart(modelOf(charted, words), { width: Math.max(120, width), height: 72 }),
    [charted, words, width],
  );
  return (
    <div className="spark" ref={box}>
      <StillScene scene={scene} />
    </div>
  );
}
