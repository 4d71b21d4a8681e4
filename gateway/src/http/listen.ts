import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Resolves with the address once the server listens. */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`);
    });
  });
}

/** Stops accepting at once; what is still under way after `graceMs` is cut. */
export async function close(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  // A kept-alive connection becomes idle again after its answer and would hold everything up.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await new Promise<void>((done) => server.close(() => done()));
  clearTimeout(cut);
  clearInterval(idle);
}
