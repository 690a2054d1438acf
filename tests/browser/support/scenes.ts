import type { Page } from 'playwright-core';
import type { Chat } from './chat.ts';
import type { Gallery } from './gallery.ts';
import { signUp } from './people.ts';
import type { Stage } from './stage.ts';
import type { Visitor } from './visitor.ts';

/** What a scene is set with. */
export interface Props {
  stage: Stage;
  visitor: Visitor;
  gallery: Gallery;
  page: Page;
  chat: Chat;
}

/** A state of the page, and how one comes to it. */
export interface Scene {
  name: string;
  on?: 'phone' | 'desktop';
  show(props: Props): Promise<unknown>;
  /** Undoes what would reach the next scene. */
  strike?(props: Props): Promise<unknown>;
}

const never = new Promise<void>(() => {});
const at =
  (address: (gallery: Gallery) => string, text: string | RegExp) =>
  async ({ page, gallery }: Props) => {
    await page.goto(address(gallery));
    await page.getByRole('main').getByText(text).first().waitFor();
  };
const newChat = async ({ page, chat }: Props) => {
  await page.goto('/');
  await chat.box.waitFor();
};
/** Signs somebody up, unless somebody is signed in. */
const signedIn = async ({ page }: Props) => {
  await page.goto('/settings');
  const isIn = page.getByRole('heading', { name: 'Change password' });
  await isIn.or(page.getByText('You are a guest.')).waitFor();
  if (!(await isIn.isVisible())) await signUp(page);
};
const openTasks = async ({ chat }: Props) => {
  const opener = chat.button('Show tasks');
  if (await opener.isVisible()) await opener.click();
};
const closeTasks = async ({ page, chat }: Props) => {
  const list = page
    .getByRole('complementary', { name: 'Tasks' })
    .or(page.getByRole('dialog', { name: 'Tasks' }));
  await chat.button('Close', list).click();
};
/** On a phone the list lies over the chat. */
const closeSheet = async (props: Props) => {
  if (await props.page.getByRole('dialog', { name: 'Tasks' }).isVisible()) await closeTasks(props);
};
/** What is filled in is kept otherwise. */
const discard = ({ chat }: Props) => chat.button('Discard changes').click();
const explained = at(({ explained }) => `/c/${explained}`, 'People plan a step ahead');

/** Selects the text of the first paragraph of the textbook. */
export const selectParagraph = (page: Page): Promise<string> =>
  page
    .getByRole('main')
    .locator('p')
    .nth(1)
    .evaluate((paragraph) => {
      getSelection()?.selectAllChildren(paragraph);
      return paragraph.textContent?.trim() ?? '';
    });

const selected = async (props: Props) => {
  await at(() => '/learn', /./)(props);
  await selectParagraph(props.page);
  await props.chat.button('Ask about this').waitFor();
};

/** Every state of the page, in an order in which one profile can go through them. */
export const scenes: readonly Scene[] = [
  { name: 'new chat', show: newChat },
  { name: 'answer', show: explained },
  { name: 'tool cards', show: at(({ withTools }) => `/c/${withTools}`, 'It is on your list.') },
  {
    name: 'tool calls',
    show: async (props) => {
      await at(({ decided }) => `/c/${decided}`, 'One is gone')(props);
      const cards = props.chat.lastAnswer.locator('summary');
      await cards.first().click();
      await cards.last().click();
    },
  },
  {
    name: 'tasks of a guest',
    show: async (props) => {
      await newChat(props);
      await openTasks(props);
      await props.page.getByText('Sign in to have a list of tasks.').waitFor();
    },
    strike: closeTasks,
  },
  { name: 'bots of a guest', show: at(() => '/bots', 'Sign in to make bots') },
  { name: 'interrupted', show: at(({ interrupted }) => `/c/${interrupted}`, 'The first walking machines') },
  { name: 'answer in Arabic', show: at(({ inArabic }) => `/c/${inArabic}`, 'الشيفرة') },
  {
    name: 'streaming',
    show: async (props) => {
      props.stage.model.script({ text: ['A gait is the **order** in which ', 'the feet'], hold: never });
      await newChat(props);
      await props.chat.ask('What is a gait?');
      await props.chat.see('the feet');
    },
    strike: ({ chat }) => chat.button('Stop').click(),
  },
  {
    name: 'edit',
    show: async (props) => {
      await explained(props);
      await props.chat.button('Edit', props.chat.questions.last()).click();
    },
  },
  {
    name: 'versions',
    show: async (props) => {
      props.stage.model.script([{ text: 'A first answer.' }, { text: 'A second, better answer.' }]);
      await newChat(props);
      await props.chat.ask('What is a servo?');
      await props.chat.settle();
      await props.chat.button('Try again', props.chat.lastAnswer).click();
      await props.chat.see('A second, better answer.');
      await props.chat.settle();
    },
  },
  {
    name: 'failed answer',
    show: async (props) => {
      props.stage.model.script({ fault: { status: 400 } });
      await newChat(props);
      await props.chat.ask('Will this work?');
      await props.chat.button('Try again', props.chat.lastAnswer).waitFor();
    },
  },
  {
    name: 'offline',
    show: async (props) => {
      props.stage.model.script([{ text: 'Good day.' }, { text: 'I can hear you.' }]);
      await newChat(props);
      await props.chat.ask('Hello');
      await props.chat.settle();
      await props.visitor.goOffline();
      await props.chat.ask('Can you hear me?');
      await props.chat.status.filter({ hasText: 'sent when you are back' }).waitFor();
    },
    strike: async ({ visitor, chat }) => {
      await visitor.comeBack();
      await chat.settle();
    },
  },
  {
    name: 'reconnecting',
    show: async (props) => {
      props.stage.model.script({ text: ['The feet touch the ground ', 'in turn'], hold: never });
      await newChat(props);
      await props.chat.ask('What is a gait?');
      await props.chat.see('in turn');
      await props.stage.end('SIGKILL');
      await props.chat.status.filter({ hasText: 'Reconnecting' }).waitFor();
    },
    strike: async ({ stage, chat }) => {
      await stage.start();
      await chat.settle();
    },
  },
  {
    name: 'conversations',
    on: 'phone',
    show: async (props) => {
      await explained(props);
      await props.chat.button('Open conversations').click();
      await props.page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    },
  },
  { name: 'textbook', show: at(() => '/learn', /./) },
  { name: 'textbook selection', show: selected },
  {
    name: 'textbook answer',
    show: async (props) => {
      await selected(props);
      await props.chat.button('Ask about this').click();
      await props.chat.ask('What does this say?');
      await props.chat.settle();
    },
  },
  { name: 'no such page', show: at(() => '/nothing/here', /./) },
  { name: 'gone conversation', show: at(() => '/c/01900000-0000-7000-8000-000000000000', /./) },
  { name: 'sign in', show: at(() => '/sign-in', 'Sign in') },
  { name: 'sign up', show: at(() => '/sign-up', 'Sign up') },
  { name: 'settings of a guest', show: at(() => '/settings', 'Appearance') },
  {
    name: 'settings',
    show: async (props) => {
      await signUp(props.page);
      await at(() => '/settings', 'Appearance')(props);
    },
  },
  {
    name: 'tasks',
    show: async (props) => {
      await signedIn(props);
      await newChat(props);
      await openTasks(props);
      const titles = ['Write to Omar', 'Calibrate the left knee', 'Order a torque sensor'];
      props.stage.model.script([
        { toolCalls: titles.map((title) => ({ name: 'create_task', arguments: { title } })) },
        { text: 'All three are on your list.' },
      ]);
      const { page, chat } = props;
      await closeSheet(props);
      await chat.ask('Put these on my list: write to Omar, calibrate the left knee, order a torque sensor');
      await chat.see('All three are on your list.');
      await chat.settle();
      await openTasks(props);
      await page.getByRole('checkbox', { name: 'Write to Omar' }).first().click();
      await page.getByRole('region', { name: 'Done' }).getByText('Write to Omar').first().waitFor();
    },
    strike: closeTasks,
  },
  {
    name: 'new bot',
    show: async (props) => {
      await signedIn(props);
      await at(() => '/bots/new', 'Instructions')(props);
    },
  },
  {
    name: 'refused bot',
    show: async (props) => {
      const { page, chat } = props;
      await signedIn(props);
      await page.goto('/bots/new');
      await chat.button('Add a server').click();
      await page.getByRole('textbox', { name: 'Address' }).fill('ftp://example.com');
      await chat.button('Create').click();
      await page.locator('[aria-invalid]').first().waitFor();
    },
    strike: discard,
  },
  {
    name: 'bot settings',
    show: async (props) => {
      const { page } = props;
      await signedIn(props);
      await page.goto('/bots/new');
      await page.getByRole('textbox', { name: 'Earlier messages it sees' }).fill('20');
      await page.getByText('Waits', { exact: true }).click();
      await page.getByRole('textbox', { name: 'Servers of the operator' }).fill('notes, weather');
      await page.getByRole('textbox', { name: 'Earlier messages it sees' }).focus();
    },
    strike: discard,
  },
  {
    name: 'refused bot settings',
    show: async (props) => {
      const { page, chat } = props;
      await signedIn(props);
      await page.goto('/bots/new');
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Physics coach');
      await page.getByRole('textbox', { name: 'Earlier messages it sees' }).fill('999');
      await page.getByRole('textbox', { name: 'Their length in tokens' }).fill('99');
      await page.getByRole('textbox', { name: 'Servers of the operator' }).fill('My notes');
      await chat.button('Create').click();
      await page.locator('[aria-invalid]').first().waitFor();
    },
    strike: discard,
  },
  {
    name: 'bot',
    show: async (props) => {
      const { page, chat } = props;
      await signedIn(props);
      await page.goto('/bots/new');
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Physics coach');
      await page.getByRole('textbox', { name: 'Greeting' }).fill('What shall we work on today?');
      await page.getByRole('textbox', { name: 'Instructions' }).fill('Ask questions before you answer.');
      await page.getByText('With tools', { exact: true }).click();
      await chat.button('Add a server').click();
      await page.getByRole('textbox', { name: 'Name of the server' }).fill('weather');
      await page.getByRole('textbox', { name: 'Address' }).fill('https://mcp.example.com/mcp');
      await chat.button('Add a rule').click();
      await page.getByRole('textbox', { name: 'Tool', exact: true }).fill('delete_task');
      await chat.button('Create').click();
      await page.getByText('Version 1').waitFor();
    },
  },
  {
    name: 'bots',
    show: async (props) => {
      await signedIn(props);
      await at(() => '/bots', 'Your bots')(props);
    },
  },
  {
    name: 'chat with a bot',
    show: async (props) => {
      const { page, chat } = props;
      await signedIn(props);
      await page.goto('/bots');
      await page
        .getByRole('button', { name: /^Chat with/ })
        .first()
        .click();
      await chat.box.waitFor();
      await page.getByRole('main').getByRole('heading', { level: 2 }).waitFor();
    },
  },
];
