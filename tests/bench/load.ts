import { type Agent, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Measured {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** A whole HTTP/1.1 request as bytes, made before the clock runs. */
export function rawRequest(path: string, headers: Record<string, string>, body: string): Buffer {
  const lines = Object.entries({ host: '127.0.0.1', 'content-length': String(Buffer.byteLength(body)), ...headers });
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n${body}`);
}

/**
 * Sends each request once over `connections` kept-alive connections, the next as soon as an answer is complete. Plain sockets, so that the
 * generator takes as little of the machine as possible. Throws on the first answer that is not 200.
 */
export async function sendAll(port: number, requests: readonly Buffer[], connections: number): Promise<Measured> {
  const latencies = new Float64Array(requests.length);
  let next = 0;
  const sockets: Socket[] = [];
  try {
    await Promise.all(
      Array.from({ length: connections }, async () => {
        const socket = connect({ port, host: '127.0.0.1', noDelay: true });
        sockets.push(socket);
        await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      }),
    );
    const begun = performance.now();
    await Promise.all(sockets.map((socket) => pump(socket)));
    const seconds = (performance.now() - begun) / 1000;
    latencies.sort();
    return {
      perSecond: requests.length / seconds,
      p50Ms: latencies[Math.floor(requests.length * 0.5)] as number,
      p99Ms: latencies[Math.floor(requests.length * 0.99)] as number,
    };
  } finally {
    for (const socket of sockets) socket.destroy();
  }

  function pump(socket: Socket): Promise<void> {
    return new Promise((resolve, reject) => {
      let index = -1;
      let sentAt = 0;
      let text = '';
      const send = () => {
        index = next++;
        if (index >= requests.length) return resolve();
        sentAt = performance.now();
        socket.write(requests[index] as Buffer);
      };
      socket.setEncoding('latin1');
      socket.on('data', (chunk: string) => {
        text += chunk;
        const head = text.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = /content-length: (\d+)/i.exec(text)?.[1];
        if (length === undefined || text.length < head + 4 + Number(length)) return;
        if (!text.startsWith('HTTP/1.1 200')) return reject(new Error(`unexpected answer: ${text.slice(0, 300)}`));
        latencies[index] = performance.now() - sentAt;
        text = '';
        send();
      });
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the server closed a connection')));
      send();
    });
  }
}

/** One request at a time; the answer's body. */
export function post(
  url: string,
  { headers, body, agent }: { headers: Record<string, string>; body: string; agent: Agent },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { method: 'POST', agent, headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          response.statusCode === 200 ? resolve(text) : reject(new Error(`${response.statusCode}: ${text}`)),
        );
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] as number;
}
