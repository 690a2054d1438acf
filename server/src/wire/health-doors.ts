import type { Router } from 'express';
import type { Deps } from '../ports/deps.ts';
import { checkHealth } from '../usecases/health/check-health.ts';

/** Mounts /health, /health/live and /health/ready (requirement A5). */
export function mountHealth(router: Router, deps: Deps, isStopping: () => boolean): void {
  router.get('/health', async (_req, res) => {
    const health = await checkHealth(deps);
    res.status(health.status === 'healthy' ? 200 : 503).json(health);
  });
  router.get('/health/live', (_req, res) => {
    res.json({ status: 'alive' });
  });
  router.get('/health/ready', async (_req, res) => {
    const health = await checkHealth(deps);
    const ready = health.status === 'healthy' && !isStopping();
    res.status(ready ? 200 : 503).json({ ...health, status: ready ? 'ready' : 'not_ready' });
  });
}
