/** What a PostgreSQL that did not start has said about why: its last word of trouble, else its last word. */
export function troubleIn(log: string): { readonly said: string; readonly isDiskFull: boolean } {
  const lines = log.trim().split('\n');
  const trouble = lines.findLast((line) => /\b(?:FATAL|PANIC|ERROR):/.test(line));
  return {
    said: (trouble ?? lines.at(-1) ?? '').trim(),
    isDiskFull: log.includes('No space left on device'),
  };
}
