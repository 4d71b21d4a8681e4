import { Agent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { overLostConnections } from '@milepost/service-kit';
import { type DocumentNode, GraphQLError, getOperationAST, OperationTypeNode, print } from 'graphql';

/** What the engine gives to an executor; its own types are wider. */
export interface SubgraphRequest {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  operationName?: string;
  operationType?: string;
  extensions?: Record<string, unknown>;
  /** Of the client's request. */
  signal?: AbortSignal;
}
interface TransportEntry {
  location?: string;
  options?: { subscriptions?: { kind?: string; location?: string } };
}
type Executor = ((request: SubgraphRequest) => unknown) & Partial<AsyncDisposable>;
interface ExecutorOptions {
  transportEntry: TransportEntry;
  getTransportExecutor: (entry: object) => Executor | Promise<Executor>;
}
interface Answer {
  data?: unknown;
  errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }[];
}

/** More than any answer within the limits of an operation; a subgraph that sends more is broken. */
const maxAnswerBytes = 64 * 1024 * 1024;

/**
 * Our own way to a subgraph's queries and mutations: a POST on a connection that stays open, and nothing around it (the engine's own costs more than the planner; docs/benchmarks.md). Whatever fails comes
 * back as an error of the answer, never as an exception, so that what other subgraphs know is shown all the same. A query whose subgraph was restarted in that moment is asked again, of another
 * instance; a mutation is not, because it may have been done. Queries that are the same to the byte, the viewer among it, share one request while it is under way; it goes on when who asked first leaves.
 */
export function createSubgraphTransport({ timeoutMs }: { timeoutMs: number }) {
  /** By address: requests that come before the first has its executor have the engine ask for one each, and would share nothing. */
  const known = new Map<string, Executor>();
  return {
    getSubgraphExecutor(options: ExecutorOptions) {
      const address = String(options.transportEntry.location);
      const executor = known.get(address) ?? createExecutor(options);
      known.set(address, executor);
      return executor;
    },
  };

  function createExecutor({ transportEntry, getTransportExecutor }: ExecutorOptions): Executor {
    const { post, close } = createPoster(String(transportEntry.location), timeoutMs);
    const underWay = new Map<string, Promise<string>>();
    let live: Executor | Promise<Executor> | undefined;

    function share(body: string): Promise<string> {
      const joined = underWay.get(body);
      if (joined) return joined;
      const text = post(body, { mayRepeat: true });
      underWay.set(body, text);
      const leave = () => underWay.delete(body);
      text.then(leave, leave);
      return text;
    }

    async function ask(request: SubgraphRequest): Promise<object> {
      // Nobody waits for what comes next in the plan.
      if (request.signal?.aborted) return failed('the client is gone', 'SUBREQUEST_HTTP_ERROR', request.signal.reason);
      const { document, variables, operationName, extensions } = request;
      const body = JSON.stringify({ query: printed(document), variables, operationName, extensions });
      const isQuery = getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY;
      try {
        return answerOf(isQuery ? await share(body) : await post(body, { mayRepeat: false }));
      } catch (error) {
        const code = error instanceof LateError ? 'GATEWAY_TIMEOUT' : 'SUBREQUEST_HTTP_ERROR';
        return failed((error as Error).message, code, error);
      }
    }

    const execute: Executor = (request) => {
      if (request.operationType !== 'subscription') return ask(request);
      const { kind, location } = transportEntry.options?.subscriptions ?? {};
      live ??= getTransportExecutor({
        ...transportEntry,
        kind,
        location: new URL(location ?? '', transportEntry.location).toString(),
        options: {},
      });
      return live instanceof Promise ? live.then((executor) => executor(request)) : live(request);
    };
    execute[Symbol.asyncDispose] = async () => {
      close();
      await (await live)?.[Symbol.asyncDispose]?.();
    };
    return execute;
  }
}

class LateError extends Error {}

/** POSTs JSON to one address; the answer's text, whatever its status. Rejects when there is none within `timeoutMs`, repetitions among them. */
function createPoster(address: string, timeoutMs: number) {
  const url = new URL(address);
  const isSecure = url.protocol === 'https:';
  const open = isSecure ? httpsRequest : httpRequest;
  // As Node's own: the connection used last is used first, and an idle one is closed before the other end does.
  const agent = new (isSecure ? HttpsAgent : Agent)({ keepAlive: true, scheduling: 'lifo', timeout: 5_000 });
  const options: RequestOptions = {
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: url.pathname + url.search,
    method: 'POST',
    agent,
    ...(url.username && { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }),
  };

  const once = (body: string, deadline: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      const request = open({ ...options, headers }, (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes > maxAnswerBytes) request.destroy(new Error(`the answer has more than ${maxAnswerBytes} bytes`));
        });
        response.once('end', () => {
          clearTimeout(timer);
          resolve((chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8'));
        });
        // Broken off in the middle.
        response.once('error', fail);
      });
      const timer = setTimeout(
        () => request.destroy(new LateError(`no answer within ${timeoutMs} ms`)),
        Math.max(0, deadline - Date.now()),
      );
      function fail(error: Error): void {
        clearTimeout(timer);
        reject(error);
      }
      request.once('error', fail);
      request.end(body);
    });

  return {
    post(body: string, { mayRepeat }: { mayRepeat: boolean }): Promise<string> {
      const deadline = Date.now() + timeoutMs;
      return mayRepeat ? overLostConnections(() => once(body, deadline)) : once(body, deadline);
    },
    close: () => agent.destroy(),
  };
}

const texts = new WeakMap<DocumentNode, string>();
/** Documents of a plan are the same objects each time it runs. */
function printed(document: DocumentNode): string {
  let text = texts.get(document);
  if (text === undefined) {
    text = print(document);
    texts.set(document, text);
  }
  return text;
}

/** Each caller parses for itself: the engine writes into what it gets. */
function answerOf(text: string): object {
  let answer: Answer | null;
  try {
    answer = JSON.parse(text) as Answer | null;
  } catch (error) {
    return failed('the answer is not JSON', 'RESPONSE_VALIDATION_FAILED', error);
  }
  if (answer === null || typeof answer !== 'object' || (answer.data == null && !answer.errors?.length))
    return failed('the answer has neither data nor errors', 'RESPONSE_VALIDATION_FAILED');
  if (!Array.isArray(answer.errors)) return answer;
  // Plain objects with a path would be masked.
  return {
    ...answer,
    errors: answer.errors.map(({ message, path, extensions }) => new GraphQLError(message, { path, extensions })),
  };
}

function failed(message: string, code: string, cause?: unknown): object {
  const originalError = cause instanceof Error ? cause : undefined;
  return { errors: [new GraphQLError(message, { originalError, extensions: { code } })] };
}
