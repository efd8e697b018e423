import { closeSync, ftruncateSync, openSync, readSync, statSync } from 'node:fs';

const newline = 10;
const blockBytes = 65_536;

/** Takes away a last line that a kill cut short; a file of whole lines stays as it is. */
export function cutUnfinishedLine(file: string): void {
  const { size } = statSync(file);
  const descriptor = openSync(file, 'r+');
  try {
    const end = endOfLastLine(descriptor, size);
    if (end < size) ftruncateSync(descriptor, end);
  } finally {
    closeSync(descriptor);
  }
}

/** The place after the last line end; 0 when there is none. */
function endOfLastLine(descriptor: number, size: number): number {
  for (let end = size; end > 0; end -= blockBytes) {
    const start = Math.max(0, end - blockBytes);
    const block = Buffer.alloc(end - start);
    readSync(descriptor, block, 0, block.length, start);
    const at = block.lastIndexOf(newline);
    if (at >= 0) return start + at + 1;
  }
  return 0;
}
