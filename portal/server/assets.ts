import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import type { BaseShell } from '../src/components/Layout.tsx';
import { compress, encodingFor, securityHeaders } from './respond.ts';

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface ManifestEntry {
  file: string;
  css?: string[];
  /** What is loaded with it, by their keys; what is loaded when wanted stands elsewhere. */
  imports?: string[];
}
type Manifest = Readonly<Record<string, ManifestEntry>>;

/** Keys of everything that a browser runs at once for one of them: itself last, as scripts and styles are ordered. */
function loadedWith(manifest: Manifest, key: string, seen = new Set<string>()): string[] {
  if (seen.has(key)) return [];
  seen.add(key);
  return [...(manifest[key]?.imports ?? []).flatMap((other) => loadedWith(manifest, other, seen)), key];
}

/** The built files, read and compressed once; their names carry their content, so browsers keep them for ever. */
export async function loadAssets(
  dist: string,
  /** Beside those that were built; named by their content too. */
  more: readonly { path: string; type: string; bytes: Uint8Array }[] = [],
): Promise<{
  /** Of the customer's pages. */
  shell: Pick<BaseShell, 'styles' | 'scripts'>;
  /** Of the agents' desk. */
  desk: Pick<BaseShell, 'styles' | 'scripts'>;
  /** The pages' worker: asked for anew by browsers, because its name does not change. */
  serveWorker(request: IncomingMessage, response: ServerResponse): void;
  /** False when there is no such file. */
  serve(request: IncomingMessage, response: ServerResponse, path: string): boolean;
}> {
  const worker = readFileSync(join(import.meta.dirname, '../src/offline/service-worker.js'));
  const files = new Map<string, { type: string; plain: Uint8Array; br: Uint8Array; gzip: Uint8Array }>();
  for (const { path, type, bytes } of more)
    files.set(path, {
      type,
      plain: bytes,
      br: await compress(bytes, 'br', 11),
      gzip: await compress(bytes, 'gzip', 9),
    });
  const load = async (build: string, source: string): Promise<Pick<BaseShell, 'styles' | 'scripts'>> => {
    const manifestFile = join(dist, build, '.vite/manifest.json');
    if (!existsSync(manifestFile))
      throw new Error(`${manifestFile} is missing; build the pages with "npm run build -w portal"`);
    const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
    const entry = manifest[source];
    if (!entry) throw new Error(`${manifestFile} does not name ${source}`);
    for (const file of new Set(Object.values(manifest).flatMap((item) => [item.file, ...(item.css ?? [])]))) {
      const plain = readFileSync(join(dist, build, file));
      files.set(`/${file}`, {
        type: types[extname(file)] ?? 'application/octet-stream',
        plain,
        br: await compress(plain, 'br', 11),
        gzip: await compress(plain, 'gzip', 9),
      });
    }
    const chunks = loadedWith(manifest, source).flatMap((key) => manifest[key] ?? []);
    return {
      styles: chunks.flatMap(({ css = [] }) => css.map((file) => `/${file}`)),
      scripts: chunks.map(({ file }) => `/${file}`),
    };
  };
  return {
    shell: await load('client', 'src/islands/page.ts'),
    desk: await load('desk', 'src/desk/main.tsx'),
    serveWorker(request, response) {
      response.writeHead(200, {
        ...securityHeaders,
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'no-cache',
        'content-length': String(worker.byteLength),
      });
      response.end(request.method === 'HEAD' ? undefined : worker);
    },
    serve(request, response, path) {
      const file = files.get(path);
      if (!file) return false;
      const encoding = encodingFor(request);
      const body = file[encoding ?? 'plain'];
      response.writeHead(200, {
        ...securityHeaders,
        'content-type': file.type,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
        'content-length': String(body.byteLength),
        ...(encoding && { 'content-encoding': encoding }),
      });
      response.end(request.method === 'HEAD' ? undefined : body);
      return true;
    },
  };
}
