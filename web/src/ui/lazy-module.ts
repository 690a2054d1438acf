import { useSyncExternalStore } from 'react';

/**
 * A hook that answers a module, loaded when it is first asked for; null until then, and when it cannot be loaded. Unlike with React's
 * `lazy`, what is loaded is there in the very next render. `preload` begins before any component asks.
 */
export function lazyModule<Module>(load: () => Promise<Module>): (() => Module | null) & { preload(): void } {
  const listeners = new Set<() => void>();
  let module: Module | null = null;
  let isLoading = false;

  const start = async () => {
    if (module || isLoading) return;
    isLoading = true;
    module = await load().catch(() => null);
    isLoading = false;
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    void start();
    return () => listeners.delete(listener);
  };
  const current = () => module;
  const useModule = () => useSyncExternalStore(subscribe, current, current);
  return Object.assign(useModule, { preload: () => void start() });
}
