export { type RunningBalancer, startBalancer } from './balancer.ts';
export { endWithParent } from './end-with-parent.ts';
export { freePort, isPortTaken } from './ports.ts';
export { type RunningPostgres, runningPostgresUrl, startPostgres } from './postgres.ts';
export { findProgram } from './programs.ts';
export { type RunningRedis, startRedis } from './redis.ts';
export { type RunningService, startService } from './service.ts';
