import { defineConfig } from 'vitest/config';

/** Each in turn: a file that tests a module keeps nothing that another would meet; a file with a house of its own gets modules of its own too. */
const projects = [
  {
    name: 'modules',
    include: ['src/**/*.test.{ts,tsx}', 'library/**/*.test.ts'],
    isolate: false,
  },
  { name: 'houses', include: ['test/**/*.test.ts'], isolate: true },
];

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: projects.map((test) => ({ extends: true, test })),
  },
});
