import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut and mended, for tests of what happens without it. `url` is the given one through the proxy. */
export async function startBreakableProxy(url: string) {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  const state = { isCut: false, refusals: 0 };
  const proxy = createServer((client) => {
    client.on('error', () => {});
    if (state.isCut) {
      state.refusals += 1;
      return void client.destroy();
    }
    const server = connect(Number(port), hostname);
    server.on('error', () => client.destroy());
    client.on('close', () => {
      open.delete(client);
      server.destroy();
    });
    server.on('close', () => client.destroy());
    open.add(client);
    client.pipe(server).pipe(client);
  });
  const listen = (port: number) => new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port: ownPort } = proxy.address() as AddressInfo;
  const end = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: Object.assign(new URL(url), { host: `127.0.0.1:${ownPort}` }).href,
    /** Connections are taken and dropped, as by a balancer without anything behind it; counted in `refusals`. */
    drop() {
      state.isCut = true;
      end();
    },
    /** Nobody listens, as when the server is down. */
    async refuse() {
      const closed = new Promise((done) => proxy.close(done));
      end();
      await closed;
    },
    async mend() {
      state.isCut = false;
      if (!proxy.listening) await listen(ownPort);
    },
    get refusals() {
      return state.refusals;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => proxy.close(done));
      end();
      await closed;
    },
  };
}
