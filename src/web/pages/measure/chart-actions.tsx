import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { MeasurePage } from '#api';
import { controlChart, lightPalette, svgText } from '#charts';
import { type Charted, modelOf } from '../../chart/chart-model.ts';
import { printedWidth } from '../../chart/control-chart-view.tsx';
import { commaSeparated } from '../../parts/table-text.ts';
import { useWords } from '../../words/words-context.tsx';
import { fileColumns } from './numbers.ts';

/** Hands a text to the browser as a file to keep. */
function keep(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

interface ChartActionsProps {
  readonly page: MeasurePage;
  readonly charted: Charted;
}

export function ChartActions({ page, charted }: ChartActionsProps): ReactNode {
  const words = useWords();
  const name = `${page.measure.id}-${page.unit.id}`;
  const picture = () => {
    const scene = controlChart(modelOf(charted, words), { width: printedWidth, height: 420 });
    keep(`${name}.svg`, 'image/svg+xml', svgText(scene, lightPalette));
  };
  const numbers = () =>
    keep(
      `${name}.csv`,
      'text/csv;charset=utf-8',
      commaSeparated(fileColumns(words), charted.chart.points),
    );
  return (
    <p className="chart-actions">
      <Button className="button quiet small" onPress={picture}>
        <Download aria-hidden size={15} /> {words.say('measure.download-svg')}
      </Button>
      <Button className="button quiet small" onPress={numbers}>
        <Download aria-hidden size={15} /> {words.say('measure.download-csv')}
      </Button>
    </p>
  );
}
