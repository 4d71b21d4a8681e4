import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadAssets } from './assets.ts';

const dist = mkdtempSync(join(tmpdir(), 'milepost-assets-'));
afterAll(() => rmSync(dist, { recursive: true }));

function build(name: string, manifest: Record<string, { file: string; css?: string[]; imports?: string[] }>): void {
  mkdirSync(join(dist, name, '.vite'), { recursive: true });
  mkdirSync(join(dist, name, 'assets'));
  for (const { file, css = [] } of Object.values(manifest))
    for (const one of [file, ...css]) writeFileSync(join(dist, name, one), '');
  writeFileSync(join(dist, name, '.vite/manifest.json'), JSON.stringify(manifest));
}

test('styles and scripts of everything that is loaded at once are named, those of what comes when wanted are not', async () => {
  build('client', { 'src/islands/page.ts': { file: 'assets/page.js', css: ['assets/page.css'] } });
  build('desk', {
    '_shared.js': { file: 'assets/shared.js', css: ['assets/shared.css'], imports: ['_deep.js', 'src/desk/main.tsx'] },
    '_deep.js': { file: 'assets/deep.js', css: ['assets/deep.css'] },
    'src/desk/Dialog.tsx': { file: 'assets/dialog.js', css: ['assets/dialog.css'], imports: ['_shared.js'] },
    'src/desk/main.tsx': { file: 'assets/desk.js', css: ['assets/desk.css'], imports: ['_shared.js'] },
  });
  const { shell, desk } = await loadAssets(dist);
  expect(shell).toEqual({ styles: ['/assets/page.css'], scripts: ['/assets/page.js'] });
  expect(desk).toEqual({
    styles: ['/assets/deep.css', '/assets/shared.css', '/assets/desk.css'],
    scripts: ['/assets/deep.js', '/assets/shared.js', '/assets/desk.js'],
  });
});
