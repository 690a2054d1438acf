import { expect, test } from 'vitest';
import { startOffline } from './offline-client.ts';

test.each([
  ['Hello', 'built-in offline model'],
  ['hi!', 'built-in offline model'],
  ['Good morning', 'built-in offline model'],
  ['salam', 'built-in offline model'],
  ['What can you do?', 'built-in offline model'],
  ['Hallo', 'eingebaute Offline-Modell'],
  ['Guten Tag!', 'eingebaute Offline-Modell'],
  ['Bonjour', 'modèle hors ligne'],
  ['¡Hola!', 'modelo sin conexión'],
  ['السلام علیکم', 'آف لائن ماڈل'],
  ['مرحبا', 'النموذج المدمج'],
  ['你好', '离线模型'],
])('C9: the greeting %s gets an introduction', async (greeting, introduction) => {
  const { ask } = await startOffline();
  const answer = await ask(greeting);
  expect(answer).toContain(introduction);
  expect(answer).toContain('OPENAI_API_KEY');
});

test.each([
  ['What is the capital of France?', '“capital of France”', 'no language model'],
  ['Was ist die Hauptstadt von Frankreich?', '„Hauptstadt von Frankreich“', 'ohne Sprachmodell'],
  ['Quelle est la capitale de la France ?', '« capitale de la France »', 'sans modèle de langue'],
  ['¿Cuál es la capital de Francia?', '«capital de Francia»', 'sin ningún modelo de lenguaje'],
  ['فرانس کا دارالحکومت کیا ہے؟', 'فرانس کا دارالحکومت', 'کوئی لینگویج ماڈل نہیں'],
  ['ما هي عاصمة فرنسا؟', '«عاصمة فرنسا»', 'لا يوجد نموذج لغوي'],
  ['法国的首都是哪里？', '“法国的首都”', '没有语言模型'],
])('A8, C9: %s is answered honestly, in its language and words', async (question, topic, honesty) => {
  const { ask } = await startOffline();
  const answer = await ask(question);
  expect(answer).toContain(topic);
  expect(answer).toContain(honesty);
  expect(answer).toContain('OPENAI_BASE_URL');
});

async function recall(...said: string[]): Promise<string> {
  const { client } = await startOffline();
  const messages = said.flatMap((content, index) => [
    ...(index > 0 ? [{ role: 'assistant' as const, content: 'I see.' }] : []),
    { role: 'user' as const, content },
  ]);
  const completion = await client.chat.completions.create({ model: 'm', messages });
  return completion.choices[0]?.message.content ?? '';
}

test.each([
  [
    'My name is Sara and I study robotics',
    'What is my name?',
    'Earlier you said: “My name is Sara and I study robotics”',
  ],
  [
    'My name is Sara and I study robotics',
    'Do you remember what I am studying?',
    'My name is Sara and I study robotics',
  ],
  ['Ich wohne in Köln. Ich mag Tee.', 'Wo wohne ich?', '„Ich wohne in Köln.“'],
  ["Je m'appelle Léa et j'habite à Lyon.", 'Où est-ce que j’habite ?', 'Lyon'],
  ['میرا نام سارہ ہے۔ میں لاہور میں رہتی ہوں۔', 'میرا نام کیا ہے؟', 'میرا نام سارہ ہے۔'],
  ['اسمي سارة.', 'ما اسمي؟', 'اسمي سارة.'],
  ['我的名字是小明。', '我的名字是什么？', '我的名字是小明。'],
])('C9: what was said is recalled: %s / %s', async (statement, question, expected) => {
  expect(await recall(statement, question)).toContain(expected);
});

test('C9: a correction is recalled before what it corrects, and questions are not recalled', async () => {
  const answer = await recall(
    'My name is Sara.',
    'My name is Zara.',
    'What is my name?',
    'So what is my name?',
  );
  expect(answer).toBe('Earlier you said: “My name is Zara.”');
});

test.each([
  ['Tell me about tea', 'What is tea?'],
  ['what is my name', 'what is my name'],
  ['我叫什么名字', '我叫什么名字？'],
])('C9: an earlier question or request is no answer: %s', async (earlier, question) => {
  expect(await recall(earlier, question)).toContain('OPENAI_API_KEY');
});

test('C9: one shared word does not make an earlier sentence an answer', async () => {
  expect(await recall('I like green tea.', 'Which tea did Queen Victoria drink?')).toContain(
    'no language model',
  );
});

test.each(['My name is Sara', 'I study robotics in Karachi'])(
  'C9: the statement %j is acknowledged by its words',
  async (said) => {
    const { ask } = await startOffline();
    expect(await ask(said)).toContain(`“${said}”`);
  },
);

test('C9: a request is not said to be done', async () => {
  const { ask } = await startOffline();
  expect(await ask('Add buy groceries to my list')).toContain('I cannot add tasks here');
  expect(await ask('Book a table for two')).toContain('I cannot answer');
});
