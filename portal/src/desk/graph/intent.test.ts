import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, fetchExchange } from '@urql/core';
import { beforeAll, expect, test, vi } from 'vitest';
import { DeskCaseNoteDocument } from '../../generated/graphql.ts';
import { createIntent, sendOnce } from './intent.ts';

// Otherwise urql looks for the kind of an operation, which documents by their hash do not carry.
beforeAll(() => void vi.stubEnv('NODE_ENV', 'production'));

test('a key for each input, the same for the same', () => {
  const intent = createIntent();
  const key = intent({ text: 'a' });
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(intent({ text: 'a' })).toBe(key);
  expect(intent({ text: 'b' })).not.toBe(key);
  expect(createIntent()({ text: 'a' })).not.toBe(key);
});

/** A graph that cuts the connection for the first `cut` requests, after it has read them. */
async function unreliable(cut: number) {
  const keys: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    keys.push(JSON.parse(Buffer.concat(chunks).toString()).variables.input.idempotencyKey);
    if (keys.length <= cut) return void response.destroy();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: { answer: { case: null, userErrors: [] } } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return {
    keys,
    client: new Client({ url, preferGetMethod: false, exchanges: [fetchExchange] }),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
const input = { caseId: 'c', text: 'called' };

test('an answer that is lost on the way is asked for once more, with the same key', async () => {
  await using graph = await unreliable(1);
  const { data, error } = await sendOnce(graph.client, DeskCaseNoteDocument, input, createIntent(), async () => {});
  expect([data?.answer.userErrors, error]).toEqual([[], undefined]);
  expect(graph.keys).toHaveLength(2);
  expect(new Set(graph.keys).size).toBe(1);
});

test('what fails twice is told, and may be sent again as the same', async () => {
  await using graph = await unreliable(2);
  const intent = createIntent();
  const send = () => sendOnce(graph.client, DeskCaseNoteDocument, input, intent, async () => {});
  expect((await send()).error?.networkError).toBeDefined();
  expect((await send()).error).toBeUndefined();
  expect(graph.keys).toHaveLength(3);
  expect(new Set(graph.keys).size).toBe(1);
});
