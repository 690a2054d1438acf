import { browserTest } from './support/browser-test.ts';
import { Chat } from './support/chat.ts';

const LIMIT = 6;
const test = browserTest({ env: { RATE_LIMIT_PER_MINUTE: String(LIMIT) } });

test('G5, F4: who asks too often is told how long to wait, and the question is kept', async ({
  stage,
  welcome,
}) => {
  const visitor = await welcome();
  visitor.troubles.expect(/429 \(Too Many Requests\)/);
  const chat = new Chat(await visitor.open());
  stage.model.script(Array.from({ length: LIMIT }, (_, at) => ({ text: `Answer ${at + 1}.` })));
  const refused = chat.questions.last().getByText(/Try again in \d+ second/);
  for (let at = 1; at <= LIMIT && (await refused.count()) === 0; at += 1) {
    await chat.ask(`Question ${at}`);
    await chat.answers
      .filter({ hasText: `Answer ${at}.` })
      .or(refused)
      .first()
      .waitFor();
  }
  await refused.waitFor();
  await chat.button('Send again').waitFor();
});
