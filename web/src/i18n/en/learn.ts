/** The textbook page; the chapter itself is in English. */
export const learn = {
  title: 'What is physical AI?',
  contents: 'On this page',
  assistant: 'Textbook assistant',
  greeting: 'Ask about the chapter',
  suggestions: ['What does a Kalman filter do?', 'Why is there a sim-to-real gap?'],
};
