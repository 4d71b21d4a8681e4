import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Two builds: what browsers load (named by content, so that it may be cached for ever), and the pages as functions for our server. */
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
    ssr: { build: { outDir: 'dist/server', ssr: true, rolldownOptions: { input: { pages: 'src/pages.tsx' } } } },
  },
  builder: {},
});
