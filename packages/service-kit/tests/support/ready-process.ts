import { createServer } from 'node:http';
import { closeServer, createLogger, createReadiness, runProcess } from '../../src/index.ts';

/** A process with nothing but probes and an answer, on PORT, that gives STOP_NOTICE_MS of notice. */
await runProcess({
  logger: createLogger({ service: 'test', level: 'silent' }),
  async start() {
    const readiness = createReadiness({
      check: async () => true,
      noticeMs: Number(process.env['STOP_NOTICE_MS']),
    });
    const server = createServer(async (request, response) => {
      if (request.url === '/readyz') response.statusCode = (await readiness.isReady()) ? 200 : 503;
      response.end('here');
    });
    readiness.watch(server);
    await new Promise<void>((listening) => server.listen(Number(process.env['PORT']), '127.0.0.1', listening));
    return { announceStop: readiness.announceStop, [Symbol.asyncDispose]: () => closeServer(server, 1_000) };
  },
});
