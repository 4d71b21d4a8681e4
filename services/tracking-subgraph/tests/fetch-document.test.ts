import { parseNetworks } from '@milepost/service-kit';
import { expect, test } from 'vitest';
import { maxDocumentBytes } from '../src/document/document-type.ts';
import { fetchDocument } from '../src/document/fetch-document.ts';
import { file, jpegOf, startFileServer } from './support/file-server.ts';

const here = parseNetworks('127.0.0.0/8');
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(50)]);

test('takes pictures and papers by their first bytes, whatever they are called', async () => {
  await using files = await startFileServer();
  files.answers.set('/a', file(jpegOf(), { 'content-type': 'text/html' }));
  files.answers.set('/b', file(png, {}));
  files.answers.set('/c', file(Buffer.from('%PDF-1.7 …')));
  files.answers.set('/d', file(Buffer.from('RIFF....WEBPVP8 ....')));
  const types = await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (path) => {
      const fetched = await fetchDocument(`${files.url}/${path}`, { allowed: here, timeoutMs: 5_000 });
      return fetched.problem === null ? fetched.type : fetched.problem;
    }),
  );
  expect(types).toEqual(['image/jpeg', 'image/png', 'application/pdf', 'image/webp']);
});

test.each([
  ['a page that calls itself a picture', '<!doctype html><script>1</script>', 'WRONG_TYPE'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'WRONG_TYPE'],
  ['nothing', '', 'WRONG_TYPE'],
  ['one byte too much', jpegOf(maxDocumentBytes + 1), 'TOO_LARGE'],
  ['exactly as much as is taken', jpegOf(maxDocumentBytes), null],
])('%s', async (_what, bytes, problem) => {
  await using files = await startFileServer();
  files.answers.set('/a', file(bytes));
  expect(await fetchDocument(`${files.url}/a`, { allowed: here, timeoutMs: 5_000 })).toMatchObject({ problem });
});

test('follows nobody elsewhere: a redirect into the net of the machines is asked for nothing more', async () => {
  await using files = await startFileServer();
  files.answers.set('/a', (_request, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  );
  files.answers.set('/b', (_request, response) => response.writeHead(302, { location: '/c' }).end());
  files.answers.set('/c', file(jpegOf()));
  for (const path of ['a', 'b'])
    expect(await fetchDocument(`${files.url}/${path}`, { allowed: here, timeoutMs: 5_000 })).toMatchObject({
      problem: 'REDIRECT',
      status: 302,
    });
  expect(files.asked).toEqual(['/a', '/b']);
});

test('a body without end and one without progress take no more than their share', async () => {
  await using files = await startFileServer();
  let sent = 0;
  files.answers.set('/endless', (_request, response) => {
    const chunk = jpegOf(65_536);
    const more = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      if (!response.destroyed) response.once('drain', more);
    };
    response.writeHead(200);
    more();
  });
  files.answers.set('/slow', (_request, response) => void response.writeHead(200).write(jpegOf()));
  files.answers.set(
    '/large',
    (_request, response) =>
      void response.writeHead(200, { 'content-length': String(maxDocumentBytes + 1) }).write(jpegOf()),
  );
  files.answers.set('/silent', () => {});
  files.answers.set('/cut', (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write(jpegOf(500));
    setTimeout(() => response.destroy(), 20);
  });
  files.answers.set('/torn', (_request, response) => {
    // In chunks, of which the last one never comes.
    response.writeHead(200).write(jpegOf(500));
    setTimeout(() => response.destroy(), 20);
  });
  const fetchOne = (path: string, timeoutMs: number) =>
    fetchDocument(`${files.url}${path}`, { allowed: here, timeoutMs });
  expect(await fetchOne('/endless', 20_000)).toMatchObject({ problem: 'TOO_LARGE' });
  // What lies in buffers of both sides may have been sent beyond it.
  expect(sent).toBeLessThan(maxDocumentBytes * 4);
  // What says that it is too large is not waited for.
  expect(await fetchOne('/large', 20_000)).toMatchObject({ problem: 'TOO_LARGE' });
  expect(await fetchOne('/slow', 200)).toMatchObject({ problem: 'TIMEOUT' });
  expect(await fetchOne('/silent', 200)).toMatchObject({ problem: 'TIMEOUT' });
  expect(await fetchOne('/cut', 5_000)).toMatchObject({ problem: 'CONNECTION' });
  expect(await fetchOne('/torn', 5_000)).toMatchObject({ problem: 'CONNECTION' });
  const stop = AbortSignal.abort();
  expect(await fetchDocument(`${files.url}/slow`, { allowed: here, timeoutMs: 60_000, stop })).toMatchObject({
    problem: 'CONNECTION',
  });
});

test('asks public addresses by https only', async () => {
  await using files = await startFileServer();
  files.answers.set('/a', file(jpegOf()));
  const { port } = new URL(files.url);
  const tried = async (url: string, allowed: ReturnType<typeof parseNetworks> = null) =>
    (await fetchDocument(url, { allowed, timeoutMs: 2_000 })).problem;
  expect(await tried(`${files.url}/a`)).toBe('PRIVATE_ADDRESS');
  expect(await tried(`https://127.0.0.1:${port}/a`)).toBe('PRIVATE_ADDRESS');
  expect(await tried(`https://localhost:${port}/a`)).toBe('PRIVATE_ADDRESS');
  expect(await tried('http://169.254.169.254/latest/meta-data/')).toBe('PRIVATE_ADDRESS');
  expect(await tried('https://[::ffff:10.0.0.1]/a')).toBe('PRIVATE_ADDRESS');
  expect(await tried('http://192.0.2.1/a', here)).toBe('PRIVATE_ADDRESS');
  expect(await tried('http://files.example.com/a', here)).toBe('NOT_HTTPS');
  expect(files.asked).toEqual([]);
  // A name is looked up once, and the connection goes to what was checked.
  const looked: string[] = [];
  const problem = await fetchDocument(`https://files.example.com:${port}/a`, {
    allowed: null,
    timeoutMs: 2_000,
    lookup(hostname, _options, callback) {
      looked.push(hostname);
      callback(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), []);
    },
  });
  expect([problem, looked]).toEqual([{ problem: 'NAME_NOT_FOUND', status: null }, ['files.example.com']]);
});

test('answers that are no picture say which', async () => {
  await using files = await startFileServer();
  files.answers.set('/gone', (_request, response) => response.writeHead(410).end());
  files.answers.set('/ill', (_request, response) => response.writeHead(503).end());
  files.answers.set('/part', (_request, response) => response.writeHead(206).end(jpegOf()));
  const problems = await Promise.all(
    ['missing', 'gone', 'ill', 'part'].map(
      async (path) => (await fetchDocument(`${files.url}/${path}`, { allowed: here, timeoutMs: 5_000 })).problem,
    ),
  );
  expect(problems).toEqual(['STATUS_4XX', 'STATUS_4XX', 'STATUS_5XX', 'STATUS_OTHER']);
});
