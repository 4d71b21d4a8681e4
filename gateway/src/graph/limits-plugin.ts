import { type AppError, toGraphQLError } from '@milepost/service-kit';
import { type DocumentNode, GraphQLError } from 'graphql';
import { connectionRetryMs } from '../limits/connection-limits.ts';
import { rateLimited } from '../limits/operation-limits.ts';
import type { Refusal } from '../limits/refusals.ts';
import { checkLimits, limits } from './limits.ts';
import type { OperationContext, OperationHook } from './plugins.ts';

interface ParamsHook {
  context: OperationContext;
  setParams: (params: object) => void;
  setResult: (result: { errors: GraphQLError[] }) => void;
}
interface ParseHook {
  parseFn: (source: unknown, options: object) => DocumentNode;
  setParseFn: (parseFn: (source: unknown, options: object) => DocumentNode) => void;
}

/**
 * Limits of one operation, and of what one client may ask for. Not validation rules: validation is cached per document and knows neither variables nor
 * viewer. A client that has nothing left is told so before its document is parsed.
 */
export function limitsPlugin({
  mayIntrospect,
  refused,
}: {
  mayIntrospect: boolean;
  refused: (limit: Refusal) => void;
}) {
  const errorsOf = (error: AppError, limit: Refusal) => {
    refused(limit);
    return { errors: [toGraphQLError(error)] };
  };

  /** True when the operation may run. */
  async function admit({ args, setResultAndStopExecution }: OperationHook): Promise<boolean> {
    const { errors, cost } = checkLimits({
      schema: args.schema,
      document: args.document,
      operationName: args.operationName ?? null,
      variables: args.variableValues ?? null,
      mayIntrospect,
    });
    if (errors.length > 0) {
      refused(errors[0]?.extensions['reason'] as Refusal);
      setResultAndStopExecution({ errors });
      return false;
    }
    const waitMs = await args.contextValue.allowance.charge(cost);
    if (waitMs > 0) setResultAndStopExecution(errorsOf(rateLimited(waitMs, 'rate'), 'rate'));
    return waitMs === 0;
  }

  return {
    onParams({ context, setParams, setResult }: ParamsHook) {
      const waitMs = context.allowance.waitMs();
      if (waitMs === 0) return;
      // The engine looks the parameters over all the same, and throws: over a socket that would close it.
      setParams({ query: '{ __typename }' });
      setResult(errorsOf(rateLimited(waitMs, 'rate'), 'rate'));
    },
    onParse({ parseFn, setParseFn }: ParseHook) {
      setParseFn((source, options) => {
        try {
          return parseFn(source, { ...options, maxTokens: limits.tokens });
        } catch (error) {
          if (!(error instanceof Error) || !/token limit|tokens/i.test(error.message)) throw error;
          refused('tokens');
          throw new GraphQLError(`the document has more than ${limits.tokens} tokens`, {
            extensions: { code: 'BAD_USER_INPUT', field: 'query', reason: 'tokens', http: { status: 400 } },
          });
        }
      });
    },
    async onExecute(hook: OperationHook) {
      await admit(hook);
    },
    async onSubscribe(hook: OperationHook) {
      if (!(await admit(hook)) || hook.args.contextValue.allowance.openStream()) return;
      hook.setResultAndStopExecution(errorsOf(rateLimited(connectionRetryMs, 'connections'), 'connections'));
    },
  };
}
