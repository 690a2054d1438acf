/** Bots, where they are not edited. */
export const bots = {
  title: 'Bots',
  greetingOf: (name: string) => `Chat with ${name}`,
  goneTitle: 'This bot is not here',
  goneAdvice: 'It was deleted, or its owner keeps it private.',
};
