import type { Locator, Page } from 'playwright-core';

/** What somebody signs up and in with. */
export interface Credentials {
  email: string;
  password: string;
}

let count = 0;

export const somebody = (): Credentials => ({
  email: `reader-${++count}@example.com`,
  password: 'correct horse battery',
});

export const linkTo = (page: Page, name: string): Locator =>
  page.getByRole('link', { name, exact: true }).first();

export const accountMenu = (page: Page, { email }: { email: string }): Locator =>
  page.getByRole('button', { name: `Account ${email}` });

/** Fills in the form that is open, and sends it. */
export async function enter(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByRole('textbox', { name: 'Email address' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

export async function signUp(page: Page): Promise<Credentials> {
  const person = somebody();
  await page.goto('/sign-up');
  await enter(page, person);
  // On a phone the account is behind the drawer.
  await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
  return person;
}

export async function signOut(page: Page, person: Credentials): Promise<void> {
  await accountMenu(page, person).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await linkTo(page, 'Sign in').waitFor();
}
