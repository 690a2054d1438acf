import { type DestinationStream, type LevelWithSilent, type Logger, type LoggerOptions, pino } from 'pino';

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
export function createLog(
  level: LevelWithSilent,
  destination: DestinationStream = pino.destination(1),
): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: [...SECRET, ...TEXT].flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
    serializers: { err: describeError, modelErr: describeOutsideError, outsideErr: describeOutsideError },
  };
  return pino(options, destination);
}

const MAX_CAUSES = 5;

interface ErrorLine {
  /** HTTP status, where the error came with one. */
  status?: number;
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
    ...(error.cause !== undefined && depth < MAX_CAUSES
      ? { cause: describeError(error.cause, depth + 1) }
      : {}),
  };
}

/** The error of a model endpoint, or of another server outside, without what that said: it may quote the prompt or the key. */
function describeOutsideError(error: unknown, depth = 0): ErrorLine {
  if (!(error instanceof Error)) return { type: typeof error, stack: '' };
  return {
    ...describeError(error, MAX_CAUSES),
    ...('status' in error && typeof error.status === 'number' ? { status: error.status } : {}),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((frame) => frame.startsWith('    at '))
      .join('\n'),
    ...(error.cause !== undefined && depth < MAX_CAUSES
      ? { cause: describeOutsideError(error.cause, depth + 1) }
      : {}),
  };
}
