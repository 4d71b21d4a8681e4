export { endWithParent } from './end-with-parent.ts';
export { freePort, isPortTaken } from './ports.ts';
export { type RunningPostgres, runningPostgresUrl, startPostgres } from './postgres.ts';
export { type RunningService, startService } from './service.ts';
