import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const room = (name: string) => fileURLToPath(new URL(`./src/${name}/index.ts`, import.meta.url));

/** The web app: src/web → dist/web. `npx vite` serves it for development and hands /api to a running server. */
export default defineConfig({
  root: fileURLToPath(new URL('./src/web', import.meta.url)),
  plugins: [react()],
  resolve: {
    alias: {
      '#core': room('core'),
      '#statistics': room('statistics'),
      '#charts': room('charts'),
    },
  },
  build: {
    outDir: fileURLToPath(new URL('./dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // A strict content security policy forbids data: in scripts and fonts; every file stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': `http://127.0.0.1:${process.env['PORT'] ?? 3000}` } },
});
