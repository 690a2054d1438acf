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
];
