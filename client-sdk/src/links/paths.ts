// What the contract says of paths, without its schemas: a test holds these lists against it.

/** Calls that are made without a token. */
export const publicPaths = [
  'health',
  'auth.signup',
  'auth.login',
  'auth.refresh',
  'auth.logout',
  'embed.config',
] as const;
/** Calls that answer tokens. */
export const sessionPaths = ['auth.signup', 'auth.login', 'auth.refresh', 'auth.changePassword'] as const;
/** Calls that end the login. */
export const endingPaths = ['auth.logout', 'auth.deleteAccount'] as const;
/** Calls that answer with events. */
export const streamPaths = ['chat.stream', 'chat.regenerate', 'chat.edit'] as const;

const isOneOf = (paths: readonly string[]) => (path: string) => paths.includes(path);

export const isPublic = isOneOf(publicPaths);
export const givesSession = isOneOf(sessionPaths);
export const endsLogin = isOneOf(endingPaths);
export const isStream = isOneOf(streamPaths);
