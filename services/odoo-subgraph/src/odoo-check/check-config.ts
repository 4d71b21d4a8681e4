import { parseEnv, readEnv, secretText, secretValues } from '@milepost/service-kit';
import { z } from 'zod';
import { type OdooApi, odooApis } from '../odoo/transport.ts';

const variables = z.object({
  ODOO_URL: z.url({ protocol: /^https?$/, message: 'must be an address such as https://odoo.example.com' }),
  ODOO_DB: z.string(),
  ODOO_LOGIN: z.string(),
  ODOO_API: z.enum(odooApis).optional(),
  /** For --deep alone: no service reads them. */
  ODOO_ADMIN_LOGIN: z.string().optional(),
});

export interface CheckConfig {
  url: URL;
  db: string;
  login: string;
  api: OdooApi | null;
  /** Never told. */
  secrets: {
    apiKey: () => string | null;
    adminKey: () => string | null;
    /** What the address of hints ends in. */
    webhook: () => readonly string[];
  };
  adminLogin: string | null;
}

/** Throws ConfigError naming every problem at once. */
export function loadCheckConfig(env: Record<string, string> = readEnv()): CheckConfig {
  const given = parseEnv(variables, env);
  return {
    url: new URL(given.ODOO_URL),
    db: given.ODOO_DB,
    login: given.ODOO_LOGIN,
    api: given.ODOO_API ?? null,
    secrets: {
      apiKey: secretText(env, 'ODOO_API_KEY'),
      adminKey: secretText(env, 'ODOO_ADMIN_API_KEY'),
      webhook: secretValues(env, 'ODOO_WEBHOOK_SECRET'),
    },
    adminLogin: given.ODOO_ADMIN_LOGIN ?? null,
  };
}
