import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'library/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Reading the program anew for each file took a third of the time. A file that makes a house, a folder or a setting
    // takes it away again, so that the next one in the same process meets nothing of it.
    isolate: false,
  },
});
