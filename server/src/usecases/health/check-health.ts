import type { Deps } from '../../ports/deps.ts';

/** Whether the server can serve. Calls no model. */
export async function checkHealth(deps: Deps): Promise<{
  status: 'healthy' | 'unhealthy';
  version: string;
  checks: { database: 'up' | 'down' };
}> {
  const { version } = deps.settings;
  try {
    await deps.pingDatabase();
    return { status: 'healthy', version, checks: { database: 'up' } };
  } catch {
    return { status: 'unhealthy', version, checks: { database: 'down' } };
  }
}
