import { expect, test } from 'vitest';
import { startOffline } from './offline-client.ts';

const ROBOT = `The arm has six joints. Dr. Imani designed the gripper in 2019. Batteries last eight hours
and charge in two. The warranty covers the arm for three years.`;

function selected(text: string): string {
  return `Answer from the selected text alone.\n<selected_text>\n${text}\n</selected_text>`;
}

test.each([
  ['How many joints does the arm have?', '“The arm has six joints.”'],
  ['Who designed the gripper?', '“Dr. Imani designed the gripper in 2019.”'],
  ['How long do the batteries last?', '“Batteries last eight hours and charge in two.”'],
  ['Explain this.', '“The arm has six joints.”'],
])('A4: the best sentence of the selected text answers: %s', async (question, sentence) => {
  const { ask } = await startOffline();
  const answer = await ask(question, selected(ROBOT));
  expect(answer).toContain(sentence);
  expect(answer).not.toContain('warranty');
});

test.each([
  [
    'Wie lange hält der Akku?',
    'Der Arm hat sechs Gelenke. Der Akku hält acht Stunden.',
    '„Der Akku hält acht Stunden.“',
  ],
  [
    'Combien de temps dure la batterie ?',
    'Le bras a six axes. La batterie dure huit heures.',
    '« La batterie dure huit heures. »',
  ],
  [
    '¿Cuánto dura la batería?',
    'El brazo tiene seis ejes. La batería dura ocho horas.',
    '«La batería dura ocho horas.»',
  ],
  [
    'بیٹری کتنے گھنٹے چلتی ہے؟',
    'بازو میں چھ جوڑ ہیں۔ بیٹری آٹھ گھنٹے چلتی ہے۔',
    'منتخب متن میں لکھا ہے: ”بیٹری آٹھ گھنٹے چلتی ہے۔“',
  ],
  ['كم تدوم البطارية؟', 'للذراع ستة مفاصل. تدوم البطارية ثماني ساعات.', '«تدوم البطارية ثماني ساعات.»'],
  ['电池能用多久？', '机械臂有六个关节。电池可以用八小时。', '所选文本写道： “电池可以用八小时。”'],
  [
    'バッテリーは何時間？',
    'アームは六軸です。バッテリーは八時間持ちます。',
    '“バッテリーは八時間持ちます。”',
  ],
])('A4, A8: selected text answers in its language: %s', async (question, text, expected) => {
  const { ask } = await startOffline();
  const answer = await ask(question, selected(text));
  expect(answer).toContain(expected);
  expect(answer).not.toMatch(/six|sechs|seis|چھ|ستة|六/);
});

test('A4: what the selected text does not hold is said not to be there, whatever the history holds', async () => {
  const { client } = await startOffline();
  const completion = await client.chat.completions.create({
    model: 'm',
    messages: [
      { role: 'system', content: selected(ROBOT) },
      { role: 'user', content: 'The capital of France is Paris.' },
      { role: 'assistant', content: 'Good.' },
      { role: 'user', content: 'What is the capital of France?' },
    ],
  });
  expect(completion.choices[0]?.message.content).toBe(
    'The selected text does not contain an answer about “capital of France”.',
  );
});

test('A4: the text may stand in the user message, and in the Responses format', async () => {
  const { ask, client } = await startOffline();
  const question = `${selected(ROBOT)}\nHow long is the warranty?`;
  const expected = 'The selected text says: “The warranty covers the arm for three years.”';
  expect(await ask(question)).toBe(expected);
  const response = await client.responses.create({
    model: 'm',
    instructions: selected(ROBOT),
    input: [{ role: 'user', content: [{ type: 'input_text', text: 'How long is the warranty?' }] }],
  });
  expect(response.output_text).toBe(expected);
});

test.each(['What is this about?', 'What should I do?', 'How many joints does the arm have?'])(
  'A4: a mention of the tags in the instructions is no selected text: %s',
  async (question) => {
    const { ask } = await startOffline();
    const mention =
      'The user selected the text between <selected_text> and </selected_text>. Answer from it.';
    const message = `<selected_text>\n${ROBOT}\n</selected_text>\n\n${question}`;
    expect(await ask(message, mention)).toContain('The selected text says: “The arm has six joints.”');
    expect(await ask('Who designed the gripper?', mention)).toContain('no language model');
  },
);

const DOCUMENTS = `Use these:
<document id="1" title="Refunds">Refunds take five days. Ask support for one.</document>
<document id="2" title="Shipping">Shipping to Norway costs 9 euros. Refunds of shipping are not given.</document>`;

test('C9: documents are quoted, up to three sentences in their order', async () => {
  const { ask } = await startOffline();
  expect(await ask('How much does shipping to Norway cost?', DOCUMENTS)).toBe(
    'The documents say: “Shipping to Norway costs 9 euros.”',
  );
  expect(await ask('What about refunds?', DOCUMENTS)).toBe(
    'The documents say: “Refunds take five days.” “Refunds of shipping are not given.”',
  );
});

test('C9: when documents lack it, the conversation is asked, then the lack admitted', async () => {
  const { ask, client } = await startOffline();
  expect(await ask('Who founded the company?', DOCUMENTS)).toContain(
    'do not contain an answer about “founded the company”',
  );
  const completion = await client.chat.completions.create({
    model: 'm',
    messages: [
      { role: 'system', content: DOCUMENTS },
      { role: 'user', content: 'My name is Sara.' },
      { role: 'user', content: 'What is my name?' },
    ],
  });
  expect(completion.choices[0]?.message.content).toBe('Earlier you said: “My name is Sara.”');
});

test('C9: unclosed and hostile blocks cost no more than their length', async () => {
  const { ask } = await startOffline();
  const answer = await ask('What is this gadget?', '<document '.repeat(40_000));
  expect(answer).toContain('no language model');
  expect(await ask('$& gadget?', selected('Nothing.'))).toContain('“gadget”');
});
