/** Where a model is, and how it is spoken to. */
export interface Endpoint {
  baseUrl: string;
  apiKey: string;
  api: 'chat_completions' | 'responses';
  model: string;
}

/** Everything of an endpoint but the key. */
export type EndpointPreset = Omit<Endpoint, 'apiKey'>;

export const openai: EndpointPreset = {
  baseUrl: 'https://api.openai.com/v1',
  api: 'responses',
  model: 'gpt-5-mini',
};

export const gemini: EndpointPreset = {
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
  api: 'chat_completions',
  model: 'gemini-2.5-flash',
};
