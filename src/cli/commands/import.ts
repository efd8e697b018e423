import type { Command } from 'commander';
import type { ImportProgress } from '#application';
import { type Bar, progressBar, say, sayJson } from '../output.ts';
import { withProgram } from './with-program.ts';

/** `gyrus import PATH…`: brings FHIR NDJSON (and cost tables) into the clinical store. */
export function importCommand(program: Command): void {
  program
    .command('import')
    .description('bring in FHIR NDJSON (.gz too) and cost tables; may be stopped and run again')
    .argument('<path...>', 'folders or files')
    .option('--json', 'one JSON object as the last line')
    .option('--no-evaluate', 'only import; the measures are evaluated later')
    .action(async (paths: string[], options: { json?: boolean; evaluate: boolean }) => {
      await withProgram(async (opened) => {
        const bar = progressBar('import');
        const summary = await opened
          .importFrom(paths, { onProgress: (progress) => show(bar, progress) })
          .finally(bar.end);
        if (options.evaluate && summary.changed > 0) await opened.evaluate();
        const { read, stored, changed, findings, tableRows } = summary;
        say(
          `${read} read, ${stored} held, ${changed} added or altered, ${findings} findings, ${tableRows} table rows`,
        );
        if (options.json === true) sayJson({ read, stored, changed, findings, tableRows });
      });
    });
}

function show(bar: Bar, { phase, share, bytesPerSecond, secondsLeft }: ImportProgress): void {
  const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  const rate = `${(bytesPerSecond / 1e6).toFixed(0)} MB/s`;
  bar.show(share, phase === 'reading' ? `${rate}${left}` : `publishing${left}`);
}
