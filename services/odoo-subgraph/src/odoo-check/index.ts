export { loadCheckConfig } from './check-config.ts';
export { checkOdoo } from './check-odoo.ts';
export { findingJson, findingLines, hasFailed } from './print-findings.ts';
