import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { places } from './vite-places.ts';

/** What says hello to the page around the app, in a file of its own: it runs before the libraries are run, and the page answers meanwhile. */
const GREETS = /\/sdk\/(bridge|errors|greet|messages|queries|runtime|sample-data|source-places)\.ts$/;

export default defineConfig({
  // Relative addresses: the same files work under any path of the apps origin.
  base: './',
  // Inside the project, because node_modules may be a read-only link.
  cacheDir: '.vite',
  plugins: [react(), places()],
  resolve: {
    alias: { '@glassworks/app': fileURLToPath(new URL('./sdk/app.ts', import.meta.url)) },
    dedupe: ['react', 'react-dom', '@mantine/core', '@mantine/hooks'],
  },
  // The preview frame has an opaque origin, so even its own modules arrive by CORS.
  server: { cors: { origin: '*' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Only for `places`, which keeps of them what errors need.
    sourcemap: 'hidden',
    cssCodeSplit: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'greet', test: GREETS, includeDependenciesRecursively: false }] } } },
  },
});
