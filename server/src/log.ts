import { type LevelWithSilent, type Logger, pino } from 'pino';

// Whatever is logged, these never are (requirement H3).
const SECRET = [
  'authorization',
  'cookie',
  'password',
  'apiKey',
  'token',
  'secret',
  'accessToken',
  'refreshToken',
];
const TEXT = ['message', 'text', 'selectedText', 'content', 'prompt', 'body', 'values', 'parameters'];

/** JSON lines on standard output. An error is logged with its stack and its causes, without the fields that drivers add. */
export function createLog(level: LevelWithSilent): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: [...SECRET, ...TEXT].flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
    serializers: { err: describeError },
  });
}

interface ErrorLine {
  type: string;
  code?: string;
  stack: string;
  cause?: ErrorLine;
}

function describeError(error: unknown, depth = 0): ErrorLine {
  if (!(error instanceof Error)) return { type: typeof error, stack: String(error).slice(0, 500) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return {
    type: error.name,
    ...code,
    stack: (error.stack ?? error.message).slice(0, 4_000),
    ...(error.cause !== undefined && depth < 5 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}
