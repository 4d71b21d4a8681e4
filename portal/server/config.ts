import { parseEnv, readEnv, stopNoticeVariable } from '@milepost/service-kit';
import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/, message: 'must be an http:// or https:// address' });
const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_PORT: z.coerce.number().int().min(0).max(65535).default(4003),
  GATEWAY_URL: httpUrl.default('http://127.0.0.1:4000'),
  PUBLIC_ORIGIN: httpUrl.default('http://localhost:4000'),
  BRAND_NAME: z.string().max(60).default('Milepost'),
  BRANDS_DIR: z.string().max(1_000).optional(),
  STOP_NOTICE_MS: stopNoticeVariable,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface Config {
  host: string;
  port: number;
  gatewayUrl: string;
  publicOrigin: string;
  /** What customers read at the top of pages that no brand dresses. */
  brand: string;
  /** Folder with a folder for each brand; null: none. */
  brandsFolder: string | null;
  stopNoticeMs: number;
  logLevel: string;
}

/** Throws ConfigError naming every problem at once. */
export function loadConfig(env: Record<string, string> = readEnv()): Config {
  const given = parseEnv(variables, env);
  return Object.freeze({
    host: given.HOST,
    port: given.PUBLIC_PORT,
    gatewayUrl: given.GATEWAY_URL.replace(/\/$/, ''),
    publicOrigin: new URL(given.PUBLIC_ORIGIN).origin,
    brand: given.BRAND_NAME,
    brandsFolder: given.BRANDS_DIR ?? null,
    stopNoticeMs: given.STOP_NOTICE_MS,
    logLevel: given.LOG_LEVEL,
  });
}
