const count = new Intl.NumberFormat('en');

/** The chat beside a text, on the textbook page and on pages of other people. */
export const panel = {
  title: 'Assistant',
  open: 'Open chat',
  askAboutThis: 'Ask about this',
  selectionTooLong: (over: number) => `${count.format(over)} characters too many to ask about. Select less.`,
};
