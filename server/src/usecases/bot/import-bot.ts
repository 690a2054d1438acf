import { botFileSchema, type OwnBot } from '@parlance/client-sdk/contract';
import { badInput, badRequest } from '../../domain/errors.ts';
import { findUnsafe } from '../../domain/safe-json.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { checkRuntime } from './check-runtime.ts';
import { checkServers } from './check-servers.ts';
import { createBot } from './create-bot.ts';

/** Makes a private bot of an export. Nothing is started or called by it. Throws bad_request that names what is wrong in the file. */
export async function importBot(
  deps: Deps,
  request: RequestContext,
  { content }: { content: string },
): Promise<OwnBot> {
  const parsed = botFileSchema.safeParse(readJson(content));
  if (!parsed.success) {
    throw badInput(
      parsed.error.issues.map(({ path, message }) => ({
        path: ['content', ...path.map(String)].join('.'),
        message,
      })),
    );
  }
  const { name, config } = parsed.data;
  await checkServers(deps, config, 'content.config');
  checkRuntime(deps, config, 'content.config.runtime');
  return createBot(deps, request, { name, visibility: 'private', config });
}

function readJson(content: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw badRequest('content', 'Must be the content of an exported bot: it is not valid JSON');
  }
  const unsafe = findUnsafe(value);
  if (unsafe !== null) throw badRequest(['content', unsafe.path].filter(Boolean).join('.'), unsafe.problem);
  return value;
}
