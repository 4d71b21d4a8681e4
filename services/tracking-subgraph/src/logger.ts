import { createLogger } from '@milepost/service-kit';

export function createServiceLogger(level: string) {
  return createLogger({ service: 'tracking', level });
}
