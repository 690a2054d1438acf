import { expect } from 'vitest';
import { call } from '../harness/call.ts';
import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';
import { speak } from './support/language.ts';
import { accountMenu, enter, linkTo, signOut, signUp, somebody } from './support/people.ts';
import { ways } from './support/visitor.ts';

const test = browserTest();

test('G5, F1: sign up, sign out and sign in again, by the keyboard', async ({ welcome }) => {
  const page = await (await welcome()).open();
  await linkTo(page, 'Sign up').press('Enter');
  const person = somebody();
  await enter(page, person);
  await accountMenu(page, person).waitFor();
  await signOut(page, person);
  await linkTo(page, 'Sign in').press('Enter');
  await enter(page, person);
  await accountMenu(page, person).waitFor();
});

test('G5, F1: a wrong password is said, and neither field is lost', async ({ welcome }) => {
  const visitor = await welcome();
  visitor.troubles.expect(/401 \(Unauthorized\)/);
  const page = await visitor.newTab();
  const person = await signUp(page);
  await signOut(page, person);
  await page.goto('/sign-in');
  await enter(page, { ...person, password: 'wrong horse battery' });
  await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
  expect(await page.getByRole('textbox', { name: 'Email address' }).inputValue()).toBe(person.email);
});

test('G5, G1: who signs in or out in one tab is signed in or out in the others', async ({ welcome }) => {
  const visitor = await welcome();
  const here = await visitor.open();
  const there = await visitor.open();
  const person = await signUp(here);
  await accountMenu(there, person).waitFor();
  await signOut(there, person);
  await linkTo(here, 'Sign in').waitFor();
});

test('G5, G1: a login that has ended elsewhere is said, and one signs in again where one was', async ({
  stage,
  welcome,
}) => {
  stage.model.script([{ text: 'Before' }, { text: 'After' }]);
  const visitor = await welcome();
  visitor.troubles.expect(/401 \(Unauthorized\)/);
  const page = await visitor.newTab();
  const person = await signUp(page);
  const chat = new Chat(page);
  await chat.ask('First');
  await chat.see('Before');
  await chat.settle();
  const address = page.url();
  const { body } = await call<{ access_token: string }>(`${stage.url}/api/auth/login`, { body: person });
  // Ends all other logins of the account.
  await call(`${stage.url}/api/auth/change-password`, {
    body: { current_password: person.password, new_password: 'another horse battery' },
    token: body.access_token,
  });
  await page.reload();
  await page.getByText('Your session has ended. Please sign in again.').first().waitFor();
  await linkTo(page, 'Sign in').click();
  await enter(page, { ...person, password: 'another horse battery' });
  await accountMenu(page, person).waitFor();
  await page.goto(address);
  await chat.see('Before');
  await chat.ask('Second');
  await chat.see('After');
});

test('G5, F3: what one person said is not shown to the next one at the same browser', async ({
  stage,
  welcome,
}) => {
  stage.model.script({ text: 'A secret answer' });
  const visitor = await welcome();
  visitor.troubles.expect(/40[134] \(/);
  const page = await visitor.newTab();
  const first = await signUp(page);
  const chat = new Chat(page);
  await chat.ask('Keep this');
  await chat.see('A secret answer');
  await chat.settle();
  const address = page.url();
  await signOut(page, first);
  await signUp(page);
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await list.waitFor();
  expect(await list.getByRole('link').count()).toBe(0);
  await page.goto(address);
  await page.getByRole('main').getByRole('alert').waitFor();
  expect(await page.getByText('A secret answer').count()).toBe(0);
});

const ODD_ADDRESSES = ['//', 'http://', 'https://evil.example/x', '//evil.example/x', '/.//evil.example/x'];
for (const next of ODD_ADDRESSES) {
  test(`G5, F1: who signs in on the way to ${next} stays on this page`, async ({ stage, welcome }) => {
    const page = await (await welcome()).newTab();
    const person = await signUp(page);
    await signOut(page, person);
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await enter(page, person);
    await accountMenu(page, person).waitFor();
    expect(new URL(page.url()).origin).toBe(stage.url);
  });
}

for (const [way, how] of Object.entries(ways)) {
  test(`G5, A8: a long e-mail address stays within the sidebar: ${way}`, async ({ welcome }) => {
    const visitor = await welcome(how);
    const page = await visitor.open('/sign-up');
    const email = `${'somebody.with.a.long.name'.repeat(2)}.on.a.${way}@example.com`;
    await enter(page, { ...somebody(), email });
    await new Chat(page).box.waitFor();
    if (way === 'phone') await page.getByRole('button', { name: 'Open conversations' }).click();
    const menu = page.getByTitle(email);
    for (const language of ['en', 'ar'] as const) {
      await speak(visitor, page, language);
      const over = await menu.evaluate((button) => {
        const [inner, outer] = [button, button.closest('dialog, header') ?? document.body].map((element) =>
          element.getBoundingClientRect(),
        );
        return Math.max((inner?.right ?? 0) - (outer?.right ?? 0), (outer?.left ?? 0) - (inner?.left ?? 0));
      });
      expect(over).toBeLessThanOrEqual(0);
    }
  });
}
