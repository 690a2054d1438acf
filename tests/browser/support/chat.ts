import type { Locator, Page } from 'playwright-core';

/** The chat in a page, by the roles and names that a person with a screen reader goes by. */
export class Chat {
  readonly page: Page;
  readonly box: Locator;
  readonly answers: Locator;
  readonly questions: Locator;
  readonly list: Locator;
  readonly status: Locator;
  readonly alert: Locator;

  constructor(page: Page) {
    this.page = page;
    this.box = page.getByRole('textbox', { name: 'Message', exact: true });
    this.answers = page.getByRole('article', { name: 'Assistant', exact: true });
    this.questions = page.getByRole('article', { name: 'You', exact: true });
    this.list = page.getByRole('region', { name: 'Messages', exact: true });
    this.status = page.getByRole('status');
    this.alert = page.getByRole('alert');
  }

  button(name: string, inside: Page | Locator = this.page): Locator {
    return inside.getByRole('button', { name, exact: true });
  }

  get lastAnswer(): Locator {
    return this.answers.last();
  }

  async ask(question: string): Promise<void> {
    await this.box.fill(question);
    await this.box.press('Enter');
  }

  /** Waits until the last answer shows a text. */
  async see(text: string | RegExp): Promise<void> {
    await this.lastAnswer.filter({ hasText: text }).waitFor();
  }

  /** Waits until nothing is being answered. */
  async settle(): Promise<void> {
    await this.button('Stop').waitFor({ state: 'detached' });
    await this.button('Copy', this.lastAnswer).waitFor();
  }
}
