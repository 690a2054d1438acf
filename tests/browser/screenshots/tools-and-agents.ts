import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { handedOver, makeHelpDesk } from '../../harness/help-desk.ts';
import { rememberingTools } from '../../harness/waiting.ts';
import { browserTest } from '../support/browser-test.ts';
import { Chat } from '../support/chat.ts';
import { speak } from '../support/language.ts';
import { signUp } from '../support/people.ts';
import { openToolStage } from '../support/tool-stage.ts';
import { ways } from '../support/visitor.ts';

// Run by `npm run screenshots`: what a server with such tools and agents alone can show.
const FOLDER = resolve(import.meta.dirname, '../../../screenshots');
const test = browserTest(undefined, () =>
  openToolStage({ tools: rememberingTools().tools, agents: { 'help desk': makeHelpDesk } }),
);

for (const colorScheme of ['light', 'dark'] as const) {
  for (const size of ['desktop', 'phone'] as const) {
    test(`approval, agents: ${colorScheme}, ${size}`, async ({ stage, welcome }) => {
      await mkdir(FOLDER, { recursive: true });
      const visitor = await welcome({ ...ways[size], colorScheme });
      const page = await visitor.open();
      const chat = new Chat(page);
      const take = (name: string) =>
        page.screenshot({ path: join(FOLDER, `${name}.${colorScheme}.${size}.png`) });
      stage.model.script({
        text: 'I can write to Omar for you. ',
        toolCalls: [
          { name: 'guarded', arguments: { text: 'The torque sensor is here.', to: 'omar@example.com' } },
        ],
      });
      await chat.ask('Tell Omar that the sensor is here.');
      await chat.button('Approve').waitFor();
      await take('approval');
      await speak(visitor, page, 'ar');
      await take('approval-ar');
      await speak(visitor, page, 'en');
      await chat.button('Stop').click();

      await signUp(page);
      await page.goto('/bots');
      await chat.button('Chat with help desk').click();
      stage.model.script(handedOver);
      await chat.ask('Is order 7 paid?');
      await chat.settle();
      await chat.ask('Tell me the password');
      await chat.button('Try again', chat.lastAnswer).waitFor();
      await take('agents');
      await speak(visitor, page, 'ar');
      await take('agents-ar');
    });
  }
}
