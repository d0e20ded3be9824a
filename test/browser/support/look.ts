import { mkdir, writeFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const FOLDER = 'build/screenshots';
const windows = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

/** Keeps how a page looks now. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const file = name.replaceAll(/[^\w.-]+/g, '-').slice(0, 80);
  await writeFile(`${FOLDER}/${file}.png`, await page.screenshot({ fullPage: true }));
}

/** Keeps how a page looks on a desk and on a phone, and fails where axe finds a serious or critical issue, with what and where. */
export async function look(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const window of windows) {
    await page.setViewportSize(window);
    await keepScreen(page, `${name}-${window.width}`);
  }
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect(grave, name).toEqual([]);
  if (before !== null) await page.setViewportSize(before);
}
