import { chromiumPath } from '@milepost/testkit';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { startSystem } from './support/system.ts';

const path = chromiumPath();

test.skipIf(!path)('in demo mode the graph can be explored in a real browser', async () => {
  await using system = await startSystem();
  const browser = await chromium.launch({ executablePath: path as string });
  try {
    const page = await browser.newPage();
    const response = await page.goto(`${system.gatewayUrl}/graphql`);
    expect(response?.status()).toBe(200);
    expect(await page.title()).toContain('Milepost');
  } finally {
    await browser.close();
  }
});
