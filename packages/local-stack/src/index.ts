export { endWithParent } from './end-with-parent.ts';
export { freePort, isPortTaken } from './ports.ts';
export { type RunningPostgres, startPostgres } from './postgres.ts';
export { type RunningService, startService } from './service.ts';
