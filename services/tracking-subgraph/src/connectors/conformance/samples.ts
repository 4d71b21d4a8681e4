import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import secrets from '../../../fixtures/secrets.json' with { type: 'json' };
import type { Connector } from '../connector.ts';
import type { ConnectorProfile } from './profile.ts';

/** What the manifest says of one message. */
interface Entry {
  file: string;
  headers: string;
  signature: 'valid' | 'invalid' | 'missing';
  /** The answer: `2xx`, `2xx or 400`, `401 or 403`. */
  http: string;
  /** Unix seconds to take for now, where the signature covers a time. */
  verifyAt?: number;
  /** A message to tell before it. */
  after?: string;
  expected: {
    tracking?: string;
    /** Scans that are known afterwards, when it came alone to an empty store. */
    events?: number;
    /** The state; null: nobody registered the number; words: see the check of samples. */
    shipment?: Record<string, unknown> | string | null;
  };
}

export interface Sample extends Entry {
  body: Buffer;
  /** Of the bytes on disk. */
  digest: string;
  headerValues: Record<string, string>;
  /** Whether the door must take it. */
  isAccepted: boolean;
  at: Date;
}

/** A connector with everything that the checks look at. */
export interface Subject {
  connector: Connector;
  profile: ConnectorProfile;
  /** The test secret that its samples are signed with. */
  secret: string;
  samples: readonly Sample[];
  /** What the manifest says it is about. */
  manifestProvider: string;
  /** Message files on disk, headers aside. */
  files: readonly string[];
}

export const digestOf = (body: Buffer) => hash('sha256', body, 'hex');

/** As Node gives headers. */
const lowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const fixtures = new URL('../../../fixtures/', import.meta.url);

/** Reads the provider's samples. Throws where there are none, or where one lacks its headers. */
export function subjectOf(profile: ConnectorProfile): Subject {
  const { connector } = profile;
  const folder = new URL(`${connector.provider}/`, fixtures);
  const read = (file: string) => readFileSync(new URL(file, folder));
  const manifest = JSON.parse(read('manifest.json').toString()) as { provider: string; samples: Entry[] };
  const samples = manifest.samples.map(
    (entry): Sample => ({
      ...entry,
      body: read(entry.file),
      digest: digestOf(read(entry.file)),
      headerValues: lowerCase(JSON.parse(read(entry.headers).toString())),
      isAccepted: entry.http.startsWith('2'),
      at: new Date(entry.verifyAt === undefined ? '2026-11-05T12:00:00Z' : entry.verifyAt * 1_000),
    }),
  );
  const files = readdirSync(new URL('webhooks/', folder))
    .filter((name) => !name.endsWith('.headers.json'))
    .map((name) => `webhooks/${name}`);
  const secret = (secrets as Record<string, string>)[connector.provider];
  if (!secret) throw new Error(`fixtures/secrets.json has no secret of "${connector.provider}"`);
  return { connector, profile, secret, samples, manifestProvider: manifest.provider, files };
}
