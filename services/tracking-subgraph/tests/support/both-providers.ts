import { startProviderSimulator } from '@milepost/provider-simulator';

/** Both providers' APIs as the simulator plays them, and what a process needs to register there: TrackingMore first, soon again after a failure, with no polls and no fail-over in between. */
export async function startBothProviders() {
  const simulator = await startProviderSimulator({
    webhooks: {},
    apiKeys: { aftership: ['aftership-key'], trackingmore: ['trackingmore-key'] },
  });
  return {
    simulator,
    env: (more: Record<string, string> = {}): Record<string, string> => ({
      AFTERSHIP_API_KEY: 'aftership-key',
      TRACKINGMORE_API_KEY: 'trackingmore-key',
      AFTERSHIP_API_URL: simulator.url,
      TRACKINGMORE_API_URL: simulator.url,
      REGISTER_AT: 'trackingmore,aftership',
      REGISTRATION_RETRY_SECONDS: '0.1',
      REGISTRATION_FAIL_OVER_MINUTES: 'never',
      POLL_INTERVAL_SECONDS: '86400',
      ...more,
    }),
  };
}
export type BothProviders = Awaited<ReturnType<typeof startBothProviders>>;
