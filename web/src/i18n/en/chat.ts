const count = new Intl.NumberFormat('en');
const seconds = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const chat = {
  greeting: 'What would you like to know?',
  suggestions: [
    'What can you do?',
    'How does a robot sense the world around it?',
    'What is the difference between a sensor and an actuator?',
  ],

  message: 'Message',
  placeholder: 'Ask a question',
  send: 'Send',
  stop: 'Stop',
  aboutSelection: 'About this text',
  removeSelection: 'Remove selected text',
  lengthOf: (length: number, most: number) => `${count.format(length)} of ${count.format(most)} characters`,
  tooLong: (over: number) => `${count.format(over)} characters too long. Shorten the message to send it.`,

  messages: 'Messages',
  you: 'You',
  assistant: 'Assistant',
  loadingOlder: 'Loading earlier messages…',
  jumpToLatest: 'Jump to latest',

  copy: 'Copy',
  copyCode: 'Copy code',
  copied: 'Copied',
  copyRefused: 'The browser does not let this page copy. Select the text and copy it yourself.',
  tryAgain: 'Try again',
  edit: 'Edit',
  editMessage: 'Edit message',
  previousVersion: 'Previous version',
  nextVersion: 'Next version',
  versionOf: (place: number, all: number) => `${count.format(place)} / ${count.format(all)}`,
  goodAnswer: 'Good answer',
  badAnswer: 'Bad answer',
  whatWasBad: 'What was wrong with it? (optional)',
  sendComment: 'Send comment',
  commentThanks: 'Thank you. Your comment has been sent.',

  answering: 'Answering…',
  answerFinished: 'Answer finished',
  answerFailed: 'The answer could not be finished',
  stopped: 'Stopped',
  unsent: 'Not sent.',
  sendAgain: 'Send again',
  discard: 'Discard',

  reconnecting: 'Reconnecting…',
  offline: 'You are offline. Sending works again once you are connected.',
  offlineWhileSending: 'You are offline. Your message will be sent when you are back.',
  offlineWhileAnswering:
    'You are offline. The answer goes on at the server and will appear when you are back.',
  showAnswer: 'Show it',
  loadFailedTitle: 'The conversation could not be loaded',
  goneTitle: 'This conversation is not here',
  goneAdvice: 'It was deleted, or it belongs to somebody else.',

  toolArguments: 'Arguments',
  toolResult: 'Result',
  toolError: 'Error',
  toolRunning: 'Running',
  toolDone: 'Done',
  toolFailed: 'Failed',
  duration: (ms: number) => (ms < 1_000 ? `${Math.round(ms)} ms` : `${seconds.format(ms / 1_000)} s`),

  image: 'Image',
  imageAt: (label: string, host: string) => `${label} (image at ${host})`,
  footnotes: 'Footnotes',
  done: 'Done',
  notDone: 'Not done',
};
