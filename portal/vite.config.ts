import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Three builds: what the customers' browsers load and what the agents' desk loads (both named by content, so that they may be cached for ever), and the pages
 * as functions for our server. The desk is a build of its own, so that nothing of it can get into a customer's page, not even a shared chunk.
 */
export default defineConfig({
  plugins: [react()],
  publicDir: false,
  environments: {
    client: {
      build: {
        outDir: 'dist/client',
        manifest: true,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: { input: { page: 'src/islands/page.ts' } },
      },
    },
    desk: {
      consumer: 'client',
      define: { 'process.env.NODE_ENV': JSON.stringify('production') },
      build: {
        outDir: 'dist/desk',
        // Measured by a test, compressed.
        chunkSizeWarningLimit: 1_000,
        manifest: true,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: { input: { desk: 'src/desk/main.tsx' } },
      },
    },
    ssr: { build: { outDir: 'dist/server', ssr: true, rolldownOptions: { input: { pages: 'src/pages.tsx' } } } },
  },
  builder: {},
});
