import { ForbiddenError, toGraphQLError } from '@milepost/service-kit';
import { getOperationAST, OperationTypeNode } from 'graphql';
import type { OperationHook } from './plugins.ts';

/** Whoever looks at an order as its customer sees it reads once, and does nothing: no mutation of any subgraph runs, and no subscription is opened. */
export function readOnlyPlugin() {
  const refuse = ({ args, setResultAndStopExecution }: OperationHook) => {
    if (!args.contextValue.session.claims.viewedBy) return;
    if (getOperationAST(args.document, args.operationName)?.operation === OperationTypeNode.QUERY) return;
    setResultAndStopExecution({
      errors: [toGraphQLError(new ForbiddenError('a look at an order as its customer sees it is for reading only'))],
    });
  };
  return { onExecute: refuse, onSubscribe: refuse };
}
