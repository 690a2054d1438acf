import type { ModelConfig } from './config/config.ts';

/** A model endpoint that is ready. */
export interface ModelEndpoint {
  baseUrl: string;
  apiKey: string;
  model: string;
  api: 'chat_completions' | 'responses';
  /** Whether it is the built-in model, which is none. */
  offline: boolean;
}

/** The operator's model or, without one, the offline model, started in this process and loaded only then. */
export async function openModel(
  config: ModelConfig | null,
): Promise<{ endpoint: ModelEndpoint; close(): Promise<void> }> {
  if (config !== null) {
    const { baseUrl, apiKey, name, api } = config;
    return { endpoint: { baseUrl, apiKey, model: name, api, offline: false }, close: async () => {} };
  }
  const { startOfflineModel } = await import('@parlance/offline-model');
  const offline = await startOfflineModel();
  return {
    endpoint: {
      baseUrl: offline.url,
      apiKey: 'offline',
      model: 'parlance-offline',
      api: 'chat_completions',
      offline: true,
    },
    close: () => offline.close(),
  };
}
