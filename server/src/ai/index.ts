export { type Ai, type AiOptions, createAi } from './create-ai.ts';
export { type Endpoint, type EndpointPreset, gemini, openai } from './presets.ts';
export type { ToolFault } from './tool-call.ts';
