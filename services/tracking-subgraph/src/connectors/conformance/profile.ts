import type { Connector } from '../connector.ts';

// The conformance suite of connectors: what every provider must pass, whatever its signature and its words. The product imports nothing from this folder.
// How it is used: docs/connectors.md.

/** One scan of an invented journey, in the provider's codes. */
export interface ToldScan {
  /** Instant, ISO with Z and whole seconds. */
  at: string;
  /** Main code. A provider that derives it from the finer one may leave it out of the message where `subCode` is given. */
  code: string;
  /** Finer code; null: the message has none, or what the provider writes for none. */
  subCode: string | null;
  text: string;
  city: string;
}

/** What the suite has to be told about a provider beside its connector and its samples. */
export interface ConnectorProfile {
  connector: Connector;
  /** Headers without which, or with anything else in them, a message must be refused. */
  signatureHeaders: readonly string[];
  /** The headers that the provider would send with this body at that time. */
  sign(body: Buffer, secret: string, at: Date): Record<string, string>;
  /** A webhook body about this number with these scans, in this order. Whatever else it says must be the same in every call, but for a word on the newest scan. */
  message(number: string, scans: readonly ToldScan[]): unknown;
  /** The tracking of a parsed webhook body as the provider's API gives it, for connectors that also read. */
  asRead?(body: unknown): unknown;
}

const shapes = {
  provider: /^[a-z0-9-]{1,40}$/,
  variables: /^[A-Z][A-Z0-9]*$/,
  header: /^[a-z0-9-]+$/,
};

/** What is wrong with the names a connector gives itself; empty: nothing. */
export function wrongNames({ connector, signatureHeaders }: ConnectorProfile): string[] {
  const { provider, variables, proofHeaders } = connector;
  return [
    ...(shapes.provider.test(provider) ? [] : [`provider "${provider}" does not fit into an address`]),
    ...(shapes.variables.test(variables) ? [] : [`variables "${variables}" cannot begin the name of a variable`]),
    ...proofHeaders.flatMap((name) =>
      shapes.header.test(name) ? [] : [`header "${name}": Node gives header names in lower case`],
    ),
    ...signatureHeaders.flatMap((name) =>
      proofHeaders.includes(name) ? [] : [`header "${name}" is part of the signature and not kept as proof`],
    ),
  ];
}
