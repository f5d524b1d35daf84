import type { Page } from 'playwright-core';

/** Opens a list, and waits for its tasks. */
export async function openList(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: title, exact: true }).click();
  await page.locator('#tasks li').first().waitFor();
}

export async function addTask(page: Page, text: string): Promise<void> {
  await page.locator('#add input').fill(text);
  await page.locator('#add input').press('Enter');
  await page.locator('#tasks li', { hasText: text }).first().waitFor();
}

export async function logIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Log in as ada' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
}

export async function logOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('button', { name: 'Log in as ada' }).waitFor();
}

/** Calls a method that takes longer than a second. */
export async function exportReport(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.getByRole('button', { name: 'Export' }).click();
  await page.locator('#progress', { hasText: 'Done in' }).waitFor();
}
