import { createBuilder } from 'vite';

/** Builds what browsers load and the pages as functions for the server, into dist/. Always as for real use, whoever asks: tests see what customers and agents see. Takes about a second. */
export async function buildPages(): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    const builder = await createBuilder({ root: import.meta.dirname, logLevel: 'warn', mode: 'production' });
    await builder.buildApp();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}
