export const shell = {
  name: 'Parlance',
  skipToContent: 'Skip to content',
  loading: 'Loading…',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  sessionExpired: 'Your session has ended. Please sign in again.',
  crashedTitle: 'This page stopped working',
  crashedAdvice:
    'Nothing that was sent is lost. Reload the page to go on; if it happens again, try a new chat.',
  notLoadedTitle: 'This part could not be loaded',
  notLoadedAdvice:
    'Check your connection and try again. If you are connected, this page may be out of date: reload it.',
  reload: 'Reload page',
  notFoundTitle: 'There is no such page',
  notFoundAdvice: 'The address may be mistyped, or what was here is gone.',
  goHome: 'Start a new chat',
};
