import { useSyncExternalStore } from 'react';

/**
 * A hook that answers a module, loaded when it is first asked for; null until then, and when it cannot be loaded. Unlike with React's
 * `lazy`, what is loaded is there in the very next render.
 */
export function lazyModule<Module>(load: () => Promise<Module>): () => Module | null {
  const listeners = new Set<() => void>();
  let module: Module | null = null;
  let isLoading = false;

  const start = async () => {
    isLoading = true;
    module = await load().catch(() => null);
    isLoading = false;
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    if (!module && !isLoading) void start();
    return () => listeners.delete(listener);
  };
  const current = () => module;
  return function useModule() {
    return useSyncExternalStore(subscribe, current, current);
  };
}
